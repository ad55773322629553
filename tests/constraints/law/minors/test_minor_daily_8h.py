from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.minors.minor_daily_8h import RULE
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.exemptions import HolidayJob
from tests.constraints.law.people import duty, findings, person, rota, seen

SEVENTEEN = date(2009, 1, 10)
WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}


def test_training_counts_in_the_day() -> None:
    school = duty("2026-06-15 08:00", "12:00", kind=DutyKind.TRAINING)
    field = duty("2026-06-15 13:00", "17:01")

    made = rota(person(birth=SEVENTEEN), field, past=(school,), **WEEK)

    assert seen(RULE, made) == [("2026-06-15", 481, 1, "violation", False)]


def test_what_is_fixed_alone_is_inherited() -> None:
    long = duty("2026-06-15 08:00", "17:00")

    made = rota(person(birth=SEVENTEEN), duty("2026-06-16 08:00", "16:00"), past=(long,), **WEEK)

    assert seen(RULE, made) == [("2026-06-15", 540, 60, "violation", True)]


def test_the_adult_rule_begins_on_the_eighteenth_birthday() -> None:
    who = person(birth=date(2008, 6, 17))
    eve, birthday = duty("2026-06-16 08:00", "16:01"), duty("2026-06-17 08:00", "18:00")

    assert seen(RULE, rota(who, eve, birthday, **WEEK)) == [
        ("2026-06-16", 481, 1, "violation", False)
    ]


def test_a_night_is_split_at_midnight_and_the_day_of_the_past_is_not_judged_again() -> None:
    night = duty("2026-06-14 18:00", "2026-06-15 02:00")

    made = rota(person(birth=SEVENTEEN), duty("2026-06-15 10:00", "16:01"), past=(night,), **WEEK)

    assert seen(RULE, made) == [("2026-06-15", 481, 1, "violation", False)]


def test_the_hour_of_the_autumn_change_counts() -> None:
    who = person(birth=date(2009, 1, 10))
    night = duty("2026-10-25 00:00", "07:01")

    made = rota(who, night, first=date(2026, 10, 25), last=date(2026, 10, 25))

    assert seen(RULE, made) == [("2026-10-25", 481, 1, "violation", False)]


@pytest.mark.parametrize(("end", "over"), [("15:00", 0), ("15:01", 1)])
def test_a_job_in_school_holidays_lasts_seven_hours_a_day(end: str, over: int) -> None:
    job = HolidayJob(requested=date(2026, 6, 1), since=date(2026, 7, 6), until=date(2026, 7, 31))
    pupil = replace(person(birth=date(2011, 3, 1)), holiday_jobs=(job,))
    week: dict[str, Any] = {"first": date(2026, 7, 6), "last": date(2026, 7, 12)}
    made = rota(pupil, duty("2026-07-06 08:00", end), **week)

    assert seen(RULE, made) == ([("2026-07-06", 421, over, "violation", False)] if over else [])
    for finding in findings(RULE, made):
        assert finding.article == "D4153-3"
        assert finding.message == (
            "Maé (moins de 16 ans, en vacances scolaires) : 7 h 01 de travail le 06/07/2026, au "
            "lieu de 7 h 00 au plus."
        )
    older = replace(pupil, birth=date(2010, 7, 6))
    assert seen(RULE, rota(older, duty("2026-07-06 08:00", end), **week)) == []
