"""Paid leave and other absences of a week: what they add to overtime, to confirm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.legal_35h_overtime import RULE
from scheduler.domain.people import AbsenceKind
from tests.constraints.counters.make import MONDAY, away, facts, shift, timeline, worked

SEVEN = 7 * 60


@pytest.mark.parametrize(("hours", "extra"), [(7, 0), (8, 240)])
def test_paid_leave_that_alone_makes_overtime_is_to_confirm(hours: int, extra: int) -> None:
    four = worked(MONDAY, *[hours * 60] * 4)
    judged = timeline(*four, last=date(2026, 6, 21), absences=(away(date(2026, 6, 19)),))

    expected = [("2026-06-21", 2340, 2100, extra, "to_confirm")] if extra else []
    assert facts(RULE.audit(judged)) == expected


def test_the_finding_gives_both_figures_and_the_ruling() -> None:
    judged = timeline(
        *worked(MONDAY, 540, 540, 540, 540),
        last=date(2026, 6, 21),
        absences=(away(date(2026, 6, 19)),),
    )

    due, wide = RULE.audit(judged)

    assert (due.verdict.value, due.amount) == ("note", 60)
    assert wide.message == (
        "Lou : 36 h 00 de travail et 7 h 00 d’absence dans la semaine du 15/06/2026 : 8 h 00 "
        "supplémentaires si ces heures comptent, 1 h 00 sinon : à confirmer, seul le cas des "
        "congés payés est tranché (Cass. soc. 10 septembre 2025, n° 23-14.455)."
    )
    assert (wide.measured, wide.amount) == (2580, 420)


@pytest.mark.parametrize(("fourth", "extra"), [(SEVEN, 0), (SEVEN + 1, 1)])
def test_leave_counts_by_the_contract_s_hours_to_the_minute(fourth: int, extra: int) -> None:
    judged = timeline(
        *worked(MONDAY, SEVEN, SEVEN, SEVEN, fourth),
        last=date(2026, 6, 21),
        absences=(away(date(2026, 6, 19)),),
    )

    assert [f.amount for f in RULE.audit(judged)] == ([extra] if extra else [])


def test_half_a_day_of_leave_is_worth_half_and_a_saturday_nothing() -> None:
    morning = replace(
        away(date(2026, 6, 19)),
        span=shift("2026-06-19 08:00", "2026-06-19 13:00").span,
    )
    saturday = away(date(2026, 6, 20))
    judged = timeline(
        *worked(MONDAY, 480, 480, 480, 480),
        last=date(2026, 6, 21),
        absences=(morning, saturday),
    )

    assert facts(RULE.audit(judged)) == [("2026-06-21", 2130, 2100, 30, "to_confirm")]


COUNTING = [
    AbsenceKind.LEAVE,
    AbsenceKind.SICK,
    AbsenceKind.WORK_ACCIDENT,
    AbsenceKind.PARENTAL,
    AbsenceKind.REST,
]


@pytest.mark.parametrize("kind", COUNTING)
def test_whatever_the_reason_of_an_absence_the_same_is_told(kind: AbsenceKind) -> None:
    judged = timeline(
        *worked(MONDAY, 480, 480, 480, 480),
        last=date(2026, 6, 21),
        absences=(away(date(2026, 6, 19), kind=kind),),
    )

    (one,) = RULE.audit(judged)

    assert facts([one]) == [("2026-06-21", 2340, 2100, 240, "to_confirm")]
    assert one.message == (
        "Lou : 32 h 00 de travail et 7 h 00 d’absence dans la semaine du 15/06/2026 : 4 h 00 "
        "supplémentaires si ces heures comptent, aucune sinon : à confirmer, seul le cas des "
        "congés payés est tranché (Cass. soc. 10 septembre 2025, n° 23-14.455)."
    )


@pytest.mark.parametrize("first", COUNTING)
@pytest.mark.parametrize("second", COUNTING)
def test_two_reasons_in_a_week_are_told_as_one(first: AbsenceKind, second: AbsenceKind) -> None:
    judged = timeline(
        *worked(MONDAY, 600, 600, 600),
        last=date(2026, 6, 21),
        absences=(away(date(2026, 6, 18), kind=first), away(date(2026, 6, 19), kind=second)),
    )

    assert facts(RULE.audit(judged)) == [("2026-06-21", 2640, 2100, 540, "to_confirm")]


@pytest.mark.parametrize("kind", COUNTING)
def test_a_public_holiday_beside_an_absence_is_told_and_not_its_reason(kind: AbsenceKind) -> None:
    judged = timeline(
        *worked(date(2026, 7, 13), 600, 0, 600, 600),
        last=date(2026, 7, 19),
        holidays=frozenset({date(2026, 7, 14)}),
        absences=(away(date(2026, 7, 17), kind=kind),),
    )

    (one,) = RULE.audit(judged)

    assert facts([one]) == [("2026-07-19", 2640, 2100, 540, "to_confirm")]
    assert "14 h 00 d’absence ou de jour férié chômé dans la semaine" in one.message
    assert "9 h 00 supplémentaires si ces heures comptent, aucune sinon" in one.message


def test_a_public_holiday_off_isn_t_settled_and_one_worked_is_work() -> None:
    holiday = date(2026, 7, 14)
    monday = date(2026, 7, 13)
    ends: dict[str, Any] = {"last": date(2026, 7, 19), "holidays": frozenset({holiday})}
    off = timeline(*worked(monday, 480, 0, 480, 480, 480), **ends)
    on = timeline(*worked(monday, 480, 420, 480, 480, 480), **ends)

    assert [(f.verdict.value, f.amount) for f in RULE.audit(off)] == [("to_confirm", 240)]
    assert [(f.verdict.value, f.amount) for f in RULE.audit(on)] == [("note", 240)]


@pytest.mark.parametrize("kind", [AbsenceKind.UNPAID, AbsenceKind.UNAVAILABLE])
def test_absences_without_pay_add_nothing(kind: AbsenceKind) -> None:
    judged = timeline(
        *worked(MONDAY, 480, 480, 480, 480),
        last=date(2026, 6, 21),
        absences=(away(date(2026, 6, 19), kind=kind),),
    )

    assert list(RULE.audit(judged)) == []
