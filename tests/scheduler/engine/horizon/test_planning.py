"""A long horizon planned by windows, then whole: lawful, as good as the whole, each window told."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from constraints.house.people.locks import RULE as LOCKS
from constraints.house.people.one_place import RULE as ONE_PLACE
from constraints.house.teams.headcount import RULE as HEADCOUNT
from constraints.house.teams.mandatory import RULE as MANDATORY
from constraints.law.hours.weekly_max_48h import RULE as WEEK
from constraints.law.rests.daily_rest_11h import RULE as REST
from constraints.wishes.contract_hours import GOAL as HOURS
from constraints.wishes.coverage import MINIMUM, TARGET
from constraints.wishes.stability import GOAL as STABILITY
from scheduler.audit import audit
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.problem import Assignment, Lock, Problem
from scheduler.domain.sharing.hours import hours
from scheduler.domain.time import days_span
from scheduler.engine import Infeasible, Options, Progress, Solution, solve
from scheduler.engine.horizon.planning import plan_horizon
from scheduler.engine.horizon.rolling import Rolling
from scheduler.engine.replan import changes, replan
from scheduler.rule import Profile
from tests.scheduler.engine.small import person, shift_on

PROFILE = Profile(
    name="essai",
    person_rules=(REST, ONE_PLACE, WEEK),
    team_rules=(MANDATORY, LOCKS, HEADCOUNT),
    goals=(MINIMUM, TARGET, HOURS, STABILITY),
)
#: Windows, however small the parts.
WINDOWS = Options(seconds=20, effort=1.0, processes=1, whole=0)
FIRST, LAST = date(2026, 5, 18), date(2026, 6, 14)
JUNE = date(2026, 6, 1)
TEAM = (person("ana"), person("bob"))


def weekdays(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5]


SLOTS = tuple(shift_on(day, hour, 7) for day in weekdays(FIRST, LAST) for hour in (7, 14))
SPRING = Problem(horizon=days_span(FIRST, LAST), mediators=TEAM, slots=SLOTS, known_since=FIRST)


def planned(problem: Problem, options: Options = WINDOWS, profile: Profile = PROFILE) -> Solution:
    outcome = plan_horizon(problem, profile, options)
    assert isinstance(outcome, Solution)
    assert list(outcome.findings) == audit(outcome.rota, profile)
    assert [f for f in outcome.findings if f.blocks] == []
    return outcome


@pytest.mark.long
def test_windows_then_the_whole_cost_what_the_proved_whole_costs() -> None:
    outcome = planned(SPRING)
    alone = solve(SPRING, PROFILE, replace(WINDOWS, effort=4.0))

    assert isinstance(alone, Solution)
    assert [tier.cost for tier in outcome.tiers] == [tier.cost for tier in alone.tiers]
    assert all(tier.optimal for tier in alone.tiers)


def test_each_window_is_told_with_its_dates_slots_costs_and_bounds() -> None:
    outcome = planned(SPRING)

    windows = [(w.window.days[0], w.window.days[-1], w.slots) for w in outcome.windows]
    may, june = weekdays(FIRST, JUNE - timedelta(days=1)), weekdays(JUNE, LAST)
    assert windows == [
        (FIRST, JUNE - timedelta(days=1), 2 * len(may)),
        (JUNE, LAST, 2 * len(june)),
    ]
    assert [[t.tier for t in w.tiers] for w in outcome.windows] == [[1, 2, 3, 7]] * 2
    assert [w.tiers[0].cost for w in outcome.windows] == [0, 0]
    assert all(t.bound <= t.cost for w in outcome.windows for t in w.tiers)


def test_who_follows_is_told_which_window_is_solved_then_that_it_is_the_whole() -> None:
    heard: list[Progress] = []
    assert isinstance(plan_horizon(SPRING, PROFILE, WINDOWS, on_progress=heard.append), Solution)

    places = [(news.place, news.windows, news.window is None) for news in heard]
    assert list(dict.fromkeys(places)) == [(1, 2, False), (2, 2, False), (0, 2, True)]


def test_by_the_clock_every_window_has_its_turn_before_any_is_searched_again() -> None:
    heard: list[Progress] = []
    options = Options(seconds=20, processes=1, whole=0)
    outcome = plan_horizon(SPRING, PROFILE, options, on_progress=heard.append)

    assert isinstance(outcome, Solution)
    places = [news.place for news in heard]
    turns = [place for before, place in pairwise([-1, *places]) if place != before]
    assert turns == [1, 2, 1, 2, 0]
    assert [tier.cost for tier in outcome.tiers] == [tier.cost for tier in planned(SPRING).tiers]


def test_coverage_is_proved_after_the_windows_which_prove_their_own_alone() -> None:
    outcome = planned(SPRING)

    assert outcome.covered_after is not None
    assert sum(w.seconds for w in outcome.windows) <= outcome.covered_after <= outcome.seconds


def test_a_horizon_that_is_small_enough_has_no_windows() -> None:
    assert planned(SPRING, replace(WINDOWS, whole=10_000)).windows == ()


def test_the_same_rota_comes_twice() -> None:
    assert planned(SPRING).rota.assignments == planned(SPRING).rota.assignments


def test_progress_names_its_window_and_time_goes_on_from_one_to_the_next() -> None:
    news: list[Progress] = []
    outcome = plan_horizon(SPRING, PROFILE, WINDOWS, on_progress=news.append)

    assert isinstance(outcome, Solution)
    spans = list(dict.fromkeys(n.window for n in news))
    assert spans == [*(w.window for w in outcome.windows), None]
    last = {span: max(n.elapsed for n in news if n.window == span) for span in spans}
    assert sorted(last.values()) == list(last.values())


def test_the_best_so_far_holds_all_windows_up_to_the_running_one() -> None:
    kept: list[frozenset[Assignment]] = []
    plan_horizon(SPRING, PROFILE, WINDOWS, on_best=kept.append)

    months = [{SPRING.slot_of[a.slot].span.day.month for a in best} for best in kept]
    assert next(month for month in months if month) == {5}
    assert months[-1] == {5, 6}


def test_a_stop_in_the_first_window_keeps_what_it_has() -> None:
    stop = threading.Event()
    stop.set()
    outcome = plan_horizon(SPRING, PROFILE, WINDOWS, stop=stop)

    assert isinstance(outcome, Solution)
    assert (outcome.stopped, outcome.windows) == (True, ())


def test_a_cancelled_plan_gives_nothing() -> None:
    cancel = threading.Event()
    cancel.set()

    assert not isinstance(plan_horizon(SPRING, PROFILE, WINDOWS, cancel=cancel), Solution)


def test_a_window_that_has_no_rota_leaves_the_whole_to_say_why() -> None:
    # Both want the person at once: no rota of June holds both, hence none of the whole.
    clash = (shift_on(JUNE, 8, 7, mandatory=True), shift_on(JUNE, 9, 7, mandatory=True))
    of = replace(SPRING, mediators=TEAM[:1], slots=(*SLOTS, *clash))

    outcome = plan_horizon(of, PROFILE, WINDOWS)

    assert isinstance(outcome, Infeasible)


def test_what_a_window_leaves_impossible_for_the_next_is_undone_by_the_whole() -> None:
    # Whoever holds the last evening of May rests when the mandatory morning comes.
    evening = shift_on(JUNE - timedelta(days=1), 16, 7)
    morning = shift_on(JUNE, 6, 7, mandatory=True)
    of = replace(SPRING, mediators=TEAM[:1], slots=(evening, morning))

    outcome = plan_horizon(of, PROFILE, WINDOWS)

    assert isinstance(outcome, Solution)
    assert {a.slot for a in outcome.rota.assignments} == {morning.id}
    assert len(outcome.windows) == 1


def test_a_lock_at_the_border_of_two_windows_is_kept_free_by_the_first() -> None:
    # All of June are at work at 6 on the first: nobody of them can hold the last evening of May.
    evening, morning = shift_on(JUNE - timedelta(days=1), 16, 7), shift_on(JUNE, 6, 7, need=2)
    locks = tuple(Lock(mediator=m.id, slot=morning.id, by="Léa", why="relève") for m in TEAM)
    of = replace(SPRING, slots=(*SLOTS, evening, morning), locks=locks)

    outcome = planned(of)

    assert [w.tiers[0].cost for w in outcome.windows] == [1, 1]


def test_windows_after_one_that_nothing_fits_are_planned_too() -> None:
    # Whoever holds the last evening of May rests when the mandatory morning comes.
    evening = shift_on(JUNE - timedelta(days=1), 16, 7)
    morning = shift_on(JUNE, 6, 7, mandatory=True)
    july = shift_on(date(2026, 7, 15), 8, 7)
    horizon = days_span(FIRST, date(2026, 7, 31))
    of = replace(SPRING, horizon=horizon, mediators=TEAM[:1], slots=(evening, morning, july))

    outcome = plan_horizon(of, PROFILE, WINDOWS)

    assert isinstance(outcome, Solution)
    assert {a.slot for a in outcome.rota.assignments} == {morning.id, july.id}
    assert [w.window.days[0].month for w in outcome.windows] == [5, 7]


def test_a_window_that_has_hardly_worked_may_work_a_second_when_its_turn_comes_again() -> None:
    rolling = Rolling(Options(seconds=20, processes=1), None, None, None, None)

    assert rolling._options(4.0, 10.0, again=True).processor == 1.0


@pytest.mark.parametrize("again", [False, True])
def test_windows_share_the_seconds_of_processor_where_these_are_bounded(again: bool) -> None:
    rolling = Rolling(Options(seconds=900, processor=20.0), None, None, None, None)

    options = rolling._options(4.0, 14.0, again=again)

    assert (options.processor, options.only_coverage) == (4.0, not again)
    assert options.seconds > 899.0


def test_the_whole_has_the_seconds_of_processor_that_its_windows_leave() -> None:
    heard: list[Progress] = []
    options = Options(seconds=900, processor=6.0, processes=1, whole=0)
    outcome = plan_horizon(SPRING, PROFILE, options, on_progress=heard.append)

    assert isinstance(outcome, Solution)
    places = [news.place for news in heard]
    assert [place for before, place in pairwise([-1, *places]) if place != before][:2] == [1, 2]
    assert places[-1] == 0
    assert [tier.cost for tier in outcome.tiers] == [tier.cost for tier in planned(SPRING).tiers]


def test_replanning_several_months_changes_as_little_as_can_be() -> None:
    standing = planned(SPRING).rota
    outcome = replan(standing, PROFILE, WINDOWS)

    assert isinstance(outcome, Solution)
    change = changes(standing, outcome.rota)
    assert (change.added, change.removed) == (frozenset(), frozenset())
    assert len(outcome.windows) == 2


@pytest.mark.parametrize("annual", [399, 427, 462])
def test_annual_hours_are_met_within_their_band_over_a_quarter(annual: int) -> None:
    first, last = date(2027, 1, 1), date(2027, 3, 31)
    (contract,) = TEAM[0].contracts
    # A contract of the quarter owes what its share of the year asks for.
    quarter = replace(
        contract,
        start=first,
        end=last,
        basis=HoursBasis.YEAR,
        annual_minutes=annual * 60 * 365 // 90,
    )
    of = Problem(
        horizon=days_span(first, last),
        mediators=(replace(TEAM[0], contracts=(quarter,)),),
        slots=tuple(shift_on(day, hour, 7) for day in weekdays(first, last) for hour in (7, 14)),
        known_since=first,
    )
    rota = planned(of, profile=replace(PROFILE, goals=(HOURS,))).rota

    (ana,) = of.mediators
    mine = hours(rota, ana)
    assert abs(mine.planned - mine.due) <= HOURS.equal
    assert abs(mine.due - annual * 60) <= 60
    by_month = [
        sum(of.slot_of[a.slot].duty.paid for a in rota.assignments if f"-{month:02d}-" in a.slot)
        for month in (1, 2, 3)
    ]
    assert min(by_month) > 0.25 * annual * 60
