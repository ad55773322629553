from datetime import date

import pytest

from constraints.law.hours.daily_max_10h import RULE
from scheduler.domain.duty import BreakKind, DutyKind
from scheduler.finding import Verdict
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.make import audited, duty, facts, past, pause, rota, timeline, turning

DAY = date(2026, 6, 15)


@pytest.mark.parametrize(("end", "amounts"), [("17:59", []), ("18:00", []), ("18:01", [1])])
def test_ten_hours_to_the_minute(end: str, amounts: list[int]) -> None:
    assert [f.amount for f in audited(RULE, timeline(duty(f"2026-06-15 08:00 {end}")))] == amounts


def test_two_posts_of_a_day_add_up_and_a_break_on_watch_is_work() -> None:
    judged = timeline(
        duty("2026-06-15 07:00 12:00"),
        duty("2026-06-15 13:00 18:30", pause(30, "2026-06-15 15:00", BreakKind.WATCH)),
    )

    assert facts(audited(RULE, judged)) == [("2026-06-15", 630, 600, 30)]


def test_a_night_is_split_at_midnight_even_over_a_month_end() -> None:
    judged = timeline(duty("2026-06-30 20:00 04:00"), duty("2026-07-01 15:00 21:01"))

    assert facts(audited(RULE, judged)) == [("2026-07-01", 601, 600, 1)]


def test_classes_count_and_standby_does_not() -> None:
    lesson = past("2026-06-15 08:00 16:00", kind=DutyKind.TRAINING)
    standby = past("2026-06-15 20:00 23:00", kind=DutyKind.STANDBY)

    assert audited(RULE, timeline(lesson, standby, duty("2026-06-15 17:00 19:00"))) == []
    assert len(audited(RULE, timeline(lesson, duty("2026-06-15 17:00 19:01")))) == 1


@pytest.mark.parametrize(
    ("text", "measured"), [("2026-03-29 00:00 11:01", 601), ("2026-10-25 00:00 09:01", 601)]
)
def test_a_clock_change_takes_or_gives_an_hour_of_work(text: str, measured: int) -> None:
    day = text.split(maxsplit=1)[0]

    assert facts(audited(RULE, timeline(duty(text)))) == [(day, measured, 600, 1)]


def test_a_shift_over_ten_hours_that_midnight_cuts_is_to_confirm() -> None:
    [finding] = audited(RULE, timeline(duty("2026-06-15 19:00 05:01")))

    assert finding.verdict is Verdict.TO_CONFIRM
    assert (finding.measured, finding.limit, finding.on) == (601, 600, DAY)
    assert not finding.blocks
    assert audited(RULE, timeline(duty("2026-06-15 19:00 05:00"))) == []


@pytest.mark.parametrize(("end", "measured"), [("03:00", []), ("03:01", [601])])
def test_posts_that_follow_each_other_over_midnight_without_a_stop_are_one(
    end: str, measured: list[int]
) -> None:
    judged = timeline(
        duty("2026-06-15 17:00 20:00"),
        duty("2026-06-15 20:00 01:00"),
        duty(f"2026-06-16 01:00 {end}"),
    )

    shown = audited(RULE, judged)
    assert [f.measured for f in shown] == measured
    assert {(f.verdict, f.on, len(f.evidence)) for f in shown} <= {(Verdict.TO_CONFIRM, DAY, 3)}


def test_a_stop_between_two_posts_over_midnight_parts_them() -> None:
    judged = timeline(duty("2026-06-15 17:00 01:00"), duty("2026-06-16 01:01 05:00"))

    assert audited(RULE, judged) == []


def test_the_days_of_a_minor_are_for_the_rules_of_minors() -> None:
    judged = duty("2026-06-15 08:00 19:00")

    assert audited(RULE, timeline(judged, who=turning(date(2008, 6, 16)))) == []
    assert len(audited(RULE, timeline(judged, who=turning(date(2008, 6, 15))))) == 1


def test_the_past_is_silent_and_a_class_too_long_is_inherited() -> None:
    old = past("2026-06-14 08:00 19:00")
    lesson = past("2026-06-15 08:00 19:00", kind=DutyKind.TRAINING)

    assert [(f.on, f.inherited) for f in audited(RULE, timeline(old, lesson, first=DAY))] == [
        (DAY, True)
    ]


@pytest.mark.parametrize(("start", "lawful"), [("18:00", True), ("17:59", False)])
def test_the_model_counts_the_night_before_the_horizon(start: str, lawful: bool) -> None:
    planned = rota(
        past("2026-06-14 20:00 06:00"), duty(f"2026-06-15 {start} 22:00"), first=DAY, last=DAY
    )

    assert accepts(RULE, planned) is clean(RULE, planned) is lawful


def test_what_spills_over_the_horizon_counts_with_the_class_that_follows() -> None:
    planned = rota(
        duty("2026-06-15 20:00 04:00"),
        past("2026-06-16 14:00 20:30", kind=DutyKind.TRAINING),
        first=DAY,
        last=DAY,
    )

    assert facts(audited(RULE, planned)) == [("2026-06-16", 630, 600, 30)]
    assert not accepts(RULE, planned)
