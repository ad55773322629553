from datetime import date

import pytest

from constraints.law.rests.break_20min import RULE
from scheduler.domain.duty import Break, BreakKind, DutyKind
from tests.constraints.agreement import accepts
from tests.constraints.law.breaks import judged_both_ways, verdicts
from tests.constraints.law.make import audited, duty, facts, past, pause, rota, timeline, turning

DAY = date(2026, 6, 15)


@pytest.mark.parametrize(("end", "measured"), [("14:59", []), ("15:00", [360]), ("15:01", [361])])
def test_the_break_is_due_as_soon_as_six_hours_are_reached(end: str, measured: list[int]) -> None:
    findings = judged_both_ways(duty(f"2026-06-15 09:00 {end}"))

    assert findings == [("2026-06-15", m, 360, m - 360) for m in measured]


@pytest.mark.parametrize(("minutes", "count"), [(19, 1), (20, 0), (21, 0)])
def test_the_break_lasts_twenty_minutes(minutes: int, count: int) -> None:
    work = duty("2026-06-15 09:00 16:00", pause(minutes, "2026-06-15 12:00"))

    assert len(judged_both_ways(work)) == count


@pytest.mark.parametrize(
    ("where", "measured"),
    [
        ("2026-06-15 15:00", []),
        ("2026-06-15 15:01", [(361, "violation")]),
        ("2026-06-15 11:01", []),
        ("2026-06-15 11:00", [(360, "to_confirm")]),
        ("2026-06-15 10:59", [(361, "to_confirm")]),
        ("2026-06-15 09:01", [(479, "to_confirm")]),
        ("2026-06-15 09:00", [(480, "violation")]),
    ],
)
def test_it_comes_by_six_hours_and_six_hours_more_after_it_are_to_confirm(
    where: str, measured: list[tuple[int, str]]
) -> None:
    work = duty("2026-06-15 09:00 17:20", pause(20, where))

    assert verdicts(work) == measured


def test_short_breaks_do_not_add_up() -> None:
    short = [pause(7, f"2026-06-15 {hour}:00") for hour in (10, 11, 12)]

    assert judged_both_ways(duty("2026-06-15 09:00 15:21", *short)) == [("2026-06-15", 360, 360, 0)]
    assert judged_both_ways(duty("2026-06-15 09:00 15:20", *short)) == []


@pytest.mark.parametrize(
    ("kind", "count"), [(BreakKind.UNPAID, 0), (BreakKind.PAID, 0), (BreakKind.WATCH, 1)]
)
def test_a_paid_break_is_one_and_a_break_on_watch_is_work(kind: BreakKind, count: int) -> None:
    work = duty("2026-06-15 09:00 16:00", pause(20, "2026-06-15 12:00", kind))

    assert len(judged_both_ways(work)) == count


@pytest.mark.parametrize(
    ("end", "measured"),
    [
        ("15:20", []),
        ("21:19", []),
        ("21:20", [(360, "to_confirm")]),
        ("21:21", [(361, "to_confirm")]),
    ],
)
def test_a_break_of_unknown_place_takes_the_best_one(
    end: str, measured: list[tuple[int, str]]
) -> None:
    assert verdicts(duty(f"2026-06-15 09:00 {end}", pause(20))) == measured


def test_a_break_of_unknown_place_stays_in_its_own_duty() -> None:
    first = duty("2026-06-15 07:00 10:20", pause(20))
    second = duty("2026-06-15 10:20 16:20")

    assert verdicts(first, second) == [(360, "to_confirm")]
    assert verdicts(first, duty("2026-06-15 10:20 16:19")) == []


@pytest.mark.parametrize(("start", "count"), [("13:19", 1), ("13:20", 0)])
def test_a_gap_of_twenty_minutes_between_two_duties_is_the_break(start: str, count: int) -> None:
    work = duty("2026-06-15 09:00 13:00"), duty(f"2026-06-15 {start} 17:00")

    assert len(judged_both_ways(*work)) == count


@pytest.mark.parametrize(
    ("first", "second", "measured"),
    [
        ("2026-06-15 18:00 00:00", "2026-06-16 00:20 02:00", []),
        ("2026-06-15 18:20 00:20", "2026-06-16 00:40 02:00", []),
        ("2026-06-15 18:20 00:20", "2026-06-16 00:39 02:00", [(441, "violation")]),
        ("2026-06-15 18:19 00:20", "2026-06-16 00:40 02:00", [(361, "violation")]),
        ("2026-06-15 17:40 23:40", "2026-06-16 00:00 02:00", []),
        ("2026-06-15 18:20 00:20", "2026-06-16 09:19 11:00", []),
        ("2026-06-15 18:20 00:20", "2026-06-16 09:20 11:00", [(360, "violation")]),
    ],
)
def test_six_hours_sharp_are_followed_by_their_break_after_midnight_too(
    first: str, second: str, measured: list[tuple[int, str]]
) -> None:
    assert verdicts(duty(first), duty(second)) == measured


