"""What is shown of a solve while it runs, and when."""

from dataclasses import replace

import pytest

from scheduler.domain.problem import Assignment, Lock
from scheduler.engine import Options, Solution, solve
from scheduler.engine.clock import Clock
from scheduler.engine.conclusion import Report, joined
from scheduler.engine.outcome import Unsearched
from scheduler.engine.parts.splitting import parts_of
from scheduler.engine.parts.state import PartState
from scheduler.engine.search.incumbent import Bound, Incumbent
from tests.scheduler.engine.search.searching import PROFILE
from tests.scheduler.engine.small import person, shift, week

PROBLEM = week((person("ana"),), (shift(0, 8, 16), shift(1, 8, 16)))
MORNINGS = [Assignment("ana", slot.id) for slot in PROBLEM.slots]
ROTAS = tuple(
    Incumbent(assignments=frozenset(MORNINGS[:posts]), costs=(2 - posts, 9, 9))
    for posts in range(3)
)
HOUR = 3600.0


def reported(every: float) -> tuple[Report, PartState, list[frozenset[Assignment]]]:
    """Return a report of one part, which shows at most one rota in so many seconds."""
    (part,) = parts_of(PROBLEM)
    state = PartState(index=0, part=part, weight=2, standing=None)
    shown: list[frozenset[Assignment]] = []
    options = Options(best_every=every)
    report = Report(Clock(), [state], options, PROFILE, None, shown.append)
    return report, state, shown


def improve(report: Report, state: PartState, *rotas: Incumbent) -> None:
    for rota in rotas:
        state.take(rota)
        report.better(state)


def test_a_rota_better_than_the_one_shown_is_shown_in_time_though_none_follows() -> None:
    report, state, shown = reported(HOUR)
    improve(report, state, *ROTAS)
    report.catch_up()
    before = list(shown)
    state.shown_at -= HOUR  # an hour later
    report.catch_up()
    report.catch_up()

    assert before == [ROTAS[0].assignments]
    assert shown == [ROTAS[0].assignments, ROTAS[2].assignments]


def test_what_a_search_of_coverage_leaves_is_shown_at_once_and_once() -> None:
    report, state, shown = reported(HOUR)
    improve(report, state, *ROTAS[:2])
    report.covered(state)
    report.covered(state)

    assert shown == [ROTAS[0].assignments, ROTAS[1].assignments]


def proof(place: int, value: int, *caps: int) -> Bound:
    """Return a bound that a second answer has confirmed."""
    return Bound(place=place, value=value, caps=caps, confirmed=True)


@pytest.mark.parametrize(
    ("costs", "bounds", "proved"),
    [
        ((2, 3, 9), ((0, 2, ()), (1, 3, (2,))), True),
        ((2, 3, 9), ((0, 2, ()), (1, 2, (2,))), False),
        ((2, 3, 9), ((0, 2, ()), (1, 3, (1,))), False),
        ((0, 0, 9), (), True),
    ],
)
def test_coverage_is_proved_where_bounds_meet_both_its_tiers(
    costs: tuple[int, ...], bounds: tuple[tuple[int, int, tuple[int, ...]], ...], proved: bool
) -> None:
    _, state, _ = reported(HOUR)
    state.take(Incumbent(assignments=frozenset(), costs=costs))
    state.bounds = [proof(place, value, *caps) for place, value, caps in bounds]

    assert state.coverage_proved is proved
    assert state.coverage_confirmed is proved
    state.bounds = [replace(bound, confirmed=False) for bound in state.bounds]
    assert state.coverage_proved is proved
    assert state.coverage_confirmed is (proved and not bounds)


def test_a_doubted_tier_proves_no_coverage() -> None:
    _, state, _ = reported(HOUR)
    state.take(Incumbent(assignments=frozenset(), costs=(2, 0, 9)))
    state.bounds, state.doubted = [proof(0, 2)], {0}

    assert not state.coverage_proved


def test_a_solve_says_when_the_coverage_of_its_parts_was_proved() -> None:
    outcome = solve(PROBLEM, PROFILE, Options(seconds=10, processes=1))

    assert isinstance(outcome, Solution)
    (part,) = outcome.parts
    assert part.covered_after is not None
    assert part.covered_after == outcome.covered_after
    assert part.first_after <= part.covered_after <= outcome.seconds


@pytest.mark.parametrize(
    ("posts", "bounds", "locked", "unsearched"),
    [
        (0, (), 0, True),
        (0, (proof(0, 1),), 0, True),
        (0, (proof(0, 2), proof(1, 9, 2)), 0, False),
        # The solver says so, and nothing confirms it.
        (0, (replace(proof(0, 2), confirmed=False), proof(1, 9, 2)), 0, True),
        (1, (), 0, False),
        (1, (), 1, True),
    ],
)
def test_a_part_that_is_empty_without_a_proof_is_told_and_no_other(
    posts: int, bounds: tuple[Bound, ...], locked: int, *, unsearched: bool
) -> None:
    fixed = MORNINGS[:locked]
    locks = tuple(Lock(mediator=a.mediator, slot=a.slot, by="chef", why="essai") for a in fixed)
    problem = replace(PROBLEM, locks=locks)
    (part,) = parts_of(problem)
    state = PartState(index=0, part=part, weight=2, standing=None)
    state.take(ROTAS[posts])
    state.answered = True
    state.bounds = list(bounds)
    state.findings = {"ana": []}

    whole = joined(problem, PROFILE, [state], clock=Clock(), peak_mb=1, stopped=False)

    assert whole.unsearched == ({part.name: Unsearched.EMPTY} if unsearched else {})
