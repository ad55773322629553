"""A bound is checked against every rota that is known: the solver may claim what it likes."""

from __future__ import annotations

from constraints.house.one_place import RULE as ONE_PLACE
from constraints.law.daily_rest_11h import RULE as REST
from constraints.wishes.coverage import MINIMUM
from scheduler.domain.problem import Assignment
from scheduler.engine import TierResult, TierStatus
from scheduler.engine.proofs import add_tiers, check_bounds
from scheduler.rule import Profile
from tests.scheduler.engine.small import person, shift, week

PROFILE = Profile(name="essai", person_rules=(REST, ONE_PLACE), goals=(MINIMUM,))
SLOTS = (shift(0, 14, 22), shift(1, 6, 12), shift(2, 6, 12))
PROBLEM = week((person("ana"),), SLOTS)


def holding(*places: int) -> frozenset[Assignment]:
    return frozenset(Assignment("ana", SLOTS[n].id) for n in places)


def claim(cost: int, bound: int) -> tuple[TierResult]:
    status = TierStatus.OPTIMAL if cost == bound else TierStatus.FEASIBLE
    return (
        TierResult(tier=1, name="Effectifs", cost=cost, bound=bound, status=status, seconds=1.0),
    )


def shown(tiers: tuple[TierResult, ...]) -> tuple[int, int, bool, TierStatus]:
    (tier,) = tiers
    return tier.cost, tier.bound, tier.optimal, tier.status


def test_a_proof_that_nothing_denies_stands() -> None:
    result = check_bounds(claim(1, 1), PROBLEM, PROFILE, holding(0, 2), [holding(2)])

    assert shown(result) == (1, 1, True, TierStatus.OPTIMAL)


def test_an_optimum_that_a_known_lawful_rota_beats_is_no_optimum() -> None:
    result = check_bounds(claim(2, 2), PROBLEM, PROFILE, holding(0), [holding(0, 2)])

    assert shown(result) == (2, 0, False, TierStatus.DOUBTED)


def test_an_unlawful_rota_denies_nothing() -> None:
    # Eight hours of rest between the first and the second.
    result = check_bounds(claim(1, 1), PROBLEM, PROFILE, holding(0, 2), [holding(0, 1, 2)])

    assert shown(result) == (1, 1, True, TierStatus.OPTIMAL)


def test_the_cost_is_that_of_the_rota_and_one_above_its_claim_proves_nothing() -> None:
    result = check_bounds(claim(1, 1), PROBLEM, PROFILE, holding(0))

    assert shown(result) == (2, 0, False, TierStatus.DOUBTED)


def test_a_rota_below_the_bound_that_it_was_given_denies_it() -> None:
    result = check_bounds(claim(2, 2), PROBLEM, PROFILE, holding(0, 2))

    assert shown(result) == (1, 0, False, TierStatus.DOUBTED)


def test_a_cost_that_later_tiers_lowered_to_the_bound_is_proved() -> None:
    result = check_bounds(claim(2, 1), PROBLEM, PROFILE, holding(0, 2))

    assert shown(result)[:3] == (1, 1, True)


def test_what_is_doubted_in_one_part_is_doubted_in_the_sum() -> None:
    doubted = check_bounds(claim(2, 2), PROBLEM, PROFILE, holding(0), [holding(0, 2)])

    assert shown(add_tiers([claim(1, 1), doubted])) == (3, 1, False, TierStatus.DOUBTED)
    assert shown(add_tiers([claim(1, 1), claim(0, 0)])) == (1, 1, True, TierStatus.OPTIMAL)
