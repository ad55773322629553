"""A bound is kept with the costs above it under which it holds, and checked against known rotas."""

from dataclasses import replace

import pytest

from constraints.wishes.coverage import MINIMUM, TARGET
from scheduler.engine import TierResult, TierStatus
from scheduler.engine.proofs import add_tiers, tier_results
from scheduler.engine.search.incumbent import Bound, best_bound, first_open, lags, unconfirmed
from scheduler.engine.tiers import Tiers

TIERS: Tiers = [(1, (MINIMUM,)), (2, (TARGET,))]


def results(
    costs: tuple[int, int],
    *bounds: Bound,
    doubted: tuple[int, ...] = (),
    searched: bool = True,
    confirmed: bool = True,
) -> list[tuple[int, int, TierStatus]]:
    tiers = tier_results(
        TIERS,
        costs,
        [replace(bound, confirmed=confirmed or bound.confirmed) for bound in bounds],
        doubted=doubted,
        seconds={0: 1.0, 1: 1.0} if searched else {},
    )
    return [(tier.cost, tier.bound, tier.status) for tier in tiers]


def test_a_tier_is_proved_where_cost_and_bound_meet() -> None:
    first, second = Bound(place=0, value=2, caps=()), Bound(place=1, value=4, caps=(2,))

    assert results((2, 5), first, second) == [
        (2, 2, TierStatus.OPTIMAL),
        (5, 4, TierStatus.FEASIBLE),
    ]


def test_a_bound_that_nothing_confirms_is_not_told() -> None:
    first, second = Bound(place=0, value=2, caps=()), Bound(place=1, value=4, caps=(2,))
    lower = Bound(place=1, value=3, caps=(2,), confirmed=True)

    assert results((2, 5), first, second, lower, confirmed=False) == [
        (2, 0, TierStatus.UNCONFIRMED),
        (5, 3, TierStatus.UNCONFIRMED),
    ]


def test_the_bounds_to_confirm_are_the_best_ones_of_what_costs_something() -> None:
    bounds = [
        Bound(place=0, value=2, caps=()),
        Bound(place=0, value=1, caps=(), confirmed=True),
        Bound(place=1, value=9, caps=(2,)),
        Bound(place=2, value=3, caps=(2, 5)),
        Bound(place=2, value=3, caps=(2, 7), confirmed=True),
    ]

    assert unconfirmed(bounds, (2, 5, 4)) == [(0, 2), (1, 5)]
    assert unconfirmed(bounds, (1, 0, 4)) == []
    # An open tier is proved again, in the other way.
    assert unconfirmed(bounds, (3, 0, 4)) == []


@pytest.mark.parametrize(("cost", "claims"), [(100, [(3, 98)]), (101, [])])
def test_a_bound_that_is_near_enough_to_close_a_tier_is_to_be_confirmed(
    cost: int, claims: list[tuple[int, int]]
) -> None:
    near = Bound(place=3, value=98, caps=(0, 0, 0))

    assert unconfirmed([near], (0, 0, 0, cost)) == claims


def test_what_the_solver_comes_to_in_both_of_its_ways_is_told() -> None:
    first = Bound(place=0, value=4, caps=())
    second = Bound(place=0, value=3, caps=(), second=True)

    shown = results((5, 0), first, second, confirmed=False)

    assert shown[0] == (5, 3, TierStatus.UNCONFIRMED)
    assert lags([first, second], 0, (5,))
    assert not lags([second], 0, (5,))


@pytest.mark.parametrize(("above", "bound"), [(1, 4), (2, 4), (3, 0)])
def test_a_bound_says_nothing_of_a_rota_that_costs_more_above(above: int, bound: int) -> None:
    known = [Bound(place=1, value=4, caps=(2,))]

    assert best_bound(known, 1, (above, 9)) == bound


def test_a_cost_that_later_tiers_lowered_to_the_bound_is_proved() -> None:
    bound = Bound(place=0, value=1, caps=())

    assert results((2, 0), bound)[0] == (2, 1, TierStatus.FEASIBLE)
    assert results((1, 0), bound)[0] == (1, 1, TierStatus.OPTIMAL)


def test_the_first_tier_without_proof_is_open() -> None:
    bounds = [Bound(place=0, value=2, caps=()), Bound(place=1, value=4, caps=(2,))]

    assert first_open(bounds, (3, 4)) == 0
    assert first_open(bounds, (2, 5)) == 1
    assert first_open(bounds, (2, 4)) is None


def test_a_bound_that_a_known_lawful_rota_beats_is_refuted() -> None:
    first, second = Bound(place=0, value=2, caps=()), Bound(place=1, value=4, caps=(2,))

    assert [first.refuted_by(costs) for costs in ((2, 4), (1, 9))] == [False, True]
    assert [second.refuted_by(costs) for costs in ((2, 4), (3, 0), (2, 3))] == [False, False, True]


def test_a_refuted_tier_is_doubted_and_bounds_nothing() -> None:
    assert results((2, 0), Bound(place=0, value=2, caps=()), doubted=(0,))[0] == (
        2,
        0,
        TierStatus.DOUBTED,
    )


def test_a_doubted_tier_that_costs_nothing_is_proved_all_the_same() -> None:
    tier = tier_results(TIERS, (0, 0), (), doubted=(0,), seconds={})[0]

    assert (tier.bound, tier.status, tier.gap) == (0, TierStatus.OPTIMAL, 0.0)


def test_a_tier_without_time_nor_proof_was_not_searched() -> None:
    assert results((2, 0), searched=False) == [
        (2, 0, TierStatus.NOT_SEARCHED),
        (0, 0, TierStatus.OPTIMAL),
    ]


def tier(cost: int, bound: int, status: TierStatus) -> tuple[TierResult]:
    return (
        TierResult(tier=1, name="Effectifs", cost=cost, bound=bound, status=status, seconds=1.0),
    )


def summed(*parts: tuple[TierResult]) -> tuple[int, int, TierStatus]:
    (total,) = add_tiers(parts)
    return total.cost, total.bound, total.status


def test_the_sum_is_proved_if_each_part_is_and_doubted_if_one_is() -> None:
    proved, doubted = tier(1, 1, TierStatus.OPTIMAL), tier(2, 0, TierStatus.DOUBTED)

    assert summed(proved, tier(0, 0, TierStatus.OPTIMAL)) == (1, 1, TierStatus.OPTIMAL)
    assert summed(proved, doubted) == (3, 1, TierStatus.DOUBTED)
    unconfirmed = tier(3, 1, TierStatus.UNCONFIRMED)
    assert summed(proved, unconfirmed) == (4, 2, TierStatus.UNCONFIRMED)
    assert summed(proved, tier(3, 1, TierStatus.FEASIBLE)) == (4, 2, TierStatus.FEASIBLE)
    assert summed(proved, tier(3, 0, TierStatus.NOT_SEARCHED)) == (4, 1, TierStatus.NOT_SEARCHED)
