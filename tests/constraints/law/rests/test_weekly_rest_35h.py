from datetime import date, timedelta
from typing import Any

import pytest

from constraints.law.rests.weekly_rest_35h import RULE
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.time import days_span
from scheduler.finding import Verdict
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.make import audited, call, duty, facts, past, rota, timeline, turning

MONDAY = date(2026, 6, 15)
SUNDAY = date(2026, 6, 21)


def run(since: date, number: int, hours: str = "09:00 20:00", **options: Any) -> list[Duty]:
    """The same duty so many days in a row."""
    return [duty(f"{since + timedelta(days=n)} {hours}", **options) for n in range(number)]


def verdicts(*duties: Duty, **options: Any) -> list[tuple[str, int, str]]:
    """Monday, best rest and verdict of each finding, once the encoding agrees with the audit."""
    options = {"first": MONDAY, "last": date(2026, 6, 28)} | options
    planned = rota(*duties, **options)
    assert accepts(RULE, planned) is clean(RULE, planned)
    return [(f.on.isoformat(), f.measured, f.verdict.value) for f in audited(RULE, planned)]


@pytest.mark.parametrize(("end", "measured"), [("19:59", []), ("20:00", []), ("20:01", [2099])])
def test_from_saturday_evening_to_monday_morning_to_the_minute(
    end: str, measured: list[int]
) -> None:
    duties = [
        *run(MONDAY, 5),
        duty(f"2026-06-20 09:00 {end}"),
        *run(date(2026, 6, 22), 1, "07:00 12:00"),
    ]

    assert verdicts(*duties) == [("2026-06-15", m, "violation") for m in measured]


@pytest.mark.parametrize(
    ("back", "mondays"), [("2026-06-16 00:00 06:00", []), ("2026-06-15 23:59 06:00", [MONDAY])]
)
def test_twenty_four_hours_of_it_lie_inside_the_week(back: str, mondays: list[date]) -> None:
    # Out on Sunday at noon, so 36 hours or one minute less; 24 or one minute less on this side.
    duties = [duty("2026-06-14 08:00 12:00"), duty(back), *run(date(2026, 6, 17), 5)]

    assert [f.on for f in audited(RULE, timeline(*duties, first=date(2026, 6, 8)))] == mondays


def test_the_rest_may_begin_on_the_sunday_before() -> None:
    duties = [past("2026-06-14 08:00 13:00"), *run(date(2026, 6, 16), 6, "00:00 06:00")]

    assert verdicts(*duties, known_since=date(2026, 6, 8)) == []
    assert verdicts(past("2026-06-14 08:00 13:01"), *duties[1:], known_since=date(2026, 6, 8)) == [
        ("2026-06-15", 2099, "violation")
    ]


def test_standby_is_rest_and_an_intervention_is_not() -> None:
    week = [
        past("2026-06-14 09:00 20:00"),
        *run(MONDAY, 6),
        *run(date(2026, 6, 22), 1, "07:00 12:00"),
    ]
    standby = past("2026-06-20 20:00 07:00", kind=DutyKind.STANDBY)

    assert verdicts(*week, standby) == []
    assert [m for _, m, _ in verdicts(*week, call("2026-06-21 12:00 12:30"))] == [1110]


def test_a_class_cuts_the_rest() -> None:
    lesson = past("2026-06-21 10:00 12:00", kind=DutyKind.TRAINING)

    assert [m for _, m, _ in verdicts(*run(MONDAY, 6), lesson)] == [12 * 60 + 11 * 60]


@pytest.mark.parametrize(
    ("saturday", "measured"), [("2026-03-28", [2040]), ("2026-10-24", []), ("2026-06-20", [])]
)
def test_a_clock_change_takes_or_gives_an_hour_of_rest(saturday: str, measured: list[int]) -> None:
    monday = date.fromisoformat(saturday) - timedelta(days=5)
    duties = [*run(monday, 6), *run(monday + timedelta(days=7), 1, "07:00 12:00")]

    assert [f.measured for f in audited(RULE, timeline(*duties))] == measured


def test_what_comes_after_the_horizon_is_free() -> None:
    assert verdicts(*run(MONDAY, 6), last=SUNDAY) == []


def test_the_first_shift_of_a_month_may_break_the_rest_of_the_week_before() -> None:
    history = run(date(2026, 6, 8), 6, decided=False)
    late, early = duty("2026-06-15 07:00 12:00"), duty("2026-06-15 06:59 12:00")

    assert verdicts(*history, late, known_since=date(2026, 6, 1)) == []
    assert verdicts(*history, early, known_since=date(2026, 6, 1)) == [
        ("2026-06-08", 2099, "violation")
    ]


def test_a_week_over_two_months_is_judged_with_its_past() -> None:
    history = run(date(2026, 6, 29), 2, decided=False)
    duties = run(date(2026, 7, 1), 5)
    dates: dict[str, Any] = {"first": date(2026, 7, 1), "last": date(2026, 7, 12)}

    # The best is Monday until 09:00 and eleven hours of the Sunday before.
    assert verdicts(*history, *duties, **dates, known_since=date(2026, 6, 1)) == [
        ("2026-06-29", 1200, "violation")
    ]


