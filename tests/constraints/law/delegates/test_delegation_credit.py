from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.delegates.delegation_credit import RULE
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind
from tests.constraints.law.people import duty, findings, person, rota, seen

MONTH: dict[str, Any] = {"first": date(2026, 6, 1), "last": date(2026, 6, 30)}
TEN_HOURS = 600


def taken(*hours: tuple[str, str, str]) -> tuple[Any, ...]:
    return tuple(duty(f"{day} {start}", end, kind=DutyKind.DELEGATION) for day, start, end in hours)


def elected(**more: Any) -> Any:
    return person(delegation_minutes=TEN_HOURS, **more)


FIRST_MONTH = (Contract(kind=ContractKind.CDI, start=date(2026, 6, 1)),)
"""Hired in June, so that no earlier month leaves anything."""


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("18:00", []),
        ("18:01", [("2026-06-16", 601, 1, "to_confirm", True)]),
    ],
)
def test_a_first_month_has_its_credit(end: str, expected: list[Any]) -> None:
    who = elected(contracts=FIRST_MONTH)
    past = taken(("2026-06-15", "08:00", "16:00"), ("2026-06-16", "16:00", end))

    assert seen(RULE, rota(who, past=past, **MONTH)) == expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("15:00", []),
        ("15:01", [("2026-06-16", 901, 1, "to_confirm", True)]),
    ],
)
def test_what_earlier_months_leave_makes_one_and_a_half_at_most(
    end: str, expected: list[Any]
) -> None:
    past = taken(("2026-06-15", "08:00", "16:00"), ("2026-06-16", "08:00", end))

    assert seen(RULE, rota(elected(), past=past, **MONTH)) == expected


@pytest.mark.parametrize(
    ("hired", "left"),
    [
        pytest.param(date(2026, 5, 1), 300, id="May is used but for two hours, half a credit more"),
        pytest.param(date(2026, 6, 1), 0, id="nothing before"),
    ],
)
def test_only_what_is_left_is_carried(hired: date, left: int) -> None:
    who = elected(contracts=(Contract(kind=ContractKind.CDI, start=hired),))
    may = taken(("2026-05-11", "08:00", "13:00")) if hired.month == 5 else ()
    june = taken(("2026-06-15", "08:00", "18:00"), ("2026-06-16", "08:00", "18:00"))

    (finding,) = findings(RULE, rota(who, past=(*may, *june), **MONTH))

    assert finding.limit == TEN_HOURS + left


@pytest.mark.parametrize(
    ("month", "limit"),
    [
        pytest.param((2025, 7), 12 * 60, id="eleven months before: still there"),
        pytest.param((2025, 6), 10 * 60, id="twelve months before: gone"),
    ],
)
def test_hours_are_kept_for_twelve_months(month: tuple[int, int], limit: int) -> None:
    """All of each later month is used, and the earliest leaves two hours."""
    year, first = month
    who = elected(contracts=(Contract(kind=ContractKind.CDI, start=date(year, first, 1)),))
    before = [(year, first)]
    while before[-1] != (2026, 5):
        y, m = before[-1]
        before.append((y + m // 12, m % 12 + 1))
    spent = [
        (f"{y}-{m:02}-05", "08:00", "16:00" if (y, m) == month else "18:00") for y, m in before
    ]
    june = [("2026-06-15", "07:00", "19:00"), ("2026-06-16", "08:00", "12:00")]

    (finding,) = findings(RULE, rota(who, past=taken(*spent, *june), **MONTH))

    assert (finding.measured, finding.limit) == (16 * 60, limit)


def test_meetings_of_the_employer_take_nothing_off_the_credit() -> None:
    who = elected(contracts=FIRST_MONTH)
    meeting = replace(
        taken(("2026-06-17", "08:00", "18:00"))[0], kind=DutyKind.COUNCIL, id="meeting"
    )
    past = (*taken(("2026-06-15", "08:00", "18:00")), meeting)

    assert seen(RULE, rota(who, past=past, **MONTH)) == []


def test_without_a_credit_nothing_is_compared() -> None:
    past = taken(("2026-06-15", "08:00", "18:00"), ("2026-06-16", "08:00", "18:00"))

    assert seen(RULE, rota(person(), past=past, **MONTH)) == []


def test_the_day_that_passes_it_is_in_the_audit_of_its_week_alone() -> None:
    who = elected(contracts=FIRST_MONTH)
    past = taken(("2026-06-09", "08:00", "18:00"), ("2026-06-16", "08:00", "09:00"))

    before = rota(who, past=past, first=date(2026, 6, 8), last=date(2026, 6, 14))
    after = rota(who, past=past, first=date(2026, 6, 15), last=date(2026, 6, 21))

    assert seen(RULE, before) == []
    assert [finding.message for finding in findings(RULE, after)] == [
        (
            "Maé : 11 h 00 de délégation dans le mois, pour 10 h 00 disponibles (10 h 00 par mois, "
            "avec le report), passées le 16/06/2026 : à confirmer (circonstances exceptionnelles, "
            "heures reçues d’un autre membre)."
        )
    ]


def test_it_never_blocks() -> None:
    past = taken(("2026-06-15", "08:00", "20:00"), ("2026-06-16", "08:00", "20:00"))

    assert [f.blocks for f in findings(RULE, rota(elected(), past=past, **MONTH))] == [False]
