"""What a forfait in days sets aside, rule by rule (L3121-62), and what it leaves (L3131-1…)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from ortools.sat.python import cp_model

from constraints.agreements.terms import Applied, Term
from constraints.registry import profile_of
from scheduler.audit import audit, audit_person
from scheduler.dated import Source
from scheduler.domain.duty import Break, Duty
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.employment.employer import Employer, Notice, NoticeKind, Solidarity
from scheduler.domain.people import Mediator
from scheduler.engine.build import build_person
from scheduler.finding import Severity, Verdict
from tests.constraints.law.forfaits import forfait, in_days, who
from tests.constraints.law.make import ADULT, duty, past, pause, rota, timeline

MONDAY = date(2026, 6, 15)
SUNDAY = date(2026, 6, 21)
ALLOWED = Term(
    rule="forfait_days_cap",
    parameter="limit",
    value=218,
    source=Source("Accord d’entreprise", "art. 4"),
)
CODE = profile_of((), (ALLOWED,))
ECLAT = profile_of((Applied(agreement="eclat"),), (ALLOWED,))
IN_DAYS = who()


def shifts(hours: str, days: int = 1, since: date = MONDAY, *, noon: bool = True) -> list[Duty]:
    """Shifts of the same hours on days that follow each other; an hour off at 13:00, if `noon`."""
    dates = [since + timedelta(days=n) for n in range(days)]
    late = hours.split()[1] > "19:30"

    def pauses(day: date) -> tuple[Break, ...]:
        evening = (pause(20, f"{day} 18:00"),) if late else ()
        return (pause(60, f"{day} 13:00"), *evening) if noon else ()

    return [duty(f"{day} {hours}", *pauses(day)) for day in dates]


def wrong(person: Mediator, duties: list[Duty], profile: Any = CODE, **options: Any) -> set[str]:
    """The Code's rules that find something of a week, notes apart, but for the imposed hours."""
    options = {"first": MONDAY, "last": SUNDAY} | options
    line = timeline(*duties, who=person, **options)
    return {
        f.rule
        for f in audit_person(line, profile)
        if f.verdict is not Verdict.NOTE
        and f.severity is not Severity.HOUSE
        and f.rule != "forfait_days_agreement"
    }


@pytest.mark.parametrize(
    ("duties", "in_hours", "by_the_day"),
    [
        # Ten hours of work, then ten hours and a minute: the day's maximum is set aside.
        (shifts("08:00 19:00"), set(), set()),
        (shifts("08:00 19:01"), {"daily_max_10h"}, set()),
        # Thirteen hours from first start to last end, then a minute more: rest of 11 h stays.
        (shifts("08:00 21:00"), {"daily_max_10h"}, set()),
        (shifts("08:00 21:01"), {"daily_max_10h", "daily_span_13h"}, {"daily_span_13h"}),
        # Two days with 11 hours between, then a minute less.
        (
            [*shifts("12:00 21:00"), *shifts("08:00 12:00", 1, date(2026, 6, 16), noon=False)],
            set(),
            set(),
        ),
        (
            [*shifts("12:00 21:01"), *shifts("08:00 12:00", 1, date(2026, 6, 16), noon=False)],
            {"daily_rest_11h"},
            {"daily_rest_11h"},
        ),
        # Forty-eight hours in a week, then a minute more: the week's maximum is set aside.
        (
            [*shifts("08:00 18:00", 5), *shifts("08:00 11:00", 1, date(2026, 6, 20), noon=False)],
            set(),
            set(),
        ),
        (
            [*shifts("08:00 18:00", 5), *shifts("08:00 11:01", 1, date(2026, 6, 20), noon=False)],
            {"weekly_max_48h"},
            set(),
        ),
        # Six hours without a break: L3121-16 isn't set aside.
        (shifts("08:00 13:59", noon=False), set(), set()),
        (shifts("08:00 14:00", noon=False), {"break_20min"}, {"break_20min"}),
        # Seven days: six at most, and a weekly rest, Sunday included.
        (
            shifts("09:00 11:00", 7, noon=False),
            {"six_days_per_week", "sunday_rest", "weekly_rest_35h"},
            {"six_days_per_week", "sunday_rest", "weekly_rest_35h"},
        ),
    ],
)
def test_what_is_set_aside_and_what_stays(
    duties: list[Duty], in_hours: set[str], by_the_day: set[str]
) -> None:
    assert wrong(ADULT, duties) == in_hours
    assert wrong(IN_DAYS, duties) == by_the_day


def test_weeks_of_45_hours_average_over_44_for_hours_alone() -> None:
    since = date(2026, 6, 15)
    duties = [
        shift
        for week in range(12)
        for shift in shifts("08:00 18:00", 5, since + timedelta(weeks=week))
    ]

    last: Any = {"first": date(2026, 8, 31), "last": date(2026, 9, 6)}

    assert wrong(ADULT, duties, **last) == {"avg12_44h"}
    assert wrong(IN_DAYS, duties, **last) == set()


def test_overtime_and_its_quota_are_nobodys_in_days() -> None:
    week = shifts("08:00 18:00", 5)

    def noted(person: Mediator) -> set[str]:
        line = timeline(*week, who=person, first=MONDAY, last=SUNDAY)
        return {f.rule for f in audit_person(line, CODE)} & {"legal_35h_overtime"}

    assert noted(ADULT) == {"legal_35h_overtime"}
    assert noted(IN_DAYS) == set()


