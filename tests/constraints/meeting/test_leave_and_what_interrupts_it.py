"""
Paid leave that was worked, or spent ill: a run of leave, and what payroll counts, say the same.

ECLAT 6.1.4, ALISFA VI-1.4, Cass. soc. 10 Sept. 2025, n° 23-22.732: sickness interrupts leave. Hours
worked are work. Leave of a fortnight from Monday 6 to Saturday 18 July 2026, 35 h a week.
"""

from datetime import date
from typing import Any

import pytest

from constraints.counters.days.absences import absence_minutes
from constraints.leave.runs import runs
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.time import days_span
from tests.constraints.law.make import duty, span, timeline

FIRST, LAST = date(2026, 7, 6), date(2026, 7, 18)
FORTNIGHT = 70 * 60


def absent(first: int, last: int, kind: AbsenceKind = AbsenceKind.SICK) -> Absence:
    return Absence(
        mediator="m", span=days_span(date(2026, 7, first), date(2026, 7, last)), kind=kind
    )


def part_of_day(text: str, kind: AbsenceKind) -> Absence:
    return Absence(mediator="m", span=span(text), kind=kind)


LEAVE = Absence(mediator="m", span=days_span(FIRST, LAST))
WEDNESDAY = "2026-07-08"

CALL = duty(f"{WEDNESDAY} 02:00 03:00", kind=DutyKind.INTERVENTION)
STANDBY = duty(f"{WEDNESDAY} 08:00 20:00", kind=DutyKind.STANDBY)
AFTERNOON = part_of_day(f"{WEDNESDAY} 13:00 19:00", AbsenceKind.SICK)

ROWS: list[tuple[str, tuple[Duty, ...], tuple[Absence, ...], list[int], int, int]] = [
    ("nothing else", (), (), [12], 0, 0),
    ("a day worked", (duty(f"{WEDNESDAY} 09:00 17:00"),), (), [2, 9], 420, 0),
    ("a morning worked", (duty(f"{WEDNESDAY} 09:00 12:00"),), (), [2, 9], 210, 0),
    ("an evening worked", (duty(f"{WEDNESDAY} 18:00 20:00"),), (), [2, 9], 210, 0),
    ("a night into it", (duty("2026-07-05 22:00 06:00"),), (), [11], 210, 0),
    ("a night over two days", (duty("2026-07-07 22:00 06:00"),), (), [1, 9], 420, 0),
    ("called out", (CALL,), (), [2, 9], 210, 0),
    ("on call, not called", (STANDBY,), (), [12], 0, 0),
    ("training", (duty(f"{WEDNESDAY} 09:00 17:00", kind=DutyKind.TRAINING),), (), [2, 9], 420, 0),
    ("a day ill", (), (absent(8, 8),), [2, 9], 420, 420),
    ("half of it ill", (), (absent(6, 12),), [6], 2100, 2100),
    ("all of it ill", (), (absent(1, 31),), [], FORTNIGHT, FORTNIGHT),
    ("ill before it", (), (absent(1, 5),), [12], 0, 0),
    ("ill in the afternoon", (), (AFTERNOON,), [2, 9], 210, 210),
    ("an accident at work", (), (absent(8, 8, AbsenceKind.WORK_ACCIDENT),), [2, 9], 420, 420),
    ("a birth", (), (absent(8, 18, AbsenceKind.PARENTAL),), [2], 420 * 8, 420 * 8),
    ("recorded twice", (), (absent(8, 8, AbsenceKind.LEAVE),), [12], 0, 0),
    ("worked while ill", (duty(f"{WEDNESDAY} 09:00 17:00"),), (absent(8, 8),), [2, 9], 420, 0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("duties", "absences", "days", "lost", "other"),
    [row[1:] for row in ROWS],
    ids=[row[0] for row in ROWS],
)
def test_a_run_of_leave_and_payroll_count_the_same_days(
    duties: Any, absences: Any, days: list[int], lost: int, other: int
) -> None:
    made = timeline(*duties, absences=(LEAVE, *absences), first=FIRST, last=LAST)
    paid = absence_minutes(made, FIRST, LAST)

    assert [len(run.taken) for run in runs(made)] == days
    assert sum(paid.leave.values()) == FORTNIGHT - lost
    assert sum(paid.unsettled.values()) == other
