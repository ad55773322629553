"""Which step of a part comes next, and which of its tiers is proved."""

from dataclasses import replace

import pytest

from scheduler.domain.problem import Assignment
from scheduler.engine.parts.state import BURST, PartState
from scheduler.engine.parts.turns import SMALL, SMALL_PROOFS, STALLED, next_step
from scheduler.engine.search.found import Found
from scheduler.engine.search.incumbent import Bound
from scheduler.engine.workers.messages import Step, Task
from tests.scheduler.engine.states import EMPTY, begun, covered, end, states, tasks


def test_wishes_of_a_covered_part_are_granted_once_before_it_is_searched_further() -> None:
    (part,) = parts = covered(SMALL)[:1]
    part.wishes = 2
    task = begun(parts)
    meanwhile = tasks(parts).search(50.0)
    end(parts, task, gains=0)

    assert (task.step, task.effort, meanwhile) == (Step.GRANT, BURST, None)
    assert begun(parts).step is Step.PROVE


@pytest.mark.parametrize("why", ["no refusal", "no wishes to grant", "not covered"])
def test_wishes_are_not_granted_where_there_is_nothing_to_grant_or_too_early(why: str) -> None:
    (part,) = covered(SMALL)[:1]
    part.wishes = 2
    if why == "no refusal":
        part.incumbent = replace(EMPTY, costs=(2, 3, 0))
    elif why == "no wishes to grant":
        part.wishes = None
    else:
        part.bounds = []

    assert next_step(part) is Step.PROVE


@pytest.mark.parametrize(("by_method", "step"), [(8.0, Step.METHOD), (8.1, Step.PROVE)])
def test_a_small_part_is_searched_by_a_callers_method_for_most_of_its_time(
    by_method: float, step: Step
) -> None:
    (part,) = covered(SMALL)[:1]
    part.method, part.used, part.by_method = True, 10.0, by_method

    assert next_step(part) is step


@pytest.mark.parametrize(("proving", "step"), [(4.9, Step.PROVE), (5.0, Step.IMPROVE)])
def test_a_small_part_that_gains_nothing_is_proved_for_half_of_its_time(
    proving: float, step: Step
) -> None:
    (part,) = covered(SMALL)[:1]
    part.patience, part.proofs[2] = STALLED / 2, SMALL_PROOFS
    part.used, part.proving = 10.0, proving

    assert next_step(part) is step


@pytest.mark.parametrize(
    ("proofs", "step"), [(SMALL_PROOFS - 1, None), (SMALL_PROOFS, Step.IMPROVE)]
)
def test_beside_a_proof_of_a_small_part_another_process_improves_it_but_beside_the_first(
    proofs: int, step: Step | None
) -> None:
    (part,) = parts = covered(SMALL)[:1]
    part.proving = 0.0
    begun(parts)
    part.proofs[2] = proofs

    assert next_step(part) is step


def test_a_part_that_another_machine_has_searched_is_granted_no_wishes() -> None:
    (part,) = covered(SMALL + 1)[:1]
    part.wishes = 2
    part.learn_elsewhere((), {})

    assert next_step(part) in {Step.PROVE, Step.IMPROVE}


def test_each_open_tier_is_proved_in_turn_for_half_as_long_as_the_one_above() -> None:
    (part,) = covered(SMALL)[:1]
    part.incumbent = replace(EMPTY, costs=(2, 3, 9, 9, 0, 9))
    proofs = []
    for _ in range(7):
        place, each = part.next_proof
        proofs.append((place, each))
        left = tuple(other for other in part.open_places if other >= place)
        part.learn(proof(part, left, each), Found(incumbent=part.incumbent), 1.0)

    assert proofs == [(2, 1.0), (2, 2.0), (3, 1.0), (2, 4.0), (3, 2.0), (5, 1.0), (2, 8.0)]


def test_a_proof_that_ends_below_has_its_own_tier_proved_no_longer() -> None:
    (part,) = covered(SMALL)[:1]
    part.incumbent = replace(EMPTY, costs=(2, 3, 9, 9))
    tight = Bound(place=2, value=9, caps=(2, 3))
    part.learn(proof(part, (2, 3), 1.0), Found(incumbent=part.incumbent, bounds=(tight,)), 1.0)

    assert (part.next_proof, part.proofs) == ((3, 2.0), {3: 1})


def test_where_a_rota_stands_its_first_open_tier_alone_is_proved() -> None:
    (part,) = covered(SMALL)[:1]
    part.incumbent = replace(EMPTY, costs=(2, 3, 9, 9))
    part.standing, part.proofs[2] = frozenset({Assignment("ana", "s")}), 6

    assert part.next_proof == (2, 32.0)


@pytest.mark.parametrize(
    ("steps", "deadly"),
    [((Step.PROVE, Step.IMPROVE), False), ((Step.PROVE, Step.PROVE), True), ((), False)],
)
def test_two_processes_that_die_of_two_things_say_nothing_of_the_part(
    steps: tuple[Step, ...], deadly: bool
) -> None:
    (part,) = covered(SMALL)[:1]
    part.deaths.update(steps)

    assert part.deadly is deadly


def proof(part: PartState, places: tuple[int, ...], each: float) -> Task:
    """Return the proof of these tiers of a part, for so much deterministic time each."""
    return replace(begun(states(SMALL)), part=part.index, step=Step.PROVE, places=places, each=each)
