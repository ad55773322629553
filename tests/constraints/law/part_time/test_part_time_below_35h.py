from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.part_time.part_time_below_35h import RULE
from scheduler.dated import Source
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.employment.employer import Employer, Route, Scheme
from tests.constraints.law.people import duty, person, rota, seen

SOURCE = Source("accord d'entreprise", "art. 4")


DAYS = ("2026-06-15", "2026-06-16", "2026-06-17", "2026-06-18", "2026-06-19")
WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}


def five(end: str, *, at: int = 4) -> list[Duty]:
    """Five days of seven hours, one of which ends at `end`."""
    return [duty(f"{day} 09:00", end if n == at else "16:00") for n, day in enumerate(DAYS)]


@pytest.mark.parametrize(
    ("basis", "expected"),
    [
        (HoursBasis.WEEK, [("2026-06-15", 2100, 1, "violation", False)]),
        (HoursBasis.MONTH, [("2026-06-15", 2100, 1, "violation", False)]),
        (HoursBasis.YEAR, []),
    ],
)
def test_weeks_and_months_are_judged_by_the_week_and_years_are_not(
    basis: HoursBasis, expected: list[tuple[str, int, int, str, bool]]
) -> None:
    assert seen(RULE, rota(person(hours=33, basis=basis), *five("16:00"), **WEEK)) == expected


@pytest.mark.parametrize(
    ("at", "last", "expected"),
    [(3, "15:59", []), (3, "16:00", ["to_confirm"]), (3, "22:59", ["to_confirm"])],
)
def test_a_credit_may_be_used_beside_the_working_hours(
    at: int, last: str, expected: list[str]
) -> None:
    """Four days of seven hours, and seven on the mandate: 35 h, which only posts may not reach."""
    mandate = duty("2026-06-20 09:00", "16:00", kind=DutyKind.DELEGATION)
    week = five(last, at=at)[:4]

    made = rota(person(hours=33), *week, past=(mandate,), **WEEK)

    assert [f[3] for f in seen(RULE, made)] == expected


AGREED = Scheme(route=Route.AGREEMENT, start=date(2026, 6, 1), weeks=4)
DECIDED = Scheme(route=Route.UNILATERAL, start=date(2026, 6, 1), weeks=4)


@pytest.mark.parametrize(
    ("schemes", "expected"),
    [
        ((AGREED,), []),
        ((replace(AGREED, agency="ag"),), []),
        ((replace(AGREED, agency="other"),), [2100]),
        ((replace(AGREED, until=date(2026, 6, 14)),), [2100]),
        ((DECIDED,), [2100]),
        ((), [2100]),
    ],
)
def test_a_cycle_is_judged_by_the_week_unless_an_agreement_arranges_it(
    schemes: tuple[Scheme, ...], expected: list[int]
) -> None:
    who = person(hours=33, basis=HoursBasis.CYCLE)
    made = rota(who, *five("16:00"), employer=Employer(schemes=schemes), **WEEK)

    assert [f[1] for f in seen(RULE, made)] == expected


def test_only_the_days_before_an_agreement_begins_are_judged_by_the_week() -> None:
    who = person(hours=33, basis=HoursBasis.CYCLE)
    from_friday = Employer(schemes=(replace(AGREED, start=date(2026, 6, 19)),))
    made = rota(who, *five("16:00"), employer=from_friday, **WEEK)

    assert seen(RULE, made) == []


def test_a_minute_less_is_lawful_and_full_timers_are_not_concerned() -> None:
    assert seen(RULE, rota(person(hours=33), *five("15:59"), **WEEK)) == []
    assert seen(RULE, rota(person(hours=35), *five("18:00"), **WEEK)) == []


def test_only_the_days_under_part_time_contracts_count() -> None:
    until, since = date(2026, 6, 17), date(2026, 6, 18)
    part = Contract(kind=ContractKind.CDD, start=date(2026, 1, 1), end=until, weekly_minutes=1980)
    renewed = Contract(kind=ContractKind.CDD, start=since, weekly_minutes=1980)
    full = Contract(kind=ContractKind.CDI, start=since)

    assert seen(RULE, rota(person(contracts=(part, full)), *five("16:00"), **WEEK)) == []
    assert seen(RULE, rota(person(contracts=(part, renewed)), *five("16:00"), **WEEK)) == [
        ("2026-06-15", 2100, 1, "violation", False)
    ]


def test_the_past_of_the_week_counts_and_alone_it_is_not_reported() -> None:
    past, late = five("16:00"), duty("2026-06-20 09:00", "09:30")
    month: dict[str, Any] = {"first": date(2026, 6, 20), "last": date(2026, 6, 30)}

    assert seen(RULE, rota(person(hours=33), late, past=tuple(past), **month)) == [
        ("2026-06-15", 2130, 31, "violation", False)
    ]
    later = duty("2026-06-23 09:00", "12:00")
    assert seen(RULE, rota(person(hours=33), later, past=tuple(past), **month)) == []


def test_the_night_of_the_spring_change_is_an_hour_shorter() -> None:
    days = ("2026-03-23", "2026-03-24", "2026-03-25", "2026-03-26")
    week = [duty(f"{day} 09:00", "16:00") for day in days]
    night = duty("2026-03-28 22:00", "2026-03-29 06:00")
    month: dict[str, Any] = {"first": date(2026, 3, 23), "last": date(2026, 3, 29)}

    assert seen(RULE, rota(person(hours=33), *week, night, **month)) == [
        ("2026-03-23", 2100, 1, "violation", False)
    ]


def test_a_lower_conventional_week_lowers_the_limit() -> None:
    lower = replace(RULE, reached=RULE.reached.derogate(32 * 60, date(2026, 1, 1), SOURCE))

    assert [f[1:3] for f in seen(lower, rota(person(hours=24), *five("15:59"), **WEEK))] == [
        (2099, 180)
    ]
