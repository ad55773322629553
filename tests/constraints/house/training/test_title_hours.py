from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.house.training.title_hours import RULE
from scheduler.domain.course import Course
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Mediator
from scheduler.finding import Effect, Finding, Severity, Verdict
from tests.constraints.law.make import ADULT, audited, timeline

HOURS = 60
CONTRACT = Contract(kind=ContractKind.APPRENTICESHIP, start=date(2026, 9, 1), end=date(2027, 8, 31))


def apprentice(**changes: Any) -> Mediator:
    usual: dict[str, Any] = {
        "title": "AMIS",
        "due": 406 * HOURS,
        "dated": 400 * HOURS,
        "first": date(2026, 9, 14),
        "last": date(2027, 8, 13),
    }
    return replace(ADULT, contracts=(CONTRACT,), courses=(Course(**(usual | changes)),))


def on(who: Mediator, first: str, last: str) -> list[Finding]:
    days = {"first": date.fromisoformat(first), "last": date.fromisoformat(last)}
    return audited(RULE, timeline(who=who, **days))


@pytest.mark.parametrize(("dated", "missing"), [(24_359, [1]), (24_360, []), (24_375, [])])
def test_sessions_reach_the_title_s_hours_or_the_missing_minutes_are_told(
    dated: int, missing: list[int]
) -> None:
    findings = on(apprentice(dated=dated), "2026-11-01", "2026-11-30")
    assert [finding.amount for finding in findings] == missing


def test_what_holidays_and_absences_take_is_told() -> None:
    who = apprentice(dated=390 * HOURS, lost=750, missed=375)
    (finding,) = on(who, "2026-11-01", "2026-11-30")

    assert (finding.severity, finding.effect, finding.blocks) == (
        Severity.HOUSE,
        Effect.WARN,
        False,
    )
    assert finding.message == (
        "Lou : 390 h 00 de formation AMIS datées, au lieu de 406 h 00 que le titre demande ; il "
        "manque 16 h 00 (12 h 30 que prennent des jours fériés, 6 h 15 manquées par absence)."
    )


@pytest.mark.parametrize(
    ("first", "last", "verdicts"),
    [
        ("2026-08-01", "2026-09-13", []),  # no session yet
        ("2026-09-01", "2026-09-14", [Verdict.NOTE]),
        ("2027-08-01", "2027-08-12", [Verdict.NOTE]),
        ("2027-08-01", "2027-08-13", [Verdict.VIOLATION]),  # no session to come
        ("2027-08-31", "2027-09-30", [Verdict.VIOLATION]),
        ("2027-09-01", "2027-09-30", []),  # the contract is over
    ],
)
def test_it_is_a_note_until_the_last_session(
    first: str, last: str, verdicts: list[Verdict]
) -> None:
    assert [finding.verdict for finding in on(apprentice(), first, last)] == verdicts


def test_it_is_dated_on_the_first_session_or_the_month_s_first_day() -> None:
    days = [
        on(apprentice(), *month)[0].on
        for month in (("2026-09-01", "2026-09-30"), ("2026-10-01", "2026-10-31"))
    ]
    assert days == [date(2026, 9, 14), date(2026, 10, 1)]


def test_a_later_contract_owes_nothing_to_an_earlier_training() -> None:
    later = Contract(kind=ContractKind.CDI, start=date(2027, 9, 1))
    who = replace(apprentice(), contracts=(CONTRACT, later))

    assert on(who, "2027-09-01", "2027-09-30") == []
