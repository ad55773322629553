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


def test_the_leave_finding_gives_both_figures_and_the_ruling() -> None:
    judged = timeline(
        *worked(MONDAY, 540, 540, 540, 540),
        last=date(2026, 6, 21),
        absences=(away(date(2026, 6, 19)),),
    )

    due, wide = RULE.audit(judged)

    assert (due.verdict.value, due.amount) == ("note", 60)
    assert wide.message == (
        "Lou : 36 h 00 de travail et 7 h 00 de congés payés dans la semaine du 15/06/2026 : "
        "8 h 00 supplémentaires si les congés comptent (Cass. soc. 10 septembre 2025, "
        "n° 23-14.455), 1 h 00 sinon : à confirmer."
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


@pytest.mark.parametrize(
    "kind",
    [AbsenceKind.SICK, AbsenceKind.WORK_ACCIDENT, AbsenceKind.PARENTAL, AbsenceKind.REST],
)
def test_other_absences_aren_t_settled_and_their_reason_isn_t_told(kind: AbsenceKind) -> None:
    judged = timeline(
        *worked(MONDAY, 480, 480, 480, 480),
        last=date(2026, 6, 21),
        absences=(away(date(2026, 6, 19), kind=kind),),
    )

    (one,) = RULE.audit(judged)

    assert one.verdict.value == "to_confirm"
    assert one.message == (
        "Lou : 32 h 00 de travail et 7 h 00 d’absence (motif connu de RH) dans la semaine du "
        "15/06/2026 : 4 h 00 supplémentaires si cette absence compte, aucune sinon : à confirmer, "
        "la loi ne le dit pas."
    )


def test_leave_beside_a_public_holiday_names_both_and_tells_what_leave_alone_gives() -> None:
    judged = timeline(
        *worked(date(2026, 7, 13), 600, 0, 600, 600),
        last=date(2026, 7, 19),
        holidays=frozenset({date(2026, 7, 14)}),
        absences=(away(date(2026, 7, 17)),),
    )

    _, wide = RULE.audit(judged)

    assert "14 h 00 d’absence (congés payés, jour férié chômé)" in wide.message
    assert "9 h 00 supplémentaires" in wide.message
    assert "2 h 00 si seuls les congés payés comptent" in wide.message


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