@pytest.mark.parametrize("inside", [pause(20, "2026-06-16 00:20"), pause(20)])
def test_the_break_after_six_hours_sharp_may_lie_in_the_post_after_midnight(inside: Break) -> None:
    evening = duty("2026-06-15 18:20 00:20")

    assert verdicts(evening, duty("2026-06-16 00:20 06:39", inside)) == []
    assert verdicts(evening, duty("2026-06-16 00:20 06:40", inside)) == [(360, "to_confirm")]


@pytest.mark.parametrize(
    ("evening", "night", "measured"),
    [
        ("2026-06-15 16:00 19:30", "2026-06-15 20:10 02:40", [(390, "to_confirm")]),
        ("2026-06-15 20:00 23:30", "2026-06-16 00:10 06:40", [(390, "to_confirm")]),
        ("2026-06-15 20:00 02:00", "2026-06-16 02:20 08:20", [(360, "to_confirm")]),
        ("2026-06-15 22:00 02:00", "2026-06-16 10:59 17:29", [(390, "to_confirm")]),
        ("2026-06-15 22:00 02:00", "2026-06-16 11:00 17:30", [(390, "violation")]),
        (
            "2026-06-15 16:00 22:01",
            "2026-06-16 00:10 06:40",
            [(361, "violation"), (390, "violation")],
        ),
    ],
)
def test_a_break_taken_before_midnight_is_of_the_working_day_that_goes_on(
    evening: str, night: str, measured: list[tuple[int, str]]
) -> None:
    assert verdicts(duty(evening), duty(night)) == measured


def test_a_break_in_time_by_the_date_alone_leaves_a_doubt_too() -> None:
    late, early = duty("2026-06-15 14:00 22:01"), duty("2026-06-16 05:00 06:00")

    assert verdicts(late, early, duty("2026-06-16 06:20 12:21")) == [
        (481, "violation"),
        (361, "to_confirm"),
    ]


def test_six_hours_sharp_need_a_break_of_the_same_day_after_them() -> None:
    six = duty("2026-06-15 09:00 15:00")

    assert verdicts(six) == [(360, "violation")]
    assert verdicts(six, duty("2026-06-15 15:20 16:00")) == []
    assert verdicts(duty("2026-06-15 08:00 08:40"), six) == [(360, "to_confirm")]
    assert verdicts(duty("2026-06-15 08:00 08:40"), six, duty("2026-06-15 15:20 16:00")) == []
    assert verdicts(duty("2026-06-15 08:40 15:00", pause(20, "2026-06-15 08:40"))) == [
        (360, "to_confirm")
    ]
    assert verdicts(six, duty("2026-06-16 09:00 10:00")) == [(360, "violation")]


def test_travel_goes_on_with_the_session() -> None:
    work = duty("2026-06-15 09:00 12:00", site="a"), duty("2026-06-15 12:30 15:30", site="b")

    assert judged_both_ways(*work, travel=(("a", "b", 10),)) == []
    assert judged_both_ways(*work, travel=(("a", "b", 11),)) == [("2026-06-15", 371, 360, 11)]


def test_a_session_goes_on_over_midnight_and_is_dated_on_its_start() -> None:
    night = duty("2026-06-15 20:00 00:00"), duty("2026-06-16 00:10 03:00")

    assert judged_both_ways(*night) == [("2026-06-15", 410, 360, 50)]


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("2026-03-29 00:00 06:59", []),
        ("2026-03-29 00:00 07:00", [360]),
        ("2026-10-25 00:00 04:59", []),
        ("2026-10-25 00:00 05:00", [360]),
    ],
)
def test_the_night_of_a_clock_change_counts_elapsed_minutes(text: str, measured: list[int]) -> None:
    assert [f.measured for f in audited(RULE, timeline(duty(text)))] == measured


def test_two_duties_at_once_are_judged_apart() -> None:
    both = duty("2026-06-15 09:00 13:00"), duty("2026-06-15 12:00 16:00")

    assert judged_both_ways(*both) == []


def test_standby_and_the_way_from_home_interrupt() -> None:
    between = past("2026-06-15 13:00 13:20", kind=DutyKind.STANDBY)
    work = duty("2026-06-15 09:00 13:00"), between, duty("2026-06-15 13:20 17:00")

    assert audited(RULE, timeline(*work)) == []


