from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.counters.sheet import WindowLine
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Employer, Route, Scheme
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import days_span
from tests.constraints.counters.counted import JULY, JUNE, count, tiers
from tests.constraints.counters.make import (
    MONDAY,
    away,
    contract,
    past,
    person,
    worked,
)


def test_a_month_is_the_sum_of_its_days_and_a_straddling_week_is_whole() -> None:
    # 29 and 30 June, 1 and 2 July.
    week = worked(date(2026, 6, 29), 600, 600, 600, 600)
    june, july = count(*week, **JUNE), count(*past(week), **JULY)

    assert (june.total.work, july.total.work) == (1200, 1200)
    assert june.months[0].minutes == june.total
    assert (june.weeks[-1].work, july.weeks[0].work) == (2400, 2400)


def test_overtime_of_a_straddling_week_is_of_the_month_in_which_it_ends() -> None:
    week = worked(date(2026, 6, 29), 600, 600, 600, 600)
    june, july = count(*week, **JUNE), count(*past(week), **JULY)

    assert (june.weeks[-1].overtime, june.overtime) == (tiers((250, 300)), ())
    assert (july.weeks[0].overtime, july.overtime) == (tiers((250, 300)), tiers((250, 300)))
    assert [d.overtime for d in july.days if d.overtime] == [300]


def test_a_quarter_has_its_months_and_no_week_counted_twice() -> None:
    weeks = [
        duty
        for n in range(13)
        for duty in worked(date(2026, 4, 6) + timedelta(weeks=n), *[450] * 5)
    ]
    counted = count(*weeks, first=date(2026, 4, 1), last=date(2026, 6, 30))

    assert [m.first.month for m in counted.months] == [4, 5, 6]
    assert sum(m.minutes.work for m in counted.months) == counted.total.work
    assert [m.overtime for m in counted.months] == [tiers((250, 450)), tiers((250, 750)),
                                                  tiers((250, 600))]  # fmt: skip
    assert counted.overtime == tiers((250, 1800))


def test_the_year_over_31_december_is_charged_by_day() -> None:
    week = worked(date(2026, 12, 28), 540, 540, 540, 540, 300)
    counted = count(*week, first=date(2026, 12, 1), last=date(2027, 1, 31))

    assert [(y.year, y.overtime, y.minutes.work) for y in counted.years] == [
        (2026, 60, 2160),
        (2027, 300, 300),
    ]
    assert [m.overtime for m in counted.months] == [(), tiers((250, 360))]


def test_twelve_weeks_reach_before_the_horizon_and_say_how_many_are_known() -> None:
    weeks = [
        duty for n in range(12) for duty in worked(MONDAY - timedelta(weeks=11 - n), *[420] * 5)
    ]
    known = days_span(date(2026, 4, 6), date(2026, 6, 21))
    counted = count(*past(weeks), first=MONDAY, last=date(2026, 6, 21), known=known)
    less = count(*past(weeks[10:]), first=MONDAY, last=date(2026, 6, 21), known=known)
    part = count(
        *past(weeks), first=MONDAY, last=date(2026, 6, 21),
        known=days_span(date(2026, 4, 7), date(2026, 6, 21)),
    )  # fmt: skip

    (window,) = counted.windows
    assert (window.work, window.average, window.described) == (11 * 2100, 2100, 11)
    assert less.windows[0].work == 10 * 2100
    assert part.windows[0].described == 10


def test_an_average_is_of_the_weeks_that_are_described_and_rounded_up() -> None:
    judged = count(*worked(MONDAY, 2400), last=date(2026, 6, 21))
    five = WindowLine(last_monday=MONDAY, work=13, night=0, described=5)

    # One week of forty hours, of which alone anything is known, is no 3 h 20 a week.
    assert (judged.windows[0].average, judged.windows[0].described) == (2400, 1)
    assert five.average == 3
    assert replace(five, work=0, described=0).average is None


