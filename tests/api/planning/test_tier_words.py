"""What is said of how far a goal was met is compared with every lawful rota of a small month."""

import re
from itertools import chain, combinations

import pytest

from api.planning.summary import tier_short, tier_words
from constraints.registry import base
from scheduler.audit import audit
from scheduler.domain.people import Absence, Wish
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need
from scheduler.engine import Options, Solution, TierResult, TierStatus, solve
from tests.constraints.small import person, problem, slot, span

PROFILE = base()
TWO = Need(minimum=1, target=2, maximum=2)
WITHIN = re.compile(r"évitable à (\d+) % au plus")
SHORT = re.compile(r"≤ (\d+) %")
NOT_SEARCHED = "non cherché, faute de temps"


def months() -> dict[str, Problem]:
    """Return small months: enough people, too few for a shift, and a wish that can't be granted."""
    team = [person("ana"), person("bob"), person("cleo")]
    nights = [slot(f"n{n}", f"0{n} 21:30", f"0{n + 1} 06:00", need=TWO) for n in (2, 3, 4)]
    days = [slot(f"d{n}", f"0{n} 09:00", f"0{n} 16:00", need=TWO) for n in (2, 3)]
    away = Absence(mediator="ana", span=span("02 00:00", "04 00:00"))
    rest = Wish(mediator="bob", span=span("02 00:00", "03 00:00"))
    return {
        "nights": problem(team, nights),
        "away": problem(team[:2], [*days, nights[0]], absences=(away,)),
        "wish": problem(team, [*days, nights[2]], wishes=(rest,)),
    }


def ranks(rota: Rota) -> tuple[int, ...]:
    """Return the cost of each tier, the first tier first."""
    numbers = sorted({goal.tier for goal in PROFILE.goals})
    return tuple(
        sum(goal.measure(rota) for goal in PROFILE.goals if goal.tier == number)
        for number in numbers
    )


def lawful_ranks(of: Problem) -> set[tuple[int, ...]]:
    """Return the costs of every lawful rota, whoever holds what."""
    pairs = [Assignment(who, each.id) for who, mine in of.candidates.items() for each in mine]
    every = chain.from_iterable(combinations(pairs, size) for size in range(len(pairs) + 1))
    rotas = (Rota(problem=of, assignments=frozenset(some)) for some in every)
    return {ranks(rota) for rota in rotas if not any(f.blocks for f in audit(rota, PROFILE))}


def no_worse(other: tuple[int, ...], mine: tuple[int, ...], place: int) -> bool:
    """Whether costs are as low in each of the tiers above a place."""
    return all(theirs <= own for theirs, own in zip(other[:place], mine[:place], strict=True))


def check(tier: TierResult, least: int) -> str:
    """Compare what is said of a tier with the least that any rota no worse above costs in it."""
    words, short = tier_words(tier), tier_short(tier)
    percent, brief = WITHIN.fullmatch(words), SHORT.fullmatch(short)
    if words == "prouvé optimal":
        assert least == tier.cost
        assert short == "prouvé"
    elif percent and brief:
        # The distance is told as a share of the cost that is shown.
        assert 100 * (tier.cost - least) <= int(percent[1]) * tier.cost
        assert percent[1] == brief[1]
    else:
        assert words == NOT_SEARCHED or words.startswith(("écart inconnu", "preuve écartée"))
        assert short == "?"
    assert (words == NOT_SEARCHED) is (tier.status is TierStatus.NOT_SEARCHED)
    assert tier.bound <= least or tier.status is TierStatus.DOUBTED
    return words


@pytest.mark.parametrize("status", [TierStatus.FEASIBLE, TierStatus.NOT_SEARCHED])
def test_what_is_said_is_true_wherever_the_best_lies_above_the_bound(status: TierStatus) -> None:
    for cost in range(1, 41):
        for bound in range(cost):
            tier = TierResult(
                tier=1, name="Couverture", cost=cost, bound=bound, status=status, seconds=1.0
            )
            for least in range(bound, cost + 1):
                check(tier, least)
            # No percentage less would be true, were the best as low as the bound.
            if percent := WITHIN.fullmatch(tier_words(tier)):
                assert 100 * (cost - bound) > (int(percent[1]) - 1) * cost


@pytest.mark.long
@pytest.mark.parametrize("name", list(months()))
def test_no_lawful_rota_is_better_than_what_is_said_of_each_tier(name: str) -> None:
    of = months()[name]
    every = lawful_ranks(of)

    for effort in (1e-9, 0.02, 5.0):
        outcome = solve(of, PROFILE, Options(effort=effort, processes=1))
        assert isinstance(outcome, Solution)
        mine = ranks(outcome.rota)
        assert mine in every
        assert tuple(tier.cost for tier in outcome.tiers) == mine
        words = [
            check(tier, min(other[place] for other in every if no_worse(other, mine, place)))
            for place, tier in enumerate(outcome.tiers)
        ]
    # With time enough all is proved, and the rota is the first of all by its ranks.
    assert set(words) == {"prouvé optimal"}
    assert mine == min(every)