def test_a_week_not_described_from_its_monday_is_unknown() -> None:
    duties = run(date(2026, 7, 1), 5)

    assert verdicts(*duties, first=date(2026, 7, 1), last=date(2026, 7, 12)) == []


def test_only_the_weeks_that_may_be_judged_are() -> None:
    duties = run(MONDAY, 7)

    assert audited(RULE, timeline(*duties, rest_weeks=frozenset())) == []
    assert len(audited(RULE, timeline(*duties, rest_weeks=frozenset({MONDAY})))) == 1


def test_whoever_is_a_minor_the_whole_week_is_left_to_the_rules_of_minors() -> None:
    duties = run(MONDAY, 7)

    assert audited(RULE, timeline(*duties, who=turning(date(2008, 6, 22)))) == []
    assert len(audited(RULE, timeline(*duties, who=turning(date(2008, 6, 21))))) == 1


def test_whoever_turns_eighteen_in_the_week_has_the_rest_in_the_plan_too() -> None:
    planned = rota(*run(MONDAY, 7), who=turning(date(2008, 6, 17)), first=MONDAY, last=SUNDAY)

    assert len(audited(RULE, planned)) == 1
    assert not accepts(RULE, planned)


def test_constants_that_leave_no_rest_are_inherited_and_ask_nothing() -> None:
    lessons = run(MONDAY, 7, decided=False, kind=DutyKind.TRAINING)
    planned = rota(*lessons, duty("2026-06-17 21:00 22:00"), first=MONDAY, last=SUNDAY)

    assert [f.inherited for f in audited(RULE, planned)] == [True]
    assert accepts(RULE, planned)


def test_a_week_before_the_horizon_that_nothing_can_reach_is_silent() -> None:
    old = run(date(2026, 6, 8), 7, decided=False)

    assert (
        audited(
            RULE,
            timeline(
                *old,
                *run(date(2026, 6, 17), 1),
                first=date(2026, 6, 17),
                known=days_span(date(2026, 6, 1), SUNDAY),
            ),
        )
        == []
    )


@pytest.mark.parametrize(
    ("monday", "expected"),
    [
        ("17:00", [("2026-06-15", 1740, "to_confirm")]),
        ("16:59", [("2026-06-15", 1740, "violation")]),
    ],
)
def test_a_rest_that_begins_as_saturday_night_ends_is_to_confirm(
    monday: str, expected: list[tuple[str, int, str]]
) -> None:
    # Out at 06:00 on Sunday, back 35 hours later or one minute before.
    week = [*run(MONDAY, 5), duty("2026-06-20 21:00 06:00"), duty(f"2026-06-22 {monday} 20:00")]

    assert verdicts(*week) == expected


def test_a_shift_that_begins_on_sunday_is_no_night_that_ends_there() -> None:
    week = [*run(MONDAY, 6), duty("2026-06-21 00:00 06:00")]

    assert [verdict for _, _, verdict in verdicts(*week)] == ["violation"]


def test_one_rest_for_two_weeks_is_to_confirm_unless_it_lasts_seventy_hours() -> None:
    first = run(MONDAY, 5)
    back = {"66": "2026-06-23 14:00 20:00", "70": "2026-06-23 18:00 20:00"}
    rest = run(date(2026, 6, 24), 5)
    saturday = duty("2026-06-20 09:00 20:00")

    [finding] = audited(RULE, timeline(*first, saturday, duty(back["66"]), *rest))
    assert finding.verdict is Verdict.TO_CONFIRM
    assert (finding.on, finding.measured, finding.limit) == (date(2026, 6, 22), 66 * 60, 70 * 60)
    assert finding.evidence == ("2026-06-20 09:00 20:00", "2026-06-23 14:00 20:00")
    assert audited(RULE, timeline(*first, saturday, duty(back["70"]), *rest)) == []


def test_each_of_two_weeks_with_a_rest_of_its_own_has_nothing_to_confirm() -> None:
    duties = [*run(MONDAY, 6), *run(date(2026, 6, 23), 4)]

    assert audited(RULE, timeline(*duties, last=date(2026, 6, 28))) == []


def test_recomputing_from_the_evidence_gives_the_measure() -> None:
    judged = timeline(*run(date(2026, 6, 8), 6), *run(MONDAY, 7), *run(date(2026, 6, 22), 4))
    [finding] = [f for f in audited(RULE, judged) if f.verdict is Verdict.VIOLATION]
    alone = [d for d in judged.duties if d.id in finding.evidence]

    again = audited(RULE, timeline(*alone, rest_weeks=frozenset({MONDAY})))

    assert facts(again) == facts([finding])


def test_the_model_leaves_a_rest_whatever_is_on_offer() -> None:
    offers = [*run(MONDAY, 7, "09:00 13:00"), *run(MONDAY, 7, "14:00 20:00")]
    planned = rota(
        *offers[:5], *offers[7:12], left=(*offers[5:7], *offers[12:]), first=MONDAY, last=SUNDAY
    )

    assert accepts(RULE, planned)
    assert not accepts(RULE, rota(*offers, first=MONDAY, last=SUNDAY))