def test_hours_declared_beside_have_neither_day_nor_kind_but_their_week() -> None:
    counted = count(*worked(MONDAY, 420), weeks={MONDAY: 1800}, last=date(2026, 6, 21))

    (week,) = counted.weeks
    assert (week.minutes.work, week.declared, week.work) == (420, 1800, 2220)
    assert counted.windows[0].work == 2220
    assert week.overtime == tiers((250, 120))
    assert counted.total.work == 420


@pytest.mark.parametrize(
    ("kind", "by_leave", "with_absences"),
    [
        (AbsenceKind.LEAVE, 240, 240),
        (AbsenceKind.SICK, 0, 240),
        (AbsenceKind.UNPAID, 0, 0),
    ],
)
def test_the_three_readings_of_a_week_with_a_day_away(
    kind: AbsenceKind, by_leave: int, with_absences: int
) -> None:
    counted = count(
        *worked(MONDAY, *[480] * 4),
        absences=(away(date(2026, 6, 19), kind=kind),),
        last=date(2026, 6, 21),
    )

    (week,) = counted.weeks
    assert week.overtime == ()
    assert sum(t.minutes for t in week.by_leave) == by_leave
    assert sum(t.minutes for t in week.with_absences) == with_absences
    assert len(counted.remarks) == (with_absences > 0)


def test_overtime_by_leave_lies_on_the_last_hours_worked_and_in_the_month_of_its_sunday() -> None:
    counted = count(
        *worked(MONDAY, *[480] * 4),
        absences=(replace(away(date(2026, 6, 19)), day_minutes=480),),
        first=date(2026, 6, 1),
        last=date(2026, 6, 30),
    )

    (week,) = (w for w in counted.weeks if w.by_leave)
    assert (week.leave, week.leave_declared, week.by_leave) == (480, True, tiers((250, 300)))
    assert (counted.months[0].overtime, counted.months[0].by_leave) == ((), tiers((250, 300)))
    assert counted.overtime == tiers((250, 300))
    assert {d.day: d.by_leave for d in counted.days if d.by_leave} == {date(2026, 6, 18): 300}
    assert not counted.remarks


def test_leave_adds_to_overtime_at_the_premium_of_the_hours_that_follow() -> None:
    counted = count(
        *worked(MONDAY, *[600] * 4),
        absences=(away(date(2026, 6, 19)),),
        last=date(2026, 6, 21),
    )

    (week,) = counted.weeks
    assert (week.overtime, week.by_leave) == (tiers((250, 300)), tiers((250, 180), (500, 240)))


def test_overtime_by_leave_is_given_back_as_rest_as_other_overtime_is() -> None:
    counted = count(
        *worked(MONDAY, *[480] * 4),
        absences=(away(date(2026, 6, 19)),),
        employer=Employer(rest_for_overtime=True),
        last=date(2026, 6, 21),
    )

    assert (counted.weeks[0].equivalent_rest, counted.rest.equivalent) == (300, 300)


def test_leave_has_no_second_reading_where_a_period_replaces_the_week() -> None:
    counted = count(
        *worked(MONDAY, *[600] * 4),
        who=person(contract(35, basis=HoursBasis.CYCLE)),
        employer=Employer(schemes=(Scheme(route=Route.UNILATERAL, start=MONDAY, weeks=2),)),
        absences=(away(date(2026, 6, 19)),),
        last=date(2026, 6, 21),
    )

    (week,) = counted.weeks
    assert week.overtime == week.due == week.with_absences == tiers((250, 60))


@pytest.mark.parametrize(
    "who",
    [
        person(contract(35, end=date(2026, 6, 20))),
        person(contract(24, end=date(2026, 6, 10)), contract(35, start=date(2026, 6, 11))),
    ],
    ids=["leaves", "becomes full-time"],
)
def test_whoever_is_full_time_in_the_year_s_last_contract_has_a_quota(who: Any) -> None:
    assert count(who=who, **JUNE).years[0].quota == 13_200
