"""No proof that only one answer of the solver gives is told: planted lies, wherever they are."""

from dataclasses import replace

import pytest

from scheduler.domain.problem import Problem
from scheduler.engine import Options, Solution, solve
from tests.scheduler.engine.false_proofs import Hasty
from tests.scheduler.engine.search.searching import WISHING
from tests.scheduler.engine.small import eight_hours, person, shift, week

PEOPLE = tuple(
    replace(eight_hours(name), dispositifs=person(name, dispositif).dispositifs)
    for name, dispositif in (("ana", "d"), ("bob", "d"), ("cleo", "d"), ("dan", "e"), ("eve", "e"))
)
HONEST = (2, 16, 7386, 0)
"""What the best rota costs of the week below: posts under the minimum, under the target, hours."""

EFFORT = 0.3
"""Deterministic seconds of search per tier: enough to prove each. Where one lies, all are used."""


def two_parts() -> Problem:
    """Return a week of two dispositifs that lack people on some days."""
    slots = tuple(
        shift(day, start, start + 6 + day % 3, dispositif=dispositif, need=1 + (day % 3 == 0))
        for day in range(7)
        for start in (6, 13)
        for dispositif in "de"
    )
    return week(PEOPLE, slots)


def planned(options: Options) -> Solution:
    outcome = solve(two_parts(), WISHING, replace(options, effort=EFFORT, processes=1))
    assert isinstance(outcome, Solution)
    return outcome


def assert_nothing_false(outcome: Solution) -> None:
    """Assert that no bound is above the best rota, and that no worse rota is called the best."""
    costs = tuple(tier.cost for tier in outcome.tiers)
    first = next((n for n, cost in enumerate(costs) if cost != HONEST[n]), len(costs) - 1)
    # Below a tier that isn't at its best, bounds are those of other rotas.
    for tier, best in list(zip(outcome.tiers, HONEST, strict=True))[: first + 1]:
        assert tier.bound <= best
        assert not tier.optimal or tier.cost == best
    for part in outcome.parts:
        assert all(tier.bound <= tier.cost for tier in part.tiers)


def test_an_honest_solver_has_all_its_proofs_confirmed() -> None:
    outcome = planned(Options())

    assert tuple(tier.cost for tier in outcome.tiers) == HONEST
    assert all(tier.optimal for tier in outcome.tiers)
    assert all(part.covered_after is not None for part in outcome.parts)


@pytest.mark.long
def test_no_tier_is_proved_where_each_call_ends_at_its_first_rota() -> None:
    outcome = planned(Hasty())

    assert_nothing_false(outcome)
    assert outcome.contradictions
    assert [tier.optimal for tier in outcome.tiers] == [False, False, False, True]


@pytest.mark.long
@pytest.mark.parametrize("call", range(1, 8))
def test_no_tier_is_proved_wrongly_where_one_call_ends_at_its_first_rota(call: int) -> None:
    assert_nothing_false(planned(Hasty(at=(call,))))


@pytest.mark.long
@pytest.mark.parametrize("tier", [1, 2, 3])
def test_no_tier_is_proved_wrongly_where_the_calls_of_one_lie(tier: int) -> None:
    # A model has the tiers down to the one that is searched.
    assert_nothing_false(planned(Hasty(named=f"tier {tier}")))


@pytest.mark.long
@pytest.mark.parametrize("person", ["ana", "eve"])
def test_no_tier_is_proved_wrongly_where_the_calls_of_one_part_lie(person: str) -> None:
    assert_nothing_false(planned(Hasty(named=person)))


@pytest.mark.long
def test_no_bound_is_told_that_is_too_high() -> None:
    assert_nothing_false(planned(Hasty(short=1)))


@pytest.mark.parametrize(
    "lie",
    [*(Hasty(at=(call,), denies=True) for call in range(1, 8)), Hasty(named="tier 2", denies=True)],
    ids=lambda lie: str(lie.at or lie.named),
)
def test_no_rota_is_called_impossible_nor_proved_where_one_is_denied(lie: Options) -> None:
    assert_nothing_false(planned(lie))


def test_a_lie_comes_to_the_same_rota_twice() -> None:
    first, second = planned(Hasty(at=(1,))), planned(Hasty(at=(1,)))

    assert first.rota.assignments == second.rota.assignments
    assert [(t.cost, t.bound, t.status) for t in first.tiers] == [
        (t.cost, t.bound, t.status) for t in second.tiers
    ]
