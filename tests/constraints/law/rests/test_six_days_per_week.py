from datetime import date, timedelta
from typing import Any

import pytest

from constraints.law.rests.six_days_per_week import RULE
from scheduler.domain.duty import Duty, DutyKind
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.make import audited, duty, facts, past, rota, timeline, turning

MONDAY = date(2026, 6, 15)


def run(number: int, *, since: date = MONDAY, **options: Any) -> list[Duty]:
    """So many days in a row."""
    return [duty(f"{since + timedelta(days=n)} 09:00 12:00", **options) for n in range(number)]


def test_six_days_are_lawful_and_the_seventh_is_not() -> None:
    assert audited(RULE, timeline(*run(6))) == []
    assert facts(audited(RULE, timeline(*run(7)))) == [("2026-06-21", 7, 6, 1)]


def test_twelve_days_in_a_row_are_lawful_over_two_civil_weeks() -> None:
    assert audited(RULE, timeline(*run(12, since=date(2026, 6, 16)))) == []


def test_a_night_touches_two_days_even_for_a_minute() -> None:
    week = run(6)[:5]

    assert audited(RULE, timeline(*week, duty("2026-06-20 18:00 00:00"))) == []
    assert facts(audited(RULE, timeline(*week, duty("2026-06-20 18:00 00:01")))) == [
        ("2026-06-21", 7, 6, 1)
    ]


@pytest.mark.parametrize("sunday", ["2026-03-29", "2026-10-25"])
def test_the_sunday_of_a_clock_change_is_a_day_like_any_other(sunday: str) -> None:
    monday = date.fromisoformat(sunday) - timedelta(days=6)

    assert facts(audited(RULE, timeline(*run(7, since=monday)))) == [(sunday, 7, 6, 1)]


def test_standby_is_no_work_and_a_class_is() -> None:
    standby = past("2026-06-21 09:00 12:00", kind=DutyKind.STANDBY)
    lesson = past("2026-06-21 09:00 12:00", kind=DutyKind.TRAINING)

    assert audited(RULE, timeline(*run(6), standby)) == []
    assert len(audited(RULE, timeline(*run(6), lesson))) == 1


def test_it_holds_for_minors_too() -> None:
    assert len(audited(RULE, timeline(*run(7), who=turning(date(2010, 1, 1))))) == 1


@pytest.mark.parametrize(("number", "lawful"), [(3, True), (4, False)])
def test_a_week_over_two_months_counts_the_days_before_the_horizon(
    number: int, lawful: bool
) -> None:
    since = date(2026, 7, 2)
    history = run(3, since=date(2026, 6, 29), decided=False)
    planned = rota(*history, *run(number, since=since), first=since, last=date(2026, 7, 31))

    assert accepts(RULE, planned) is clean(RULE, planned) is lawful


def test_seven_days_of_constants_are_inherited_whatever_is_added_on_them() -> None:
    lessons = run(7, decided=False, kind=DutyKind.TRAINING)
    more = duty("2026-06-17 14:00 16:00")
    planned = rota(*lessons, more, first=MONDAY, last=date(2026, 6, 21))

    assert [f.inherited for f in audited(RULE, planned)] == [True]
    assert accepts(RULE, planned)


def test_the_past_is_silent() -> None:
    judged = timeline(
        *run(7, decided=False), *run(1, since=date(2026, 6, 22)), first=date(2026, 6, 22)
    )

    assert audited(RULE, judged) == []
