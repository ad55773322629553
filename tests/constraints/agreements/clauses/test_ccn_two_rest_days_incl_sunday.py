from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.agreements.clauses.ccn_two_rest_days_incl_sunday import (
    RULE,
    MissionsLocalesRestDays,
    RegiesRestDays,
)
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.finding import Effect
from tests.constraints.agreements.clauses.judged import agreed, said, since_tuesday
from tests.constraints.law.make import ADULT, audited, days, duty, timeline

REGIES, MISSIONS = RegiesRestDays(), MissionsLocalesRestDays()
ALL = [RULE, REGIES, MISSIONS]
MONDAY, SUNDAY = date(2026, 6, 15), date(2026, 6, 21)
WEEK: dict[str, Any] = {"first": MONDAY, "last": SUNDAY}
TWO: dict[str, Any] = {"first": MONDAY, "last": date(2026, 6, 28)}
GROUND = (Ground(kind=GroundKind.SUNDAY, since=date(2026, 1, 1), ground="arrêté"),)


def june(*numbers: int) -> tuple[str, ...]:
    return tuple(f"2026-06-{n}" for n in numbers)


@pytest.mark.parametrize("rule", ALL, ids=lambda r: type(r).__name__)
def test_a_saturday_and_a_sunday_do(rule: RegiesRestDays) -> None:
    assert said(rule, *days(*june(15, 16, 17, 18, 19)), **WEEK) == []


@pytest.mark.parametrize("rule", ALL, ids=lambda r: type(r).__name__)
def test_a_sunday_alone_does_not(rule: RegiesRestDays) -> None:
    assert said(rule, *days(*june(15, 16, 17, 18, 19, 20)), **WEEK) == [
        ("2026-06-15", 1, 2, "violation")
    ]


@pytest.mark.parametrize("rule", ALL, ids=lambda r: type(r).__name__)
def test_a_worked_sunday_without_a_ground_does_not(rule: RegiesRestDays) -> None:
    assert said(rule, *days(*june(15, 16, 17, 20, 21)), **WEEK) == [
        ("2026-06-15", 0, 2, "violation")
    ]


@pytest.mark.parametrize("rule", ALL, ids=lambda r: type(r).__name__)
def test_a_sunday_and_the_monday_after_do(rule: RegiesRestDays) -> None:
    weeks = *june(15, 16, 17, 18, 19, 20), *june(23, 24, 25, 26)

    assert said(rule, *days(*weeks), **TWO) == []


@pytest.mark.parametrize("rule", ALL, ids=lambda r: type(r).__name__)
def test_a_monday_and_the_sunday_of_one_week_are_to_confirm(rule: RegiesRestDays) -> None:
    assert said(rule, *days(*june(16, 17, 18, 19, 20)), **WEEK) == [
        ("2026-06-15", 1, 2, "to_confirm")
    ]


def test_a_ground_and_two_days_elsewhere_are_to_confirm_with_the_worker() -> None:
    week = days(*june(15, 16, 17, 20, 21))

    assert said(RULE, *week, grounds=GROUND, **WEEK) == [("2026-06-15", 0, 2, "to_confirm")]
    assert said(REGIES, *week, grounds=GROUND, **WEEK) == [("2026-06-15", 0, 2, "to_confirm")]
    assert said(MISSIONS, *week, grounds=GROUND, **WEEK) == [("2026-06-15", 0, 2, "violation")]


def test_only_the_regies_give_two_days_apart() -> None:
    week = days(*june(15, 16, 18, 20, 21))

    assert said(RULE, *week, grounds=GROUND, **WEEK) == [("2026-06-15", 0, 2, "violation")]
    assert said(REGIES, *week, grounds=GROUND, **WEEK) == [("2026-06-15", 0, 2, "to_confirm")]


@pytest.mark.parametrize(
    ("hours", "verdict"), [(20 * 60, "to_confirm"), (20 * 60 + 1, "violation")]
)
def test_the_regies_leave_the_sunday_alone_to_contracts_of_twenty_hours(
    hours: int, verdict: str
) -> None:
    contract = Contract(
        kind=ContractKind.CDI,
        start=date(2020, 1, 1),
        weekly_minutes=hours,
        days=frozenset(range(6)),
    )
    six = days(*june(15, 16, 17, 18, 19, 20), start="09:00", end="12:00")

    findings = said(REGIES, *six, who=replace(ADULT, contracts=(contract,)), **WEEK)

    assert findings == [("2026-06-15", 1, 2, verdict)]


def test_a_contract_over_five_days_has_two() -> None:
    contract = Contract(
        kind=ContractKind.CDI,
        start=date(2020, 1, 1),
        weekly_minutes=20 * 60,
        days=frozenset(range(5)),
    )
    six = days(*june(15, 16, 17, 18, 19, 20), start="09:00", end="12:00")

    findings = said(REGIES, *six, who=replace(ADULT, contracts=(contract,)), **WEEK)

    assert findings == [("2026-06-15", 1, 2, "violation")]


def test_a_night_over_saturday_midnight_takes_the_sunday() -> None:
    week = days(*june(15, 16, 17, 18))

    assert said(RULE, *week, duty("2026-06-20 18:00 00:00"), **WEEK) == [
        ("2026-06-15", 1, 2, "violation")
    ]
    assert said(RULE, *week, duty("2026-06-20 18:00 00:01"), **WEEK) == [
        ("2026-06-15", 0, 2, "violation")
    ]


def test_it_holds_from_the_first_week_that_begins_under_the_agreement() -> None:
    six = days(*june(15, 16, 17, 18, 19, 20, 22, 23, 24, 25, 26, 27))

    assert said(since_tuesday(RULE), *six, **TWO) == [("2026-06-22", 1, 2, "violation")]


def test_a_company_agreement_may_give_the_sunday_alone_or_no_sunday() -> None:
    six = days(*june(15, 16, 17, 18, 19, 20))

    assert said(agreed(MISSIONS, days=1), *six, **WEEK) == []
    assert said(agreed(MISSIONS, days=0), *six, *days("2026-06-21"), **WEEK) == []


def test_each_agreement_cites_its_article_and_what_is_not_extended_warns() -> None:
    week = timeline(*days(*june(15, 16, 17, 18, 19, 20)), **WEEK)

    findings = [finding for rule in ALL for finding in audited(rule, week)]

    assert [(f.rule, f.article, f.effect) for f in findings] == [
        ("ccn_two_rest_days_incl_sunday", "art. IV-1.3.2 (ALISFA, IDCC 1261)", Effect.BLOCK),
        ("ccn_two_rest_days_incl_sunday", "art. 3.4 (Régies de quartier, IDCC 3105)", Effect.WARN),
        ("ccn_two_rest_days_incl_sunday", "art. 5.3 (Missions locales, IDCC 2190)", Effect.BLOCK),
    ]
