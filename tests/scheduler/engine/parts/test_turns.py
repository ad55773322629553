"""Whether tries are for coverage alone, and for how long."""

import pytest

from scheduler.domain.problem import Assignment
from scheduler.engine.parts.state import PartState
from scheduler.engine.parts.turns import SMALL, VAIN
from scheduler.engine.search.incumbent import Bound
from scheduler.engine.workers.messages import Step
from tests.scheduler.engine.states import begun, end, states


def uncovered(bound: int, *, standing: bool = False) -> list[PartState]:
    """Return a large part, after a proof that has bounded its open posts (3 at best) by so many."""
    (part, _) = parts = states(100 * SMALL)
    if standing:
        part.standing = frozenset({Assignment("ana", "x")})
    for _ in range(2):
        end(
            parts[:1],
            begun(parts[:1]),
            Bound(place=0, value=2, caps=(), confirmed=True),
            Bound(place=1, value=bound, caps=(2,), confirmed=True),
        )
    part.proving = 0.0
    return parts[:1]


def improved(parts: list[PartState], *, gains: int = 0) -> tuple[int, ...]:
    """Have a turn of tries, which gains so much; return the places of the tiers that it tries."""
    parts[0].running.clear()
    parts[0].proving = parts[0].used
    task = begun(parts)
    assert task.step is Step.IMPROVE
    end(parts, task, gains=gains)
    return task.places


def test_tries_are_for_coverage_alone_until_so_many_turns_in_a_row_gain_nothing() -> None:
    parts = uncovered(2)
    turns = [improved(parts) for _ in range(VAIN - 1)]
    turns += [improved(parts, gains=1)] + [improved(parts) for _ in range(VAIN)]

    assert set(turns) == {(0, 1)}
    assert improved(parts, gains=1) == (0, 1, 2)
    # What is gained with all tiers in the model says nothing of tries for coverage.
    assert improved(parts) == (0, 1, 2)


@pytest.mark.parametrize("standing", [False, True])
def test_wishes_are_granted_where_tries_for_coverage_gain_no_more_unless_a_rota_stands(
    *, standing: bool
) -> None:
    (part,) = parts = uncovered(2)
    part.wishes = 2
    for _ in range(VAIN):
        improved(parts)
    part.running.clear()
    part.proving = part.used
    if standing:
        part.standing = frozenset({Assignment("ana", "x")})

    assert begun(parts).step is (Step.IMPROVE if standing else Step.GRANT)


@pytest.mark.parametrize(("bound", "standing"), [(3, False), (2, True)])
def test_where_coverage_is_proved_or_a_rota_stands_all_tiers_are_tried(
    bound: int, *, standing: bool
) -> None:
    assert improved(uncovered(bound, standing=standing)) == (0, 1, 2)
