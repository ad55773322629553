from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.agreements.clauses.ccn_alisfa_part_time_min import RULE
from scheduler.domain.employment.contracts import Contract, ContractKind, ShortHours
from scheduler.domain.employment.employer import Employer
from scheduler.domain.time import days_span
from scheduler.domain.timeline import Timeline
from scheduler.finding import Effect
from tests.constraints.agreements.clauses.judged import since_tuesday
from tests.constraints.law.make import ADULT

START = date(2026, 6, 15)


def judged(
    minutes: int, group: str, headcount: int | None = 109, rule: Any = RULE, **options: Any
) -> list[tuple[int, int, str]]:
    contract = Contract(
        kind=ContractKind.CDI, start=START, weekly_minutes=minutes, group=group, **options
    )
    timeline = Timeline(
        mediator=replace(ADULT, contracts=(contract,)),
        horizon=days_span(date(2026, 6, 1), date(2026, 6, 30)),
        duties=(),
        employer=Employer(headcount=headcount),
    )
    return [(f.measured, f.limit, f.verdict.value) for f in rule.audit(timeline)]


@pytest.mark.parametrize(
    ("group", "headcount", "least"),
    [
        ("intervenant technique", 109, 60),
        ("intervenant technique", None, 60),
        ("animateur d'activité", 109, 300),
        ("Animateur d’activité", None, 300),
        ("agent de maintenance", 19, 300),
        ("éducateur petite enfance", 19, 300),
    ],
)
def test_a_job_has_its_minimum(group: str, headcount: int | None, least: int) -> None:
    assert judged(least, group, headcount) == []
    assert judged(least - 1, group, headcount) == [(least - 1, least, "violation")]


@pytest.mark.parametrize(
    ("group", "headcount", "decimal", "clock"),
    [
        ("agent de maintenance", 20, 510, 530),
        ("coordinateur", 19, 1050, 1070),
        ("coordinateur", 20, 1050, 1070),
        ("éducateur petite enfance", 20, 1050, 1070),
    ],
)
def test_between_the_two_readings_of_8_h_50_it_is_to_confirm(
    group: str, headcount: int, decimal: int, clock: int
) -> None:
    assert judged(decimal - 1, group, headcount) == [(decimal - 1, decimal, "violation")]
    assert judged(decimal, group, headcount) == [(decimal, clock, "to_confirm")]
    assert judged(clock - 1, group, headcount) == [(clock - 1, clock, "to_confirm")]
    assert judged(clock, group, headcount) == []


def test_without_the_headcount_the_lower_minimum_is_sure() -> None:
    assert judged(299, "animateur", None) == [(299, 300, "violation")]
    assert judged(300, "animateur", None) == [(300, 530, "to_confirm")]
    assert judged(530, "animateur", None) == []


def test_a_job_that_the_agreement_does_not_name_is_to_confirm_under_24_hours() -> None:
    assert judged(24 * 60, "médiateur") == []
    assert judged(24 * 60 - 1, "médiateur") == [(1439, 1440, "to_confirm")]
    assert judged(59, "") == [(59, 60, "violation")]


def test_exceptions_of_the_code_and_contracts_of_a_week_are_left_out() -> None:
    assert judged(59, "", short_hours=ShortHours.REQUEST) == []
    assert judged(59, "", end=START + timedelta(days=6)) == []
    assert judged(59, "", end=START + timedelta(days=7)) == [(59, 60, "violation")]


def test_it_holds_for_contracts_begun_under_the_agreement() -> None:
    assert judged(59, "", rule=since_tuesday(RULE)) == []


def test_it_warns() -> None:
    assert RULE.effect is Effect.WARN
