"""Coverage and changes proved at once come to the best of all rotas, tried one by one."""

from dataclasses import replace
from itertools import product
from random import Random

import pytest

from constraints.house.people.one_place import RULE as ONE_PLACE
from constraints.law.leave.absences import RULE as ABSENCES
from constraints.law.rests.daily_rest_11h import RULE as REST
from constraints.wishes.contract_hours import GOAL as HOURS
from constraints.wishes.coverage import MINIMUM, TARGET
from constraints.wishes.stability import GOAL as STABILITY
from scheduler.domain.people import Absence
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.time import day_span
from scheduler.engine.replan import replanning
from scheduler.engine.search.incumbent import Bound, Costs, best_bound
from scheduler.engine.search.part_search import Budget, PartSearch
from scheduler.engine.search.solving import Effort
from scheduler.engine.search.steps import together
from scheduler.engine.search.steps.confirming import KIND as CONFIRMING
from scheduler.engine.search.steps.confirming import confirm_bounds
from scheduler.engine.search.steps.proving import prove
from scheduler.engine.search.steps.start import start
from scheduler.engine.search.steps.together import KIND, prove_together
from scheduler.engine.tiers import changes_first, searched_tiers
from scheduler.rule import Profile
from tests.scheduler.engine.search.searching import blocking, search_of
from tests.scheduler.engine.small import person, shift, week

PROFILE = replanning(
    Profile(
        name="essai",
        person_rules=(REST, ONE_PLACE, ABSENCES),
        goals=(MINIMUM, TARGET, HOURS, STABILITY),
    ),
    spared=None,
)
PEOPLE = tuple(person(name) for name in ("ana", "bob", "cleo"))
SLOTS = (shift(0, 9, 16), shift(0, 17, 22), shift(1, 7, 12), shift(2, 9, 16))
PLENTY = Budget(deterministic=60)


def drawn(seed: int) -> Problem:
    """Return a week in which somebody who was posted is away."""
    random = Random(seed)
    posts = [Assignment(random.choice(PEOPLE).id, slot.id) for slot in SLOTS]
    problem = replace(week(PEOPLE, SLOTS), previous=frozenset(posts))
    away = random.choice(posts)
    day = problem.slot_of[away.slot].span.day
    return replace(problem, absences=(Absence(mediator=away.mediator, span=day_span(day)),))


def begun(problem: Problem, profile: Profile = PROFILE) -> PartSearch:
    search = search_of(problem, profile)
    start(search, problem.previous)
    return search


def cheapest(search: PartSearch) -> Costs:
    """Return the best costs of all lawful rotas that give a slot to nobody or to one person."""
    names = ("", *(p.id for p in PEOPLE))
    rotas = (
        frozenset(Assignment(who, s.id) for s, who in zip(SLOTS, holders, strict=True) if who)
        for holders in product(names, repeat=len(SLOTS))
    )
    return min(search.measured(rota).costs for rota in rotas if not blocking(search, rota))


@pytest.mark.parametrize("seed", range(8))
def test_one_proof_of_all_tiers_of_changes_meets_the_best_of_all_rotas(seed: int) -> None:
    search = begun(drawn(seed))
    count = changes_first(search.tiers)

    assert count == 5  # both of coverage; late, people, all
    assert prove_together(search, (), replace(PLENTY), each=60)

    assert search.incumbent is not None
    costs, best = search.incumbent.costs, cheapest(search)
    assert costs[:count] == best[:count]
    assert tuple(best_bound(search.bounds, n, costs) for n in range(count)) == best[:count]
    assert blocking(search, search.incumbent.assignments) == []
    assert search.tried[KIND].tries <= 1


@pytest.mark.parametrize("heaviest", [1, together.HEAVIEST])
def test_what_was_proved_at_once_is_confirmed_at_once_or_tier_by_tier(
    heaviest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(3):
        search = begun(drawn(seed))
        assert prove_together(search, (), replace(PLENTY), each=60)
        assert search.incumbent is not None
        costs = search.incumbent.costs
        monkeypatch.setattr(together, "HEAVIEST", heaviest)

        confirm_bounds(search, (), replace(PLENTY), each=60)

        bounds = [best_bound(search.bounds, n, costs, confirmed=True) for n in range(5)]
        assert bounds == list(cheapest(search)[:5])
        open_tiers = sum(cost > 0 for cost in costs[:5])
        tries = search.tried[CONFIRMING].tries if CONFIRMING in search.tried else 0
        assert tries == (open_tiers if heaviest == 1 else min(1, open_tiers))


@pytest.mark.parametrize("heaviest", [1, 40, 2_000])
def test_tiers_too_heavy_for_one_sum_are_proved_by_several(
    heaviest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "HEAVIEST", heaviest)
    for seed in range(3):
        search = begun(drawn(seed))

        assert prove_together(search, (), replace(PLENTY), each=60)

        assert search.incumbent is not None
        assert search.incumbent.costs[:5] == cheapest(search)[:5]


def test_a_proof_that_is_cut_short_leaves_bounds_that_no_rota_beats() -> None:
    for seed in range(3):
        search = begun(drawn(seed))
        best = cheapest(search)

        prove_together(search, (), Budget(deterministic=1e-4), each=1e-4)

        assert not any(bound.refuted_by(best) for bound in search.bounds)


def test_the_most_that_a_tier_can_cost_is_what_its_dearest_rota_costs() -> None:
    search = begun(drawn(0))
    search.model.extend(5)
    dearest = [0] * 5
    for sign in range(5):
        search.model.cap(())
        search.model.close((), None)
        search.model.aim([-int(n == sign) for n in range(5)])
        answer = search.solving.run(search.model.cp, Effort(deterministic=10))
        assert answer.vector is not None
        dearest[sign] = search.model.costs(answer.vector)[sign]

    assert all(search.model.most(n) >= cost for n, cost in enumerate(dearest))
    # Holes: one for each slot, at worst.
    assert search.model.most(0) == dearest[0] == len(SLOTS)


def test_it_is_tried_again_only_with_more_time_and_never_for_what_is_proved() -> None:
    search = begun(drawn(1))
    assert search.incumbent is not None
    prove_together(search, (), Budget(deterministic=1e-4), each=2.0)
    search.begin(None)

    assert not prove_together(search, (), replace(PLENTY), each=2.0)
    assert KIND not in search.tried

    known = tuple(
        Bound(place=n, value=cost, caps=search.incumbent.costs[:n])
        for n, cost in enumerate(search.incumbent.costs)
    )
    assert prove_together(search, known, replace(PLENTY), each=3.0)
    assert KIND not in search.tried


def test_a_month_that_is_planned_from_nothing_is_proved_tier_by_tier() -> None:
    search = search_of(week(PEOPLE, SLOTS), PROFILE)
    start(search, None)
    prove(search, (), range(5), replace(PLENTY), each=10)

    assert KIND not in search.tried


def test_changes_come_first_only_where_nothing_but_coverage_stands_above_them() -> None:
    plain = Profile(name="essai", goals=(MINIMUM, TARGET, HOURS, STABILITY))

    assert changes_first(searched_tiers(plain)) == 0
    assert changes_first(searched_tiers(replanning(plain))) == 5
    assert changes_first(searched_tiers(replanning(plain, spared=0))) == 6
    assert changes_first(searched_tiers(Profile(name="essai", goals=(MINIMUM, HOURS)))) == 0
