from datetime import date
from typing import Any

import pytest

from constraints.law.hours.weekly_max_48h import RULE
from scheduler.domain.duty import DutyKind
from scheduler.errors import UnlawfulDerogationError
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.make import audited, duty, facts, past, rota, timeline, turning

MONDAY = date(2026, 6, 15)
FORTY = tuple(duty(f"2026-06-{15 + n} 08:00 16:00") for n in range(5))


@pytest.mark.parametrize(("end", "amounts"), [("15:59", []), ("16:00", []), ("16:01", [1])])
def test_forty_eight_hours_to_the_minute(end: str, amounts: list[int]) -> None:
    judged = timeline(*FORTY, duty(f"2026-06-20 08:00 {end}"))

    assert [f.amount for f in audited(RULE, judged)] == amounts


def test_it_is_dated_on_the_day_that_crosses_not_on_the_last_one() -> None:
    judged = timeline(*FORTY, duty("2026-06-20 08:00 17:00"), duty("2026-06-21 08:00 12:00"))

    assert facts(audited(RULE, judged)) == [("2026-06-20", 53 * 60, 2880, 300)]


def test_a_sunday_night_is_split_between_two_weeks() -> None:
    judged = timeline(*FORTY, duty("2026-06-21 18:00 02:00"))

    assert audited(RULE, judged) == []
    more = timeline(*FORTY, duty("2026-06-20 08:00 10:01"), duty("2026-06-21 18:00 02:00"))
    assert facts(audited(RULE, more)) == [("2026-06-21", 2881, 2880, 1)]


@pytest.mark.parametrize(("monday", "hours"), [("2026-03-23", 7), ("2026-10-19", 9)])
def test_the_night_of_a_clock_change_has_seven_or_nine_hours(monday: str, hours: int) -> None:
    first = date.fromisoformat(monday)
    days = [date.fromordinal(first.toordinal() + n) for n in range(6)]
    judged = timeline(
        *(duty(f"{day} 08:00 16:00") for day in days[:5]), duty(f"{days[5]} 22:00 06:00")
    )

    total = 40 * 60 + hours * 60
    sunday = date.fromordinal(first.toordinal() + 6).isoformat()
    expected = [] if total <= 2880 else [(sunday, total, 2880, total - 2880)]
    assert facts(audited(RULE, judged)) == expected


def test_hours_declared_beside_the_known_duties_count() -> None:
    judged = timeline(*FORTY, weeks={MONDAY: 481})

    assert facts(audited(RULE, judged)) == [("2026-06-19", 2881, 2880, 1)]


def test_whoever_turns_eighteen_in_the_week_is_judged_as_an_adult() -> None:
    week = (*FORTY, duty("2026-06-20 08:00 17:00"))

    assert audited(RULE, timeline(*week, who=turning(date(2008, 6, 22)))) == []
    assert len(audited(RULE, timeline(*week, who=turning(date(2008, 6, 21))))) == 1


def week_of_the_past(*, hours: int) -> list[Any]:
    return [past(f"2026-06-{15 + n} 07:00 {7 + hours:02d}:00") for n in range(4)]


@pytest.mark.parametrize(("end", "lawful"), [("16:00", True), ("16:01", False)])
def test_the_model_counts_the_days_of_the_week_before_the_horizon(end: str, lawful: bool) -> None:
    planned = rota(
        *week_of_the_past(hours=10),
        duty(f"2026-06-19 08:00 {end}"),
        first=date(2026, 6, 19),
        last=date(2026, 6, 30),
    )

    assert accepts(RULE, planned) is clean(RULE, planned) is lawful


def test_what_history_exceeds_is_inherited_dated_in_the_horizon_and_takes_no_minute_more() -> None:
    ends: dict[str, Any] = {"first": date(2026, 6, 19), "last": date(2026, 6, 30)}
    history = week_of_the_past(hours=13)
    none = rota(*history, left=(duty("2026-06-19 08:00 09:00"),), **ends)
    some = rota(*history, duty("2026-06-20 08:00 09:00"), **ends)

    assert [(f.on, f.inherited) for f in audited(RULE, none)] == [(date(2026, 6, 19), True)]
    assert accepts(RULE, none)
    assert [f.inherited for f in audited(RULE, some)] == [False]
    assert not accepts(RULE, some)


def test_a_week_that_ended_before_the_horizon_is_silent() -> None:
    old = [past(f"2026-06-{8 + n:02d} 07:00 20:00") for n in range(5)]

    assert audited(RULE, timeline(*old, *FORTY, first=MONDAY)) == []


def test_training_counts() -> None:
    lesson = past("2026-06-20 08:00 16:30", kind=DutyKind.TRAINING)

    assert [f.amount for f in audited(RULE, timeline(*FORTY, lesson))] == [30]


def test_the_administration_may_let_weeks_reach_sixty_hours_for_a_time_and_no_more() -> None:
    until = date(2026, 6, 28)
    rule = RULE.authorised(3600, MONDAY, until, RULE.sources[1])

    days = [date(2026, 6, 14), MONDAY, until, date(2026, 6, 29)]
    assert [rule.limit.on(day) for day in days] == [2880, 3600, 3600, 2880]
    with pytest.raises(UnlawfulDerogationError):
        RULE.authorised(3601, MONDAY, until, RULE.sources[1])
