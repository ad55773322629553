from datetime import date

import pytest

from constraints.law.rests.daily_rest_11h import RULE
from scheduler.domain.duty import DutyKind
from scheduler.finding import Verdict
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.make import (
    audited,
    call,
    duty,
    facts,
    past,
    rota,
    timeline,
    turning,
)


@pytest.mark.parametrize(("end", "amounts"), [("20:59", []), ("21:00", []), ("21:01", [1])])
def test_eleven_hours_to_the_minute(end: str, amounts: list[int]) -> None:
    judged = timeline(duty(f"2026-06-30 13:00 {end}"), duty("2026-07-01 08:00 12:00"))

    assert [f.amount for f in audited(RULE, judged)] == amounts


@pytest.mark.parametrize(
    ("evening", "amounts"), [("2026-03-28", [60]), ("2026-10-24", []), ("2026-06-13", [])]
)
def test_a_clock_change_takes_or_gives_an_hour_of_rest(evening: str, amounts: list[int]) -> None:
    day = date.fromisoformat(evening)
    morning = date.fromordinal(day.toordinal() + 1)
    judged = timeline(duty(f"{evening} 13:00 20:00"), duty(f"{morning} 07:00 12:00"))

    assert [f.amount for f in audited(RULE, judged)] == amounts


def test_in_october_ten_hours_on_the_clock_are_eleven() -> None:
    judged = timeline(duty("2026-10-24 13:00 21:00"), duty("2026-10-25 07:00 12:00"))

    assert audited(RULE, judged) == []


def test_a_split_day_is_one_day_and_a_night_belongs_to_its_start() -> None:
    split = timeline(duty("2026-06-15 07:00 11:00"), duty("2026-06-15 16:00 20:00"))
    night = timeline(duty("2026-06-15 21:30 06:00"), duty("2026-06-16 16:59 20:00"))

    assert audited(RULE, split) == []
    assert facts(audited(RULE, night)) == [("2026-06-16", 659, 660, 1)]


def test_a_class_counts_and_a_standby_is_rest() -> None:
    evening = duty("2026-06-15 14:00 22:00")
    lesson = past("2026-06-16 08:30 12:00", kind=DutyKind.TRAINING)
    standby = past("2026-06-16 00:00 08:00", kind=DutyKind.STANDBY)

    assert facts(audited(RULE, timeline(evening, lesson))) == [("2026-06-16", 630, 660, 30)]
    assert audited(RULE, timeline(evening, standby, duty("2026-06-16 09:00 12:00"))) == []


def test_an_intervention_after_a_full_rest_breaks_nothing() -> None:
    evening, morning = duty("2026-06-15 10:00 18:00"), duty("2026-06-16 09:00 12:00")

    assert audited(RULE, timeline(evening, call("2026-06-16 05:00 05:30"), morning)) == []
    assert facts(audited(RULE, timeline(evening, call("2026-06-16 04:59 05:30"), morning))) == [
        ("2026-06-16", 659, 660, 1)
    ]


def test_an_intervention_before_a_full_rest_breaks_nothing() -> None:
    evening, late = duty("2026-06-15 10:00 18:00"), duty("2026-06-16 12:30 18:00")

    assert audited(RULE, timeline(evening, call("2026-06-16 01:00 01:30"), late)) == []


def test_two_days_that_overlap_leave_no_rest_at_all() -> None:
    judged = timeline(duty("2026-06-15 21:30 06:00"), duty("2026-06-16 05:00 09:00"))

    assert facts(audited(RULE, judged)) == [("2026-06-16", 0, 660, 660)]


def test_work_that_goes_on_over_midnight_is_no_resumption_if_its_day_holds_a_whole_rest() -> None:
    night = (
        past("2026-06-15 18:30 01:30"),
        past("2026-06-16 01:30 02:30"),
    )
    late = past("2026-06-15 22:30 01:30")

    (continued,) = audited(RULE, timeline(*night))
    (back_too_soon, *_) = audited(RULE, timeline(*night, duty("2026-06-16 12:00 18:00")))
    (stopped,) = audited(RULE, timeline(night[0], past("2026-06-16 01:31 02:30")))
    (too_long,) = audited(RULE, timeline(past("2026-06-15 13:29 17:29"), late, night[1]))
    (just_enough,) = audited(RULE, timeline(past("2026-06-15 13:30 17:30"), late, night[1]))
    (too_much,) = audited(RULE, timeline(past("2026-06-15 18:29 01:30"), night[1]))

    assert (continued.verdict, continued.measured, continued.on) == (
        Verdict.TO_CONFIRM,
        0,
        date(2026, 6, 16),
    )
    assert continued.message == (
        "Lou : travail continué sans arrêt après minuit, le 16/06/2026 : à confirmer. Le texte "
        "veut 11 h 00 de repos entre deux jours, sans dire si ce travail en commence un ; les "
        "24 heures depuis la prise de service en comptent autant."
    )
    others = [back_too_soon, stopped, too_long, too_much, just_enough]
    assert [f.verdict.value for f in others] == [
        "violation",
        "violation",
        "violation",
        "violation",
        "to_confirm",
    ]


def test_the_plan_has_no_work_that_goes_on_over_midnight_in_another_post() -> None:
    night = rota(
        duty("2026-06-15 18:30 01:30"),
        duty("2026-06-16 01:30 02:30"),
        first=date(2026, 6, 15),
        last=date(2026, 6, 16),
    )

    assert not accepts(RULE, night)
    assert not clean(RULE, night)


def test_a_minor_is_left_to_the_rule_of_minors() -> None:
    days = duty("2026-06-15 14:00 22:00"), duty("2026-06-16 08:00 12:00")

    assert audited(RULE, timeline(*days, who=turning(date(2008, 6, 17)))) == []
    assert len(audited(RULE, timeline(*days, who=turning(date(2008, 6, 16))))) == 1


def test_the_past_alone_is_not_reported_and_what_only_constants_do_is_inherited() -> None:
    two = past("2026-05-30 14:00 22:00"), past("2026-05-31 08:00 12:00")
    lesson = past("2026-06-01 08:30 12:00", kind=DutyKind.TRAINING)
    night = past("2026-05-31 14:00 23:00")
    judged = timeline(*two, night, lesson, first=date(2026, 6, 1))

    assert [(f.on, f.inherited) for f in audited(RULE, judged)] == [(date(2026, 6, 1), True)]


def test_a_decided_duty_of_the_same_day_is_no_part_of_an_inherited_short_rest() -> None:
    planned = rota(
        past("2026-05-31 14:00 23:00"),
        past("2026-06-01 08:30 09:30", kind=DutyKind.TRAINING),
        duty("2026-06-01 12:00 16:00"),
        first=date(2026, 6, 1),
        last=date(2026, 6, 7),
    )

    assert [f.inherited for f in audited(RULE, planned)] == [True]
    assert accepts(RULE, planned)


@pytest.mark.parametrize("start", ["10:29", "10:30"])
def test_the_model_keeps_a_shift_away_from_an_intervention(start: str) -> None:
    planned = rota(
        past("2026-05-31 10:00 18:00"),
        call("2026-05-31 23:00 23:30"),
        duty(f"2026-06-01 {start} 16:00"),
        first=date(2026, 6, 1),
        last=date(2026, 6, 7),
    )

    assert accepts(RULE, planned) is clean(RULE, planned) is (start == "10:30")