def test_a_class_counts_and_is_inherited_when_it_alone_is_too_long() -> None:
    lesson = past("2026-06-15 08:00 15:00", kind=DutyKind.TRAINING)
    planned = rota(lesson, duty("2026-06-15 15:30 16:30"), first=DAY, last=DAY)

    assert [f.inherited for f in audited(RULE, planned)] == [True]
    assert accepts(RULE, planned)


def test_what_joins_a_class_that_is_too_long_is_refused() -> None:
    lesson = past("2026-06-15 08:00 15:00", kind=DutyKind.TRAINING)

    assert judged_both_ways(lesson, duty("2026-06-15 15:10 16:10")) == [
        ("2026-06-15", 480, 360, 120)
    ]


def test_the_break_of_a_minor_is_for_the_rules_of_minors() -> None:
    work = duty("2026-06-15 09:00 16:00")

    assert audited(RULE, timeline(work, who=turning(date(2008, 6, 16)))) == []
    assert len(audited(RULE, timeline(work, who=turning(date(2008, 6, 15))))) == 1


def test_the_past_is_silent() -> None:
    old = past("2026-06-14 09:00 16:00")

    assert audited(RULE, timeline(old, duty("2026-06-15 09:00 10:00"), first=DAY)) == []


def test_the_sentence_names_the_break_due() -> None:
    assert [f.message for f in audited(RULE, timeline(duty("2026-06-15 09:00 16:00")))] == [
        "Lou : 7 h 00 de travail le 15/06/2026 sans la pause de 20 minutes due dès 6 h 00."
    ]


@pytest.mark.parametrize(
    "breaks",
    [
        (),
        (pause(20),),
        (pause(20), pause(20)),
        (pause(15), pause(25)),
        (pause(20, "2026-06-15 09:00"),),
        (pause(20, "2026-06-15 14:40"),),
    ],
)
@pytest.mark.parametrize("last", ["20:59", "21:00", "21:20", "21:40"])
def test_encoding_and_audit_agree_on_chains_with_several_breaks(
    breaks: tuple[Break, ...], last: str
) -> None:
    judged_both_ways(
        past("2026-06-15 07:00 09:00"),
        duty("2026-06-15 09:00 15:00", *breaks),
        duty(f"2026-06-15 15:15 {last}", pause(20)),
        left=(duty("2026-06-15 15:00 15:15"),),
    )


def test_travel_to_a_class_leaves_its_one_free_duty_refused() -> None:
    # The travel and the post that it leaves from are one choice: the clause has one literal.
    work = duty("2026-06-15 08:00 11:00", site="a")
    lesson = past("2026-06-15 11:20 14:20", site="b", kind=DutyKind.TRAINING)

    assert judged_both_ways(work, lesson, travel=(("a", "b", 20),)) == [
        ("2026-06-15", 380, 360, 20)
    ]


def test_what_is_worked_from_the_birthday_on_is_judged_apart_from_the_minor_s_evening() -> None:
    grown = turning(date(2008, 6, 15))
    evening = duty("2026-06-14 22:00 23:50")
    planned = rota(
        evening, duty("2026-06-15 00:00 06:00"), first=date(2026, 6, 14), last=DAY, who=grown
    )

    assert facts(RULE.audit(planned.timeline(grown))) == [("2026-06-15", 360, 360, 0)]
    assert not accepts(RULE, planned)


def test_the_way_from_one_site_to_another_is_part_of_what_is_measured() -> None:
    morning = duty("2026-06-15 08:00 11:00", site="s1")
    after = duty("2026-06-15 11:15 14:30", site="s2")
    planned = rota(morning, after, first=DAY, last=DAY, travel=(("s1", "s2", 20),))

    assert facts(RULE.audit(planned.timeline(planned.problem.mediators[0]))) == [
        ("2026-06-15", 390, 360, 30)
    ]
    assert not accepts(RULE, planned)


def test_a_short_movable_break_is_taken_whole_in_one_place() -> None:
    work = duty("2026-06-15 06:00 18:55", pause(45, "2026-06-15 12:01"), pause(10))

    assert judged_both_ways(work) == [("2026-06-15", 361, 360, 1)]


def test_where_one_session_is_too_long_anyway_a_movable_break_still_saves_the_next() -> None:
    night = past("2026-06-15 00:00 08:00")
    post = duty("2026-06-15 08:00 16:00", pause(45))

    assert verdicts(night, post) == [(555, "violation"), (360, "to_confirm")]


def test_the_movable_break_may_come_later_to_spare_the_posts_that_follow() -> None:
    night = past("2026-06-15 00:00 08:00")
    posts = duty("2026-06-15 08:00 14:00", pause(60)), duty("2026-06-15 14:00 15:30")

    assert verdicts(night, *posts) == [(510, "violation"), (360, "to_confirm")]
