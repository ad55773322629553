from dataclasses import replace
from datetime import date, timedelta

import pytest

from constraints.law.hours.avg12_44h import RULE
from scheduler.dated import Source
from scheduler.domain.duty import Duty
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.time import days_span, week_span
from scheduler.finding import Verdict
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.make import audited, duty, facts, past, rota, timeline, turning

MONDAY = date(2026, 6, 22)
WEEK = (
    duty("2026-06-22 08:00 18:00"),
    duty("2026-06-23 08:00 18:00"),
    duty("2026-06-24 08:00 18:00"),
    duty("2026-06-25 08:00 18:00"),
)
FORTY_FOUR = (*WEEK, duty("2026-06-26 08:00 12:00"))


def weeks(number: int, minutes: int = 2640) -> dict[date, int]:
    """The same declared minutes in the weeks before that of 22 June."""
    return {MONDAY - timedelta(weeks=n): minutes for n in range(1, number + 1)}


@pytest.mark.parametrize(("extra", "amounts"), [(-1, []), (0, []), (1, [1])])
def test_forty_four_hours_over_twelve_weeks_to_the_minute(extra: int, amounts: list[int]) -> None:
    past_weeks = weeks(11) | {MONDAY - timedelta(weeks=11): 2640 + extra}

    assert [f.amount for f in audited(RULE, timeline(*FORTY_FOUR, weeks=past_weeks))] == amounts


def test_a_week_thirteen_weeks_back_is_out_of_the_window() -> None:
    past_weeks = weeks(12) | {MONDAY - timedelta(weeks=12): 2880}

    assert audited(RULE, timeline(*FORTY_FOUR, weeks=past_weeks)) == []


def test_fewer_known_weeks_break_it_only_when_they_exceed_the_total_by_themselves() -> None:
    assert audited(RULE, timeline(*FORTY_FOUR, weeks=weeks(10, 2880))) == []
    known = weeks(10, 2904)

    assert facts(audited(RULE, timeline(*FORTY_FOUR, weeks=known))) == []
    assert facts(audited(RULE, timeline(*FORTY_FOUR, weeks=known | {MONDAY: 1}))) == [
        ("2026-06-28", 31681, 31680, 1)
    ]


def test_each_window_that_ends_in_the_horizon_is_dated_on_its_sunday() -> None:
    next_week = tuple(
        duty(f"{date(2026, 6, 29) + timedelta(days=n)} 08:00 18:00") for n in range(5)
    )
    judged = timeline(*FORTY_FOUR, *next_week, weeks=weeks(11))

    assert facts(audited(RULE, judged)) == [("2026-07-05", 32040, 31680, 360)]


def test_a_night_over_the_first_monday_counts_for_its_minutes_in_the_window() -> None:
    eve = MONDAY - timedelta(weeks=11, days=1)
    judged = timeline(
        past(f"{eve} 20:00 04:00"), *FORTY_FOUR, first=MONDAY, weeks=weeks(11, 2640) | {eve: 0}
    )

    assert facts(audited(RULE, judged)) == [("2026-06-28", 31680 + 240, 31680, 240)]


def test_the_autumn_clock_change_gives_an_hour_more_of_work() -> None:
    night = duty("2026-10-24 21:00 05:00")
    before = {date(2026, 10, 19) - timedelta(weeks=n): 2640 for n in range(1, 12)}
    full = {**before, date(2026, 10, 19): 2640 - 540}

    assert audited(RULE, timeline(night, weeks=full)) == []
    assert len(audited(RULE, timeline(night, weeks={**full, date(2026, 10, 19): 2101}))) == 1


def test_a_week_of_leave_that_hides_the_average_is_to_confirm_with_both_figures() -> None:
    away = MONDAY - timedelta(weeks=3)
    past_weeks = weeks(12, 2700) | {away: 0}
    leave = Absence(mediator="m", span=week_span(away))

    [finding] = audited(RULE, timeline(*FORTY_FOUR, weeks=past_weeks, absences=(leave,)))

    assert finding.verdict is Verdict.TO_CONFIRM
    assert (finding.measured, finding.limit) == (11 * 2700 + 2640, 31680)
    assert "539 h 00 de travail sur les douze semaines sans absence" in finding.message
    assert "494 h 00 sur les douze semaines du calendrier" in finding.message
    assert not finding.blocks


@pytest.mark.parametrize("kind", [AbsenceKind.UNAVAILABLE, AbsenceKind.OTHER])
def test_other_absences_are_not_neutral(kind: AbsenceKind) -> None:
    away = MONDAY - timedelta(weeks=3)
    absence = Absence(mediator="m", span=week_span(away), kind=kind)
    past_weeks = weeks(12, 2700) | {away: 0}

    assert audited(RULE, timeline(*FORTY_FOUR, weeks=past_weeks, absences=(absence,))) == []


def test_leave_without_enough_described_weeks_behind_it_says_nothing() -> None:
    away = MONDAY - timedelta(weeks=3)
    leave = Absence(mediator="m", span=days_span(away, away), kind=AbsenceKind.SICK)

    assert (
        audited(RULE, timeline(*FORTY_FOUR, weeks=weeks(11, 2700) | {away: 0}, absences=(leave,)))
        == []
    )


def test_whoever_is_a_minor_on_the_last_sunday_is_not_judged_here() -> None:
    known = weeks(11, 2641)

    assert audited(RULE, timeline(*FORTY_FOUR, weeks=known, who=turning(date(2008, 6, 29)))) == []
    assert (
        len(audited(RULE, timeline(*FORTY_FOUR, weeks=known, who=turning(date(2008, 6, 28))))) == 1
    )


def history(hours: int) -> list[Duty]:
    """Eleven weeks of five days in the past."""
    return [
        past(f"{MONDAY - timedelta(days=7 * n - d)} 08:00 {8 + hours:02d}:00")
        for n in range(1, 12)
        for d in range(5)
    ]


@pytest.mark.parametrize(("last", "lawful"), [("16:00", True), ("16:01", False)])
def test_the_model_counts_the_past_and_refuses_the_minute_too_many(last: str, lawful: bool) -> None:
    # Eleven weeks of 45 h leave 33 h: twice ten, then thirteen.
    days = [duty(f"2026-06-2{n} 08:00 18:00") for n in (2, 3)]
    planned = rota(
        *history(9), *days, duty(f"2026-06-24 03:00 {last}"), first=MONDAY, last=date(2026, 6, 28)
    )

    assert accepts(RULE, planned) is clean(RULE, planned) is lawful


def test_what_history_alone_exceeds_is_inherited_and_takes_no_minute_more() -> None:
    none = rota(
        *history(10), first=MONDAY, last=date(2026, 6, 28), left=(duty("2026-06-22 08:00 09:00"),)
    )
    some = rota(*history(10), duty("2026-06-22 08:00 09:00"), first=MONDAY, last=date(2026, 6, 28))

    assert [f.inherited for f in audited(RULE, none)] == [True]
    assert accepts(RULE, none)
    assert not accepts(RULE, some)


@pytest.mark.parametrize(("since", "amounts"), [(date(2026, 6, 28), []), (date(2026, 6, 29), [60])])
def test_an_agreement_that_begins_in_the_last_week_holds_by_its_sunday(
    since: date, amounts: list[int]
) -> None:
    moved = replace(RULE, average=RULE.average.derogate(46 * 60, since, Source("accord", "art. 1")))
    past_weeks = weeks(11) | {MONDAY - timedelta(weeks=1): 2700}

    assert [f.amount for f in audited(moved, timeline(*FORTY_FOUR, weeks=past_weeks))] == amounts
