"""What stands is never given up for something worse, and no search of coverage is told of it."""

import threading
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from constraints.law.leave.absences import RULE as ABSENCES
from constraints.wishes.coverage import MINIMUM, TARGET
from constraints.wishes.requests import GOAL as REQUESTS
from scheduler.audit import audit
from scheduler.domain.people import Absence
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.time import day_span
from scheduler.engine import Options, Solution, solve
from scheduler.engine.horizon.planning import plan_horizon
from scheduler.engine.outcome import Unsearched
from scheduler.engine.search.closing import closed
from scheduler.ranking import Ranking
from tests.scheduler.engine.search.searching import PROFILE as ONE
from tests.scheduler.engine.small import JUNE, person, shift, week

PROFILE = replace(
    ONE, person_rules=(*ONE.person_rules, ABSENCES), goals=(MINIMUM, TARGET, REQUESTS)
)
QUICK = Options(seconds=20, processes=1, best_every=0.0)
SHORT = replace(QUICK, effort=0.01)
PEOPLE = (person("ana"), person("bob"), person("cleo", "e"))
SLOTS = tuple(
    shift(day, hour, hour + 7, dispositif=dispositif)
    for day in range(3)
    for hour in (6, 14)
    for dispositif in ("d", "e")
)
PROBLEM = week(PEOPLE, SLOTS)
POSSIBLE = sorted(Assignment(who, slot.id) for who, s in PROBLEM.candidates.items() for slot in s)


def stopped_at_once() -> threading.Event:
    stop = threading.Event()
    stop.set()
    return stop


def solved(standing: Rota, options: Options = SHORT, **more: Any) -> Solution:
    outcome = solve(standing.problem, PROFILE, options, standing=standing, **more)
    assert isinstance(outcome, Solution)
    assert lawful(outcome.rota)
    return outcome


def lawful(rota: Rota) -> bool:
    return not [f for f in audit(rota, PROFILE) if f.blocks]


def one_by_one(seed: int) -> Rota:
    """Return a lawful rota drawn at random."""
    rota = Rota(problem=PROBLEM, assignments=frozenset())
    random = Random(seed)
    for each in random.sample(POSSIBLE, len(POSSIBLE)):
        with_it = rota.changed({each})
        if random.random() < 0.7 and lawful(with_it):
            rota = with_it
    return rota


def unchanged_if_stopped(rota: Rota) -> tuple[Solution, list[frozenset[Assignment]]]:
    shown: list[frozenset[Assignment]] = []
    return solved(rota, QUICK, stop=stopped_at_once(), on_best=shown.append), shown


@pytest.mark.parametrize("seed", range(4))
def test_no_rota_comes_back_that_is_worse_than_the_one_that_stands(seed: int) -> None:
    standing = one_by_one(seed)

    outcome = solved(standing)

    change = Ranking(PROFILE, standing).first_change(outcome.rota)
    assert change is None or change.difference < 0
    assert outcome.unchanged == (outcome.rota.assignments == standing.assignments)


def test_what_is_as_good_as_can_be_is_what_comes_back_and_is_proved() -> None:
    best = solved(Rota(problem=PROBLEM, assignments=frozenset()), QUICK)
    assert not best.unchanged

    again = solved(best.rota, QUICK)

    assert again.unchanged
    assert again.rota.assignments == best.rota.assignments
    assert all(tier.optimal for tier in again.tiers)


def test_stopped_at_once_the_rota_that_stands_is_shown_first_and_comes_back() -> None:
    standing = Rota(
        problem=PROBLEM, assignments=closed(PROBLEM, PROFILE, one_by_one(3).assignments)
    )

    outcome, shown = unchanged_if_stopped(standing)

    assert outcome.unchanged
    assert shown[0] == outcome.rota.assignments == standing.assignments
    # The other part has nothing left to search.
    assert outcome.unsearched == {"e": Unsearched.STANDING}


def test_nothing_is_shown_that_is_worse_than_what_stands() -> None:
    standing = one_by_one(3)
    shown: list[frozenset[Assignment]] = []

    solved(standing, QUICK, on_best=shown.append)

    assert shown[0] == standing.assignments
    for rota in shown:
        change = Ranking(PROFILE, standing).first_change(Rota(problem=PROBLEM, assignments=rota))
        assert change is None or change.difference < 0


def test_of_what_is_unlawful_as_little_goes_as_can_be() -> None:
    # Eight hours of rest between the first two; a day of leave.
    slots = tuple(
        replace(slot, needs=(replace(slot.needs[0], maximum=2),))
        for slot in (shift(0, 14, 22), shift(1, 6, 12), shift(3, 6, 12), shift(4, 6, 12))
    )
    away = Absence(mediator="bob", span=day_span(JUNE.replace(day=4)))
    problem = replace(week((person("ana"), person("bob")), slots), absences=(away,))
    mine = {Assignment("ana", slot.id) for slot in slots}
    theirs = {Assignment("bob", slots[0].id), Assignment("bob", slots[2].id)}
    standing = Rota(problem=problem, assignments=frozenset(mine | theirs))

    outcome, _ = unchanged_if_stopped(standing)

    assert not outcome.unchanged
    gone = standing.assignments - outcome.rota.assignments
    assert Assignment("bob", slots[2].id) in gone
    assert len(gone) == 2
    assert len(gone & {Assignment("ana", slots[0].id), Assignment("ana", slots[1].id)}) == 1


def test_a_better_part_takes_the_place_of_what_stood_and_the_other_stays() -> None:
    full = solved(Rota(problem=PROBLEM, assignments=frozenset()), QUICK).rota
    of_e = frozenset(a for a in full.assignments if a.mediator == "cleo")

    outcome = solved(Rota(problem=PROBLEM, assignments=of_e), QUICK)

    assert not outcome.unchanged
    assert {a for a in outcome.rota.assignments if a.mediator == "cleo"} == of_e
    assert Ranking(PROFILE, full).first_change(outcome.rota) is None


def test_what_is_barred_does_not_come_back() -> None:
    standing = one_by_one(3)
    barred = min(standing.assignments)
    problem = replace(PROBLEM, barred=frozenset({barred}))

    outcome, _ = unchanged_if_stopped(Rota(problem=problem, assignments=standing.assignments))

    assert not outcome.unchanged
    change = Ranking(PROFILE, standing.changed(removed={barred})).first_change(outcome.rota)
    assert change is None or change.difference < 0
    assert barred not in outcome.rota.assignments


def test_a_horizon_by_windows_is_no_worse_than_what_stands() -> None:
    days = tuple(shift(day, 6, 13) for day in range(60))
    problem = week((person("ana"), person("bob")), days, days=60)
    best = plan_horizon(problem, PROFILE, replace(QUICK, seconds=10))
    assert isinstance(best, Solution)
    shown: list[frozenset[Assignment]] = []

    again = plan_horizon(
        problem,
        PROFILE,
        replace(QUICK, whole=1),
        standing=best.rota,
        stop=stopped_at_once(),
        on_best=shown.append,
    )

    assert isinstance(again, Solution)
    assert again.unchanged
    assert shown[0] == best.rota.assignments


def test_a_better_rota_to_start_from_is_kept_where_the_search_is_stopped_at_once() -> None:
    rota = one_by_one(0)
    assert rota.assignments
    nothing = Rota(problem=PROBLEM, assignments=frozenset())

    outcome = solved(nothing, QUICK, hint=rota, stop=stopped_at_once())

    assert outcome.stopped
    assert rota.assignments <= outcome.rota.assignments
    assert not outcome.unchanged
