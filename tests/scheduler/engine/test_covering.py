"""Which part is covered next: several processes share large parts and small ones."""

import pytest

from scheduler.domain.problem import Assignment
from scheduler.engine import Options
from scheduler.engine.parts.splitting import parts_of
from scheduler.engine.parts.state import PartState
from scheduler.engine.parts.tasks import Tasks
from scheduler.engine.parts.turns import SMALL
from scheduler.engine.search.found import Found
from scheduler.engine.search.incumbent import Incumbent
from scheduler.engine.workers.messages import Step
from tests.scheduler.engine.small import person, shift, week
from tests.scheduler.engine.states import begun, end, states

MANY = week(
    tuple(person(who, where) for who, where in zip("abc", "def", strict=True)),
    tuple(shift(0, 8, 16, dispositif=where) for where in "def"),
)
EMPTY = Incumbent(assignments=frozenset(), costs=(1, 1, 0))


@pytest.mark.parametrize(("processes", "order"), [(2, [0, 2, 1]), (1, [2, 1, 0])])
def test_one_process_covers_the_largest_part_and_the_others_the_smallest(
    processes: int, order: list[int]
) -> None:
    parts = [
        PartState(index=n, part=part, weight=10 - n, standing=None)
        for n, part in enumerate(parts_of(MANY))
    ]
    tasks = Tasks(parts, Options(seconds=60, processes=processes), tiers=3)
    covering = []
    for _ in range(2 * len(parts)):
        task = tasks.search(50.0)
        assert task is not None
        if task.step is Step.START:
            parts[task.part].learn(task, Found(incumbent=EMPTY, bounds=(), tried={}), 1.0)
        else:
            parts[task.part].running.append(task)
            covering.append(task.part)

    assert covering == order


def test_a_part_is_filled_then_improved_while_another_process_covers_it() -> None:
    parts = states(10 * SMALL)[:1]
    end(parts, begun(parts))
    first, second = begun(parts), begun(parts)
    parts[0].running.remove(second)
    filled = Incumbent(assignments=frozenset({Assignment("ana", "s")}), costs=(1, 3, 9))
    parts[0].learn(second, Found(incumbent=filled), 1.0)

    assert (first.step, second.step) == (Step.PROVE, Step.FILL)
    assert begun(parts).step is Step.IMPROVE


def test_a_part_whose_covering_process_has_died_is_covered_by_the_next_one() -> None:
    parts = states(10 * SMALL)[:1]
    end(parts, begun(parts))
    proof, fill = begun(parts), begun(parts)
    end(parts, fill)
    parts[0].running = [begun(parts)]

    assert (proof.step, fill.step) == (Step.PROVE, Step.FILL)
    assert [task.step for task in parts[0].running] == [Step.IMPROVE]
    assert begun(parts).step is Step.PROVE


def test_a_proof_of_tiers_that_the_best_rota_closes_has_nothing_left_to_say() -> None:
    parts = states(10 * SMALL)[:1]
    end(parts, begun(parts))
    proof = begun(parts)
    before = parts[0].settles(proof)
    parts[0].take(Incumbent(assignments=frozenset({Assignment("ana", "s")}), costs=(0, 0, 9)))

    assert (before, parts[0].settles(proof)) == (False, True)


def test_a_proof_of_coverage_goes_on_to_the_changes_of_a_rota_that_stands() -> None:
    parts = states(10 * SMALL)[:1]
    parts[0].standing = frozenset({Assignment("ana", "s")})
    end(parts, begun(parts))
    proof = begun(parts)
    parts[0].take(Incumbent(assignments=parts[0].standing, costs=(0, 0, 9)))
    before = parts[0].settles(proof)
    parts[0].take(Incumbent(assignments=parts[0].standing, costs=(0, 0, 0)))

    assert (before, parts[0].settles(proof)) == (False, True)
