"""What a worked case says of an agreement is read: which, from when, on which days otherwise."""

from typing import Any

import pytest

from tests.constraints.law.cases import check, rule_of

WORKER = {
    "age": 30,
    "contract": "CDI",
    "weekly_hours": 35,
    "part_time": False,
    "night_worker": False,
}


def case(
    rule: str,
    *shifts: str,
    on: str | None = None,
    amount: int | None = None,
    **context: Any,
) -> dict[str, Any]:
    """`06-15 08:00 12:00` or `06-15 22:00 04:00+30` with a break: no `on` means lawful."""
    return {
        "id": "CCN",
        "rule": rule,
        "worker": WORKER,
        "shifts": [shift(text) for text in shifts],
        "history": {},
        "context": context,
        "expected": "violation" if on else "ok",
        "first_violation_date": on and f"2026-{on}",
        "amount": amount,
        "measured": None,
    }


def shift(text: str) -> dict[str, Any]:
    day, start, end = text.split()
    end, _, pause = end.partition("+")
    last = day if end > start else f"{day[:3]}{int(day[3:]) + 1:02d}"
    return {
        "start": f"2026-{day}T{start}",
        "end": f"2026-{last}T{end}",
        "break_minutes": int(pause or 0),
    }


def week(*days: int, hours: str = "09:00 17:00+45") -> list[str]:
    return [f"06-{day} {hours}" for day in days]


SPLIT = ("06-15 08:00 12:00", "06-15 16:00 20:00")

CASES = [
    case("ccn_eclat_amplitude_12h", SPLIT[0], "06-15 16:00 20:01", on="06-15", amount=1),
    case(
        "ccn_eclat_amplitude_12h",
        "06-14 08:00 12:00",
        "06-14 16:00 20:01",
        *SPLIT,
        agreement_start="2026-06-15",
    ),
    case("ccn_eclat_break_45min", "06-15 09:00 17:00+44", on="06-15", amount=1),
    case("ccn_alisfa_amplitude", *SPLIT, on="06-15", amount=120),
    case("ccn_alisfa_amplitude", *SPLIT, exceptional=True),
    case("ccn_alisfa_amplitude", *SPLIT, exceptional_days=["2026-06-15"]),
    case("ccn_alisfa_amplitude", *SPLIT, exceptional_days=["2026-06-16"], on="06-15", amount=120),
    case(
        "ccn_two_rest_days_incl_sunday",
        *week(17, 18, 19, 20, 21),
        idcc=2190,
        weeks_to_check=["2026-06-15"],
        on="06-15",
    ),
    case("daily_span_13h", *SPLIT, "06-15 20:30 20:31", agreement="eclat", on="06-15"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['rule']}-{c['expected']}")
def test_the_audit_gives_the_verdict_of_the_case(case: dict[str, Any]) -> None:
    check(rule_of(case), case)
