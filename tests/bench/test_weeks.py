"""Shapes of weeks and overtime, on cases counted by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Absence, AbsenceKind
from tests.bench.weeks import Weeks, weeks_of
from tests.constraints.small import person, problem, rota, slot, span, worked

if TYPE_CHECKING:
    from scheduler.domain.slots import Slot


def day(number: int, begins: str = "09:00", ends: str = "17:00") -> Slot:
    return slot(f"d{number}", f"{number:02d} {begins}", f"{number:02d} {ends}")


def weeks(slots: list[Slot], *, hours: int = 35, **rest: Any) -> Weeks:
    contract = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=60 * hours)
    of = problem([person("ana", contracts=(contract,))], slots, **rest)
    return weeks_of(of, rota(of, *(f"ana {s.id}" for s in slots)).assignments)


def shape(slots: list[Slot], **rest: Any) -> tuple[int, int, int]:
    of = weeks(slots, **rest)
    return of.off, of.on, of.quick


def test_a_day_off_between_two_days_worked_is_isolated() -> None:
    assert shape([day(2), day(3), day(5), day(6)]) == (1, 0, 0)
    assert shape([day(2), day(3), day(6), day(7)]) == (0, 0, 0)


def test_a_day_of_leave_is_no_isolated_day_off() -> None:
    leave = Absence(mediator="ana", kind=AbsenceKind.LEAVE, span=span("04 00:00", "05 00:00"))

    assert shape([day(2), day(3), day(5), day(6)], absences=(leave,)) == (0, 0, 0)


def test_a_day_worked_between_two_off_is_isolated() -> None:
    assert shape([day(4)]) == (0, 1, 0)
    assert shape([day(4), day(5)]) == (0, 0, 0)


def test_nothing_is_said_of_the_first_and_the_last_day() -> None:
    assert shape([day(1), day(14)]) == (0, 0, 0)


@pytest.mark.parametrize(("begins", "quick"), [("10:59", 1), ("11:00", 0)])
def test_a_rest_under_thirteen_hours_is_quick(begins: str, quick: int) -> None:
    assert shape([day(2, "14:00", "22:00"), day(3, begins, "17:00")]) == (0, 0, quick)


def test_two_posts_of_a_day_have_no_rest_between_them() -> None:
    slots = [day(3, "09:00", "12:00"), slot("again", "03 14:00", "03 17:00"), day(4)]

    assert shape(slots) == (0, 0, 0)


def test_what_was_worked_before_the_month_is_seen() -> None:
    late = worked("ana", "late", "01 15:00", "01 23:00")

    assert shape([day(2)], history=(late,)) == (0, 0, 1)


@pytest.mark.parametrize(("ends", "overtime"), [("16:00", 0), ("16:01", 5), ("17:00", 5 * 60)])
def test_overtime_is_what_a_civil_week_has_over_35_hours(ends: str, overtime: int) -> None:
    of = weeks([day(n, "09:00", ends) for n in range(1, 6)])

    assert (of.overtime, of.extra) == (overtime, 0)


def test_two_weeks_do_not_make_up_for_each_other() -> None:
    long = [day(n, "09:00", "18:00") for n in range(1, 6)]
    short = [day(n, "09:00", "14:00") for n in range(8, 13)]

    assert weeks(long + short).overtime == 10 * 60


def test_a_part_timer_has_complementary_hours_up_to_35() -> None:
    of = weeks([day(n, "09:00", "17:00") for n in range(1, 6)], hours=28)

    assert (of.overtime, of.extra) == (5 * 60, 7 * 60)


def test_a_night_over_sunday_is_cut_at_midnight() -> None:
    days = [day(n, "09:00", "16:00") for n in range(1, 6)]

    assert weeks([*days, slot("n", "07 22:00", "08 06:00")]).overtime == 2 * 60
