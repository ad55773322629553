"""The rota with the fewest changes is the best of all rotas, tried one by one."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import product
from random import Random

import pytest

from constraints.house.people.locks import RULE as LOCKS
from constraints.house.people.one_place import RULE as ONE_PLACE
from constraints.house.teams.binome_size import RULE as BINOME
from constraints.house.teams.fixed_pairs import RULE as FIXED_PAIRS
from constraints.law.hours.modulation_notice import RULE as NOTICE
from constraints.law.leave.absences import RULE as ABSENCES
from constraints.law.on_call.oncall_notice import RULE as CALLED
from constraints.law.part_time.part_time_notice import RULE as PART_TIME
from constraints.law.rests.daily_rest_11h import RULE as REST
from constraints.wishes.coverage import MINIMUM
from constraints.wishes.stability import GOAL as STABILITY
from scheduler.audit import audit
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.people import Absence, Pair, PairKind
from scheduler.domain.problem import Assignment, Lock
from scheduler.domain.rota import Rota
from scheduler.domain.time import at, day_span, minute_at
from scheduler.engine import Options, Solution
from scheduler.engine.replan import changes, changes_proved, replan, short_notices
from scheduler.rule import Profile
from tests.scheduler.engine.small import JUNE, person, shift, week

PROFILE = Profile(
    name="essai",
    person_rules=(REST, ONE_PLACE, ABSENCES, NOTICE, PART_TIME, CALLED),
    team_rules=(LOCKS,),
    goals=(MINIMUM, STABILITY),
)
QUICK = Options(seconds=10, workers=1, effort=5.0)
TOLD = JUNE - timedelta(days=5)
YEARLY = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), basis=HoursBasis.YEAR)
PARTLY = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=30 * 60)
PEOPLE = (
    person("ana"),
    replace(person("bob"), contracts=(YEARLY,)),
    replace(person("cleo"), contracts=(PARTLY,)),
)
SLOTS = (
    shift(0, 9, 16),
    shift(0, 17, 22),
    shift(1, 7, 12),
    shift(3, 9, 16),
    shift(3, 13, 20),
)


def drawn(seed: int) -> Rota:
    """Return a lawful week that somebody's absence disturbs."""
    random = Random(seed)
    problem = week(PEOPLE, SLOTS)
    empty = Rota(problem=problem, assignments=frozenset())
    lawful = [rota for rota in every_rota(empty) if not blocked(rota)]
    standing = random.choice([rota for rota in lawful if len(rota.assignments) > 3])
    away = random.choice(sorted(standing.assignments))
    day = problem.slot_of[away.slot].span.day
    absence = Absence(mediator=away.mediator, span=day_span(day))
    locked = random.choice(sorted(standing.assignments))
    locks = (
        ()
        if problem.slot_of[locked.slot].span.day == day and locked.mediator == away.mediator
        else (Lock(mediator=locked.mediator, slot=locked.slot, by="Nora Bel", why=""),)
    )
    changed = replace(problem, absences=(absence,), locks=locks, previous=standing.assignments)
    return Rota(problem=changed, assignments=standing.assignments)


def every_rota(of: Rota) -> list[Rota]:
    names = [m.id for m in of.problem.mediators]
    return [
        Rota(
            problem=of.problem,
            assignments=frozenset(
                Assignment(who, slot.id)
                for slot, who in zip(of.problem.slots, holders, strict=True)
                if who
            ),
        )
        for holders in product(["", *names], repeat=len(of.problem.slots))
    ]


def blocked(rota: Rota) -> bool:
    return any(finding.blocks for finding in audit(rota, PROFILE))


def late_days() -> set[tuple[str, date]]:
    """
    Return the days within each person's notice of a change told on Wednesday 27 May, by hand.

    Ana, by the week: seven days. Bob, by the year: seven clear days. Cléo, part-time: seven working
    days, the last of them Friday 5 June.
    """
    notice = {"ana": 2, "bob": 3, "cleo": 5}
    return {(who, JUNE + timedelta(days=n)) for who, days in notice.items() for n in range(days)}


