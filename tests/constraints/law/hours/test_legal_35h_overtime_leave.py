"""Paid leave of a week makes overtime due; other absences may: what each adds."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.hours.legal_35h_overtime import RULE
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.people import AbsenceKind
from scheduler.domain.timeline import Timeline
from tests.constraints.counters.make import (
    MONDAY,
    away,
    contract,
    facts,
    person,
    shift,
    timeline,
    worked,
)

SEVEN = 7 * 60


def judged(*minutes: int, day_minutes: int | None = None, **options: Any) -> Timeline:
    """A week worked from Monday on, with paid leave on its Friday."""
    friday = replace(away(date(2026, 6, 19)), day_minutes=day_minutes)
    usual: dict[str, Any] = {"last": date(2026, 6, 21), "absences": (friday,)}
    return timeline(*worked(MONDAY, *minutes), **(usual | options))


@pytest.mark.parametrize(("hours", "extra"), [(7, 0), (8, 240)])
def test_paid_leave_that_alone_makes_overtime_makes_it_due(hours: int, extra: int) -> None:
    expected = [("2026-06-18", 2340, 2100, extra, "note")] if extra else []

    assert facts(RULE.audit(judged(*[hours * 60] * 4))) == expected


@pytest.mark.parametrize(("entered", "due"), [(None, 228), (480, 240), (240, 0), (241, 1)])
def test_a_day_of_leave_is_worth_the_contract_s_part_unless_hours_were_entered(
    entered: int | None, due: int
) -> None:
    week = judged(*[465] * 4, day_minutes=entered, who=person(contract(39)))

    assert [(f.amount, f.verdict.value) for f in RULE.audit(week)] == (
        [(due, "note")] if due else []
    )
    assert RULE.computed(week) == {"at_25": due, "at_50": 0}


def test_the_finding_says_what_leave_is_worth_by_what_and_the_ruling() -> None:
    (entered,) = RULE.audit(judged(*[465] * 4, day_minutes=480, who=person(contract(39))))
    worked_too, by_contract = RULE.audit(judged(540, 540, 540, 540))

    assert entered.message == (
        "Lou : 31 h 00 de travail et 8 h 00 de congés payés (saisies) dans la semaine du lundi "
        "15/06/2026, 4 h 00 supplémentaires au-delà de 35 h 00 : 4 h 00 à 25 %, les congés payés "
        "comptant pour le seuil (Cass. soc. 10 septembre 2025, n° 23-14.455)."
    )
    assert (worked_too.verdict.value, worked_too.amount) == ("note", 60)
    assert by_contract.message == (
        "Lou : 36 h 00 de travail et 7 h 00 de congés payés (part du contrat) dans la semaine "
        "du lundi 15/06/2026, 7 h 00 supplémentaires de plus au-delà de 35 h 00 : 7 h 00 à 25 %, "
        "les congés payés comptant pour le seuil (Cass. soc. 10 septembre 2025, n° 23-14.455)."
    )
    assert (by_contract.measured, by_contract.amount) == (2580, 420)


@pytest.mark.parametrize(("fourth", "extra"), [(SEVEN, 0), (SEVEN + 1, 1)])
def test_leave_counts_by_the_contract_s_hours_to_the_minute(fourth: int, extra: int) -> None:
    findings = RULE.audit(judged(SEVEN, SEVEN, SEVEN, fourth))

    assert [f.amount for f in findings] == ([extra] if extra else [])


def test_half_a_day_of_leave_is_worth_half_and_a_saturday_nothing() -> None:
    morning = replace(
        away(date(2026, 6, 19)),
        span=shift("2026-06-19 08:00", "2026-06-19 13:00").span,
    )
    week = judged(480, 480, 480, 480, absences=(morning, away(date(2026, 6, 20))))

    assert facts(RULE.audit(week)) == [("2026-06-18", 2130, 2100, 30, "note")]


def test_only_hours_worked_are_overtime_hence_none_in_a_whole_week_of_leave() -> None:
    tuesday, friday = date(2026, 6, 16), date(2026, 6, 19)
    most = judged(120, absences=(away(tuesday, friday),), who=person(contract(44)))
    whole = judged(first=MONDAY, absences=(away(MONDAY, friday),), who=person(contract(39)))

    # Four days are worth 35 h 12: the two hours of Monday are beyond the trigger, and no more.
    assert [f.amount for f in RULE.audit(most)] == [120]
    assert list(RULE.audit(whole)) == []


@pytest.mark.parametrize("hours", [34, 24])
def test_a_part_timer_s_leave_makes_no_overtime(hours: int) -> None:
    assert list(RULE.audit(judged(600, 600, 600, 600, who=person(contract(hours))))) == []


def test_leave_and_sickness_in_a_week_are_told_apart_what_is_due_and_what_may_be() -> None:
    thursday, friday = date(2026, 6, 18), date(2026, 6, 19)
    both = (away(thursday), away(friday, kind=AbsenceKind.SICK))

    due, wide = RULE.audit(judged(600, 600, 600, absences=both))

    assert facts([due, wide]) == [
        ("2026-06-17", 2220, 2100, 120, "note"),
        ("2026-06-17", 2220, 2100, 420, "to_confirm"),
    ]
    assert wide.message == (
        "Lou : 30 h 00 de travail et 7 h 00 d’absence dans la semaine du lundi 15/06/2026, congés "
        "payés à part : 9 h 00 supplémentaires si ces heures comptent, 2 h 00 sinon : à confirmer, "
        "seul le cas des congés payés est tranché (Cass. soc. 10 septembre 2025, n° 23-14.455)."
    )


def test_a_cycle_whose_length_nobody_told_leaves_what_leave_makes_to_confirm() -> None:
    week = judged(480, 480, 480, 480, who=person(contract(35, basis=HoursBasis.CYCLE)))

    (finding,) = RULE.audit(week)

    assert finding.verdict.value == "to_confirm"
    assert "(durée du cycle non renseignée : à confirmer)" in finding.message


UNSETTLED = [
    AbsenceKind.SICK,
    AbsenceKind.WORK_ACCIDENT,
    AbsenceKind.PARENTAL,
    AbsenceKind.REST,
]


@pytest.mark.parametrize("kind", UNSETTLED)
def test_whatever_the_reason_of_an_absence_the_same_is_told(kind: AbsenceKind) -> None:
    week = timeline(
        *worked(MONDAY, 480, 480, 480, 480),
        last=date(2026, 6, 21),
        absences=(away(date(2026, 6, 19), kind=kind),),
    )

    (finding,) = RULE.audit(week)

    assert facts([finding]) == [("2026-06-21", 2340, 2100, 240, "to_confirm")]
    assert finding.message == (
        "Lou : 32 h 00 de travail et 7 h 00 d’absence dans la semaine du lundi 15/06/2026 : 4 h 00 "
        "supplémentaires si ces heures comptent, aucune sinon : à confirmer, seul le cas des "
        "congés payés est tranché (Cass. soc. 10 septembre 2025, n° 23-14.455)."
    )


@pytest.mark.parametrize("first", UNSETTLED)
@pytest.mark.parametrize("second", UNSETTLED)
def test_two_reasons_in_a_week_are_told_as_one(first: AbsenceKind, second: AbsenceKind) -> None:
    week = timeline(
        *worked(MONDAY, 600, 600, 600),
        last=date(2026, 6, 21),
        absences=(away(date(2026, 6, 18), kind=first), away(date(2026, 6, 19), kind=second)),
    )

    assert facts(RULE.audit(week)) == [("2026-06-21", 2640, 2100, 540, "to_confirm")]


@pytest.mark.parametrize("kind", UNSETTLED)
def test_a_public_holiday_beside_an_absence_adds_nothing_to_the_doubt(kind: AbsenceKind) -> None:
    week = timeline(
        *worked(date(2026, 7, 13), 600, 0, 600, 600),
        last=date(2026, 7, 19),
        holidays=frozenset({date(2026, 7, 14)}),
        absences=(away(date(2026, 7, 17), kind=kind),),
    )

    (finding,) = RULE.audit(week)

    assert facts([finding]) == [("2026-07-19", 2220, 2100, 120, "to_confirm")]
    assert "7 h 00 d’absence dans la semaine" in finding.message
    assert "2 h 00 supplémentaires si ces heures comptent, aucune sinon" in finding.message


def test_a_public_holiday_off_is_no_work_and_one_worked_is() -> None:
    holiday = date(2026, 7, 14)
    monday = date(2026, 7, 13)
    ends: dict[str, Any] = {"last": date(2026, 7, 19), "holidays": frozenset({holiday})}
    off = timeline(*worked(monday, 480, 0, 480, 480, 480), **ends)
    on = timeline(*worked(monday, 480, 420, 480, 480, 480), **ends)

    assert [(f.verdict.value, f.amount) for f in RULE.audit(off)] == []
    assert [(f.verdict.value, f.amount) for f in RULE.audit(on)] == [("note", 240)]


@pytest.mark.parametrize("kind", [AbsenceKind.UNPAID, AbsenceKind.UNAVAILABLE])
def test_absences_without_pay_add_nothing(kind: AbsenceKind) -> None:
    week = timeline(
        *worked(MONDAY, 480, 480, 480, 480),
        last=date(2026, 6, 21),
        absences=(away(date(2026, 6, 19), kind=kind),),
    )

    assert list(RULE.audit(week)) == []
