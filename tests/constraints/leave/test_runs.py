from datetime import date, datetime
from typing import Any

import pytest

from constraints.leave.runs import Run, days_of, runs
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.employer import Employer
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.time import PARIS, Span, days_span
from tests.constraints.law.make import duty, timeline
from tests.constraints.law.people import person

SUMMER: dict[str, Any] = {"first": date(2026, 7, 1), "last": date(2026, 8, 31)}


def away(first: date, last: date, kind: AbsenceKind = AbsenceKind.LEAVE) -> Absence:
    return Absence(mediator="m", span=days_span(first, last), kind=kind)


def july(first: int, last: int, kind: AbsenceKind = AbsenceKind.LEAVE) -> Absence:
    return away(date(2026, 7, first), date(2026, 7, last), kind)


def counted(
    *absences: Absence, duties: Any = (), **options: Any
) -> list[tuple[int, int, int, int]]:
    """Each run as its first and last day of July, days recorded and days around."""
    made = timeline(*duties, absences=absences, **(SUMMER | options))
    return [(r.first.day, r.last.day, len(r.taken), len(r.around)) for r in runs(made)]


def test_a_fortnight_from_monday_to_saturday_counts_twelve_days() -> None:
    assert counted(july(6, 18)) == [(6, 18, 12, 12)]


def test_holidays_not_worked_and_sundays_are_not_counted() -> None:
    bastille = frozenset({date(2026, 7, 14)})

    assert counted(july(6, 19), holidays=bastille) == [(6, 19, 11, 11)]
    assert counted(july(6, 19), holidays=bastille, employer=Employer(closed=frozenset())) == [
        (6, 19, 12, 12)
    ]


def test_saturdays_off_are_around_leave_recorded_from_monday_to_friday() -> None:
    assert counted(july(6, 10), july(13, 17)) == [(6, 17, 10, 12)]
    assert counted(july(6, 10)) == [(6, 10, 5, 6)]


def test_a_worked_saturday_or_sunday_ends_the_leave() -> None:
    saturday = duty("2026-07-11 09:00 12:00")
    sunday = duty("2026-07-12 09:00 12:00")

    assert counted(july(6, 10), july(13, 17), duties=[saturday]) == [
        (6, 10, 5, 5),
        (13, 17, 5, 6),
    ]
    assert counted(july(6, 10), july(13, 17), duties=[sunday]) == [(6, 10, 5, 6), (13, 17, 5, 6)]


def test_a_night_that_ends_on_saturday_is_work_of_saturday() -> None:
    night = duty("2026-07-10 22:00 02:00")

    assert counted(july(6, 9), duties=[night]) == [(6, 9, 4, 4)]
    assert counted(july(6, 9), july(13, 17), duties=[night]) == [(6, 9, 4, 4), (13, 17, 5, 6)]


def test_a_day_of_leave_that_is_worked_all_the_same_parts_it() -> None:
    assert counted(july(6, 18), duties=[duty("2026-07-12 09:00 12:00")]) == [
        (6, 11, 6, 6),
        (13, 18, 6, 6),
    ]


def test_a_saturday_on_call_is_not_around_the_leave() -> None:
    on_call = duty("2026-07-11 09:00 18:00", kind=DutyKind.STANDBY)

    assert counted(july(6, 10), july(13, 17), duties=[on_call]) == [(6, 10, 5, 5), (13, 17, 5, 6)]


def test_another_absence_between_two_leaves_parts_them() -> None:
    ill = july(11, 11, AbsenceKind.SICK)

    assert counted(july(6, 10), ill, july(13, 17)) == [(6, 10, 5, 5), (13, 17, 5, 6)]


def test_a_working_day_without_duty_is_no_leave() -> None:
    assert counted(july(6, 9), july(13, 17)) == [(6, 9, 4, 4), (13, 17, 5, 6)]


def test_days_that_a_contract_leaves_free_are_around_up_to_the_weekly_rest() -> None:
    # Works Tuesdays to Thursdays: leave recorded on these days alone.
    few = person(hours=24, days=frozenset({1, 2, 3}))

    assert counted(july(7, 9), july(14, 16), who=few) == [(7, 16, 6, 12)]


def test_a_day_partly_away_is_not_a_day_of_leave() -> None:
    noon = datetime(2026, 7, 6, 12, tzinfo=PARIS)
    made = timeline(
        absences=(Absence(mediator="m", span=Span(noon, july(6, 8).span.end)),), **SUMMER
    )

    assert days_of(made, AbsenceKind.LEAVE) == {date(2026, 7, 7), date(2026, 7, 8)}


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 3, 23), date(2026, 4, 4)),
        (date(2026, 10, 19), date(2026, 10, 31)),
        (date(2026, 12, 21), date(2027, 1, 2)),
        (date(2028, 2, 21), date(2028, 3, 4)),
    ],
)
def test_clock_changes_the_new_year_and_leap_days_change_nothing(first: date, last: date) -> None:
    (run,) = runs(timeline(absences=(away(first, last),), first=first, last=last))

    assert (run.first, run.last, len(run.taken)) == (first, last, 12)


def test_a_run_tells_its_days_within_a_period() -> None:
    (run,) = runs(
        timeline(absences=(july(27, 31), away(date(2026, 8, 3), date(2026, 8, 8))), **SUMMER)
    )

    assert isinstance(run, Run)
    assert len(run.within(date(2026, 7, 1), date(2026, 7, 31))) == 5
    assert len(run.within(date(2026, 8, 1), date(2026, 8, 31))) == 7
