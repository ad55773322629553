from datetime import date
from typing import Any

import pytest

from constraints.law.rests.daily_span_13h import RULE
from scheduler.domain.duty import DutyKind
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.cases import CASES
from tests.constraints.law.cases import timeline as of_case
from tests.constraints.law.make import audited, call, duty, facts, past, rota, timeline, turning

DAY = date(2026, 6, 15)
MORNING = "2026-06-15 07:00 11:00"


@pytest.mark.parametrize(
    "case", [c for c in CASES if RULE.id in c["also_violates"]], ids=lambda c: c["id"]
)
def test_cases_of_other_rules_that_also_break_this_one_do(case: dict[str, Any]) -> None:
    assert len(list(RULE.audit(of_case(case)))) == 1


@pytest.mark.parametrize(("end", "amounts"), [("19:59", []), ("20:00", []), ("20:01", [1])])
def test_thirteen_hours_to_the_minute(end: str, amounts: list[int]) -> None:
    judged = timeline(duty(MORNING), duty(f"2026-06-15 16:00 {end}"))

    assert [f.amount for f in audited(RULE, judged)] == amounts


def test_a_night_belongs_to_the_day_on_which_it_starts() -> None:
    judged = timeline(duty("2026-06-30 16:00 17:00"), duty("2026-06-30 21:00 05:01"))

    assert facts(audited(RULE, judged)) == [("2026-06-30", 781, 780, 1)]


def test_the_end_of_last_night_is_no_part_of_the_day() -> None:
    judged = timeline(duty("2026-06-14 21:00 05:00"), duty("2026-06-15 17:00 23:00"))

    assert audited(RULE, judged) == []


@pytest.mark.parametrize(("day", "measured"), [("2026-03-29", 779), ("2026-10-25", 899)])
def test_a_clock_change_is_measured_in_elapsed_minutes(day: str, measured: int) -> None:
    judged = timeline(duty(f"{day} 00:01 02:00"), duty(f"{day} 11:00 14:00"))

    expected = [] if measured <= 780 else [(day, measured, 780, measured - 780)]
    assert facts(audited(RULE, judged)) == expected


def test_an_intervention_is_part_of_the_day_and_standby_is_not() -> None:
    work = duty("2026-06-15 09:00 17:00")
    standby = past("2026-06-15 17:00 23:30", kind=DutyKind.STANDBY)

    assert audited(RULE, timeline(work, standby)) == []
    assert facts(audited(RULE, timeline(work, standby, call("2026-06-15 22:30 23:00")))) == [
        ("2026-06-15", 840, 780, 60)
    ]


def test_the_days_of_a_minor_are_for_the_rules_of_minors() -> None:
    both = duty(MORNING), duty("2026-06-15 16:00 21:00")

    assert audited(RULE, timeline(*both, who=turning(date(2008, 6, 16)))) == []
    assert len(audited(RULE, timeline(*both, who=turning(date(2008, 6, 15))))) == 1


def test_what_lies_between_two_constants_too_far_apart_is_not_to_blame() -> None:
    planned = rota(
        past(MORNING),
        past("2026-06-15 19:00 21:00", kind=DutyKind.TRAINING),
        duty("2026-06-15 12:00 16:00"),
        first=DAY,
        last=DAY,
    )

    assert [f.inherited for f in audited(RULE, planned)] == [True]
    assert accepts(RULE, planned)


@pytest.mark.parametrize(("end", "lawful"), [("20:00", True), ("20:01", False)])
def test_the_model_keeps_the_day_short(end: str, lawful: bool) -> None:
    planned = rota(
        past(MORNING, kind=DutyKind.TRAINING),
        duty(f"2026-06-15 18:00 {end}"),
        first=DAY,
        last=DAY,
    )

    assert accepts(RULE, planned) is clean(RULE, planned) is lawful
