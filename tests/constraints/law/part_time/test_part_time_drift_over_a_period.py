"""Temps partiel : the hours of an arrangement over its own period (L3123-13)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.law.part_time.part_time_drift_12_weeks import RULE
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Carried, CarriedKind, Employer, Route, Scheme
from scheduler.domain.time import days_span
from tests.constraints.law.drift import ENOUGH, contract, judged, seen, weeks
from tests.constraints.law.make import audited, days, timeline
from tests.constraints.law.people import person

YEAR = Scheme(route=Route.AGREEMENT, start=date(2026, 1, 1), months=12)


def over_the_year(minutes: int, **options: Any) -> list[tuple[str, int, int, str]]:
    carried = Carried(
        mediator="m", kind=CarriedKind.PERIOD, day=date(2026, 12, 31), minutes=minutes
    )
    usual: dict[str, Any] = {
        "who": person(hours=24, basis=HoursBasis.YEAR),
        "first": date(2026, 12, 1),
        "last": date(2026, 12, 31),
        "employer": Employer(schemes=(YEAR,)),
        "carried": (carried,),
    }
    return seen({}, **(usual | options))


def test_a_year_is_judged_over_its_period_by_both_counts_of_leave() -> None:
    # 26 h on each of 365/7 weeks; 26 h on each of the 1607/35 weeks of a legal year.
    sure, unsure = -(-ENOUGH * 365 // 7), -(-ENOUGH * 1607 // 35)

    assert over_the_year(sure) == [("2026-12-31", ENOUGH, 120, "violation")]
    assert over_the_year(sure - 1)[0][3] == "to_confirm"
    assert over_the_year(unsure) == [("2026-12-31", ENOUGH, 120, "to_confirm")]
    assert over_the_year(unsure - 1) == []


def test_a_year_is_not_judged_by_the_week_nor_before_it_ends_nor_unknown() -> None:
    annual = person(hours=24, basis=HoursBasis.YEAR)
    employer = Employer(schemes=(YEAR,))

    assert seen(weeks(*[ENOUGH] * 15), who=annual, employer=employer) == []
    assert over_the_year(100_000, last=date(2026, 12, 30)) == []
    assert over_the_year(0, carried=()) == []
    assert over_the_year(100_000, who=person(hours=35, basis=HoursBasis.YEAR)) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ["violation"]),
        # Decided by the employer alone, it binds no part-timer.
        ({"employer": Employer(schemes=(replace(YEAR, route=Route.UNILATERAL),))}, []),
        # Whoever came during the period hasn't worked all of it.
        ({"who": person(contracts=(contract(date(2026, 1, 2), 24, basis=HoursBasis.YEAR),))}, []),
        (
            {
                "who": person(
                    contracts=(
                        contract(date(2020, 1, 1), 24, date(2025, 12, 31)),
                        contract(date(2026, 1, 1), 35, basis=HoursBasis.YEAR),
                    )
                )
            },
            [],
        ),
        # Twelve weeks are judged by the week.
        ({"employer": Employer(schemes=(replace(YEAR, months=0, weeks=12),))}, []),
    ],
)
def test_only_a_long_period_by_agreement_wholly_part_time_is_judged(
    changed: dict[str, Any], expected: list[str]
) -> None:
    assert [row[3] for row in over_the_year(200_000, **changed)] == expected


def test_a_year_whose_agreement_nobody_told_of_is_to_confirm() -> None:
    (finding,) = over_the_year(100_000, employer=Employer())

    assert finding[3] == "to_confirm"


def test_a_described_year_adds_up_its_weeks_and_duties() -> None:
    year = {date(2026, 1, 5) + timedelta(weeks=n): 30 * 60 for n in range(51)}
    shift = days("2026-12-31", start="09:00", end="10:00")
    made = judged(
        year,
        who=person(hours=24, basis=HoursBasis.YEAR),
        first=date(2026, 12, 1),
        last=date(2026, 12, 31),
        employer=Employer(schemes=(YEAR,)),
        known=days_span(date(2026, 1, 1), date(2026, 12, 31)),
    )
    more = timeline(
        *shift,
        who=made.mediator,
        first=date(2026, 12, 1),
        last=date(2026, 12, 31),
        employer=made.employer,
        known=made.known,
        weeks=year,
    )

    assert [f.measured for f in audited(RULE, made)] == [51 * 30 * 60 * 7 // 365]
    assert [f.measured for f in audited(RULE, more)] == [(51 * 30 + 1) * 60 * 7 // 365]


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        (Scheme(route=Route.AGREEMENT, start=date(2026, 1, 5), weeks=12), ["violation"]),
        (Scheme(route=Route.AGREEMENT, start=date(2026, 1, 5), weeks=13), []),
        (Scheme(route=Route.AGREEMENT, start=date(2026, 1, 1), months=3), []),
        (Scheme(route=Route.UNILATERAL, start=date(2026, 1, 5), weeks=13), ["violation"]),
    ],
)
def test_a_cycle_by_agreement_replaces_the_twelve_weeks_if_it_is_longer(
    scheme: Scheme, expected: list[str]
) -> None:
    cycle = person(hours=24, basis=HoursBasis.CYCLE)
    judged_years = seen(weeks(*[ENOUGH] * 12), who=cycle, employer=Employer(schemes=(scheme,)))

    assert [row[3] for row in judged_years] == expected