def cost(rota: Rota, standing: Rota, until: datetime | None = None) -> tuple[int, ...]:
    """Count early changes, holes, changes told late, people and changes, by hand."""
    slots, late = rota.problem.slot_of, late_days()
    days: dict[tuple[str, date], list[int]] = {}
    early: dict[tuple[str, date], list[int]] = {}
    for side, some in enumerate(
        (standing.assignments - rota.assignments, rota.assignments - standing.assignments)
    ):
        for a in some:
            span = slots[a.slot].span
            days.setdefault((a.mediator, span.day), [0, 0])[side] += 1
            if until is not None and span.start < until:
                early.setdefault((a.mediator, span.day), [0, 0])[side] += 1
    return (
        sum(map(max, early.values())),
        len(SLOTS) - len({a.slot for a in rota.assignments}),
        sum(max(pair) for key, pair in days.items() if key in late),
        len({who for who, _ in days}),
        sum(map(max, days.values())),
    )


def test_each_persons_notice_is_the_one_that_the_rules_know() -> None:
    standing = Rota(problem=week(PEOPLE, SLOTS), assignments=frozenset())

    late = {(n.mediator, n.day) for n in short_notices(standing, PROFILE, TOLD) if not n.standby}

    assert late == late_days()


def test_a_standby_is_changed_late_for_fifteen_days_and_never_in_the_past() -> None:
    standing = Rota(problem=week(PEOPLE, SLOTS), assignments=frozenset())

    for announced, days in (
        (TOLD, 7),
        (JUNE - timedelta(days=15), 1),
        (JUNE + timedelta(days=5), 2),
    ):
        notices = short_notices(standing, PROFILE, announced)
        assert sum(n.standby and n.mediator == "ana" for n in notices) == days


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("until", [None, at(JUNE + timedelta(days=1), time(7, 1))])
def test_no_lawful_rota_comes_before_it_in_the_order_of_changes(
    seed: int, until: datetime | None
) -> None:
    standing = drawn(seed)
    spared = None if until is None else minute_at(until)

    outcome = replan(standing, PROFILE, QUICK, announced=TOLD, spared=spared)

    assert isinstance(outcome, Solution)
    assert all(tier.optimal for tier in outcome.tiers)
    lawful = [rota for rota in every_rota(standing) if not blocked(rota)]
    assert cost(outcome.rota, standing, until) == min(cost(r, standing, until) for r in lawful)
    locked = {Assignment(lock.mediator, lock.slot) for lock in standing.problem.locks}
    assert locked <= outcome.rota.assignments


TEAM = tuple(person(name) for name in ("ana", "bob", "cleo", "dan", "eve"))
BOTH = tuple(
    replace(shift(day, 9, 16, need=2, dispositif="d"), id=f"{day}{team}", binome=True)
    for day in range(2)
    for team in "ab"
)
PAIRED = replace(PROFILE, team_rules=(LOCKS, FIXED_PAIRS, BINOME))


def paired(*absent: tuple[str, int]) -> Rota:
    """Return two days of two pairs, Ana and Bob (for ever), Cléo and Dan; these are away then."""
    pair = Pair(first="ana", second="bob", kind=PairKind.TOGETHER)
    assignments = frozenset(
        Assignment(who, f"{day}{team}")
        for day in range(2)
        for team, members in (("a", ("ana", "bob")), ("b", ("cleo", "dan")))
        for who in members
    )
    absences = tuple(
        Absence(mediator=who, span=day_span(JUNE + timedelta(days=day))) for who, day in absent
    )
    problem = replace(week(TEAM, BOTH), pairs=(pair,), absences=absences, previous=assignments)
    return Rota(problem=problem, assignments=assignments)


@pytest.mark.parametrize(
    ("absent", "added", "removed"),
    [
        # Whoever is free completes the pair for the day, and it is together again on the next.
        ((("ana", 0),), {("eve", "0a")}, {("ana", "0a")}),
        # Nobody is free: the pair's post is empty, rather than another pair's.
        ((("ana", 0), ("eve", 0)), set(), {("ana", "0a"), ("bob", "0a")}),
        # Both are away: nobody moves from the other pair to make half a team.
        ((("ana", 0), ("bob", 0)), set(), {("ana", "0a"), ("bob", "0a")}),
    ],
)
def test_when_a_partner_is_away_no_other_team_changes(
    absent: tuple[tuple[str, int], ...],
    added: set[tuple[str, str]],
    removed: set[tuple[str, str]],
) -> None:
    standing = paired(*absent)

    outcome = replan(standing, PAIRED, QUICK, announced=TOLD)

    assert isinstance(outcome, Solution)
    assert changes_proved(outcome, PAIRED)
    change = changes(standing, outcome.rota)
    assert {(a.mediator, a.slot) for a in change.added} == added
    assert {(a.mediator, a.slot) for a in change.removed} == removed