def test_the_night_workers_own_limits_stay() -> None:
    """L3122-6 and L3122-7 aren't among what L3121-62 sets aside."""
    declared = replace(IN_DAYS, night_worker=True, night_worker_since=date(2020, 1, 1))
    nights = [duty("2026-06-15 21:00 05:30", pause(30, "2026-06-16 01:00"))]
    longer = [duty("2026-06-15 21:00 05:31", pause(30, "2026-06-16 01:00"))]

    assert "night_worker_daily_8h" not in wrong(declared, nights)
    assert "night_worker_daily_8h" in wrong(declared, longer)


def test_eclat_lets_the_day_of_a_forfait_span_thirteen_hours() -> None:
    """Twelve hours for everybody else (5.3, 5.5.3.1)."""

    def spans(hours: str, person: Mediator) -> bool:
        return "daily_span_13h" in wrong(person, shifts(hours), ECLAT)

    assert [spans("08:00 20:00", ADULT), spans("08:00 20:01", ADULT)] == [False, True]
    assert [spans("08:00 21:00", IN_DAYS), spans("08:00 21:01", IN_DAYS)] == [False, True]


def test_a_contract_changed_within_a_week_counts_the_hours_of_its_own_days() -> None:
    """In hours up to Wednesday: a day of eleven hours is wrong on Wednesday, and not after."""
    hours = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), end=date(2026, 6, 17))
    person = who(hours, in_days(start=date(2026, 6, 18)))
    wednesday = shifts("08:00 20:00", 1, date(2026, 6, 17))
    thursday = shifts("08:00 20:00", 1, date(2026, 6, 18))

    assert wrong(person, wednesday) == {"daily_max_10h"}
    assert wrong(person, thursday) == set()
    # Fifty-five hours in the week, 33 of them in hours.
    assert wrong(person, [*shifts("08:00 20:00", 5, noon=True)]) == {"daily_max_10h"}


def test_a_plan_may_give_a_forfait_what_it_may_not_give_hours() -> None:
    """Eleven hours on a day, six days a week."""
    made = rota(*(shifts("08:00 20:00", 6)), first=MONDAY, last=date(2026, 6, 28), who=IN_DAYS)
    long_days = replace(made, problem=replace(made.problem, mediators=(ADULT,)))

    def most(of: Any) -> int:
        [person] = of.problem.mediators
        model = build_person(of.problem, CODE, person)
        return _most(model)

    assert most(made) == 6
    assert most(long_days) == 0
    assert {f.rule for f in audit(made, CODE) if f.blocks} == set()


def _most(person: Any) -> int:
    cp = person.model.cp
    cp.maximize(sum(literal for _, literal in person.slots))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(cp) == cp_model.OPTIMAL
    return int(solver.objective_value)


def test_a_change_of_schedule_told_late_is_noted_for_hours_alone() -> None:
    notice = Notice(
        mediator="m", kind=NoticeKind.SCHEDULE, notified=date(2026, 6, 14), effective=MONDAY
    )

    def noted(person: Mediator) -> bool:
        options: Any = {"notices": (notice,), "employer": Employer(declared=True)}
        line = timeline(
            *shifts("08:00 12:00", noon=False), who=person, first=MONDAY, last=SUNDAY, **options
        )
        return any(f.rule == "modulation_notice" for f in audit_person(line, CODE))

    assert noted(ADULT)
    assert not noted(IN_DAYS)


def test_a_holiday_off_takes_no_hours_from_a_forfait() -> None:
    """Hired less than three months ago, hours lost on a holiday off may go unpaid (L3133-3)."""
    holiday = date(2026, 7, 14)
    options: Any = {"first": date(2026, 7, 13), "last": date(2026, 7, 19)}

    def noted(contract: Contract) -> bool:
        person = replace(ADULT, contracts=(contract,))
        line = timeline(who=person, holidays=frozenset({holiday}), **options)
        return any(f.rule == "public_holidays" for f in audit_person(line, CODE))

    start = date(2026, 6, 1)
    assert noted(Contract(kind=ContractKind.CDI, start=start))
    assert not noted(in_days(start=start))


def test_few_days_are_no_part_time() -> None:
    """Cass. soc. 27 March 2019, 16-23.800."""
    few = in_days(forfait(100), weekly_minutes=963)
    assert not few.part_time
    assert wrong(who(few), [past("2026-06-15 08:00 12:00")]) == set()


def test_the_solidarity_day_of_a_forfait_is_a_day_whatever_its_hours() -> None:
    """L3133-8, 2°: not seven hours, but a day of work; never on 1 May all the same."""
    may: Any = {"first": date(2026, 5, 1), "last": date(2026, 5, 31)}

    def articles_of(person: Mediator, on: date) -> list[str]:
        employer = Employer(solidarity=(Solidarity(day=on, minutes=480),))
        line = timeline(*shifts("08:00 17:00", 1, on), who=person, employer=employer, **may)
        return [f.article for f in audit_person(line, CODE) if f.rule == "solidarity_day"]

    whit, first = date(2026, 5, 25), date(2026, 5, 1)
    assert articles_of(ADULT, whit) == ["L3133-8"]
    assert articles_of(IN_DAYS, whit) == []
    assert articles_of(IN_DAYS, first) == ["L3133-11"]
