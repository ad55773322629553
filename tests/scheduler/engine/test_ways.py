"""Both ways of searching, by the clock and by deterministic time, keep what a rota must keep."""

from collections import Counter
from dataclasses import replace

import pytest

from constraints.house.people.locks import RULE as LOCKS
from constraints.house.people.one_place import RULE as ONE_PLACE
from constraints.house.teams.headcount import RULE as HEADCOUNT
from constraints.house.teams.mandatory import RULE as MANDATORY
from constraints.law.leave.absences import RULE as ABSENCES
from constraints.law.rests.daily_rest_11h import RULE as REST
from constraints.wishes.coverage import MINIMUM, TARGET
from constraints.wishes.same_places import GOAL as PLACES
from constraints.wishes.stability import GOAL as STABILITY
from scheduler.audit import audit
from scheduler.domain.people import Absence
from scheduler.domain.problem import Assignment, Lock, Problem, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.time import day_span
from scheduler.engine import Options, Solution, solve
from scheduler.engine.replan import changes, changes_proved, replan
from scheduler.rule import Profile
from tests.scheduler.engine.small import JUNE, person, shift, week

PROFILE = Profile(
    name="essai",
    person_rules=(REST, ONE_PLACE, ABSENCES),
    team_rules=(MANDATORY, LOCKS, HEADCOUNT),
    goals=(MINIMUM, TARGET, PLACES, STABILITY),
)
WAYS = pytest.mark.parametrize(
    "options",
    [Options(seconds=10, effort=2.0), Options(seconds=10), Options(seconds=10, processes=1)],
    ids=["deterministic", "clock", "one process"],
)
EVENING, MORNING = shift(0, 14, 22), shift(1, 6, 12)
TEAM = tuple(person(name) for name in ("ana", "bob", "cleo"))
SLOTS = tuple(shift(day, hour, hour + 7) for day in range(5) for hour in (6, 14))


def planned(problem: Problem, options: Options, hint: Rota | None = None) -> Solution:
    """Plan, and check that the audit blocks nothing."""
    outcome = solve(problem, PROFILE, options, hint=hint)
    assert isinstance(outcome, Solution)
    assert not [f for f in audit(outcome.rota, PROFILE) if f.blocks and not f.inherited]
    assert list(outcome.findings) == audit(outcome.rota, PROFILE)
    return outcome


@WAYS
def test_a_lock_is_kept_though_the_other_choice_covers_more(options: Options) -> None:
    lock = Lock(mediator="ana", slot=MORNING.id, by="Nora", why="réunion")
    slots = (EVENING, MORNING, shift(1, 9, 15))  # the first and the last, without the lock
    outcome = planned(replace(week(TEAM[:1], slots), locks=(lock,)), options)

    assert outcome.rota.assignments == {Assignment("ana", MORNING.id)}
    assert [tier.optimal for tier in outcome.tiers] == [True] * 4


@WAYS
def test_a_mandatory_slot_is_filled_rather_than_two_others(options: Options) -> None:
    slots = (EVENING, replace(MORNING, mandatory=True))
    outcome = planned(week(TEAM[:1], slots), options)

    assert outcome.rota.assignments == {Assignment("ana", MORNING.id)}


@WAYS
def test_the_history_is_respected(options: Options) -> None:
    late = shift(0, 14, 22)
    past = Worked(mediator="ana", duty=replace(late.duty, decided=False))
    outcome = planned(replace(week(TEAM[:1], (MORNING,)), history=(past,)), options)

    assert outcome.rota.assignments == frozenset()
    assert (outcome.tiers[0].cost, outcome.tiers[0].optimal) == (1, True)


@WAYS
def test_a_search_resumes_from_a_rota_and_never_returns_a_worse_one(options: Options) -> None:
    problem = week(TEAM, SLOTS)
    first = planned(problem, options)
    again = planned(problem, options, first.rota)

    costs = [[tier.cost for tier in outcome.tiers] for outcome in (first, again)]
    assert costs[1] <= costs[0]


@WAYS
def test_after_an_absence_the_changes_are_proved_fewest(options: Options) -> None:
    problem = week(TEAM, SLOTS)
    standing = planned(problem, options).rota
    gone = min(standing.assignments)
    day = (problem.slot_of[gone.slot].span.day - JUNE).days
    lost = {
        a
        for a in standing.assignments
        if a.mediator == gone.mediator and problem.slot_of[a.slot].span.day.day == day + 1
    }
    absence = Absence(mediator=gone.mediator, span=day_span(problem.slot_of[gone.slot].span.day))
    before = replace(standing, problem=replace(problem, absences=(absence,)))

    outcome = replan(before, PROFILE, options)

    assert isinstance(outcome, Solution)
    assert changes(before, outcome.rota).removed >= lost
    assert changes_proved(outcome, PROFILE)
    tier = next(t for t in outcome.tiers if t.name == STABILITY.title)
    change = changes(before, outcome.rota)
    slots = problem.slot_of
    gone_days, come_days = (
        Counter((a.mediator, slots[a.slot].span.day) for a in some)
        for some in (change.removed, change.added)
    )
    assert tier.cost == (gone_days | come_days).total()
