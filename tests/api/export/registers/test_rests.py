from datetime import date
from typing import Any

from api.export.registers.records import WeekRest, week_rests
from api.export.registers.walls import rest_words
from scheduler.domain.duty import DutyKind
from scheduler.domain.time import minute_of
from tests.constraints.law.make import call, duty, past, span, timeline

#: Two civil weeks, the first begun in May.
MONTH: dict[str, Any] = {"first": date(2026, 6, 1), "last": date(2026, 6, 14)}


def rests_of(*duties: Any, **changes: Any) -> list[tuple[str, bool]]:
    """The rest of each week in words, and whether its Sunday is one."""
    rests = week_rests(timeline(*duties, **(MONTH | changes)))
    return [(rest_words(rest).replace("\xa0", " "), rest.sunday) for rest in rests]


def test_the_longest_rest_of_each_week_is_told_with_its_length() -> None:
    work = (
        *(duty(f"2026-06-0{n} 09:00 17:00") for n in (1, 2, 3, 4, 5)),
        duty("2026-06-08 09:00 17:00"),
        duty("2026-06-13 14:00 20:00"),
        duty("2026-06-15 09:00 17:00"),
    )

    assert rests_of(*work) == [
        ("ven. 05/06 17h → lun. 08/06 9h (64 h 00)", True),
        ("lun. 08/06 17h → sam. 13/06 14h (117 h 00)", True),
    ]


def test_a_sunday_worked_is_no_rest_and_the_night_before_counts() -> None:
    work = (
        *(duty(f"2026-06-0{n} 09:00 17:00") for n in (1, 2, 3)),
        duty("2026-06-06 21:30 06:00"),
        duty("2026-06-08 09:00 17:00"),
        duty("2026-06-14 09:00 12:00"),
        duty("2026-06-15 09:00 17:00"),
    )

    assert rests_of(*work) == [
        ("mer. 03/06 17h → sam. 06/06 21h30 (76 h 30)", False),
        ("lun. 08/06 17h → dim. 14/06 9h (136 h 00)", False),
    ]


def test_a_saturday_that_ends_at_midnight_leaves_the_sunday_whole() -> None:
    work = (duty("2026-06-01 09:00 17:00"), duty("2026-06-06 16:00 00:00"))

    assert [sunday for _, sunday in rests_of(*work)] == [True, True]


def test_a_week_without_work_is_rest_and_what_follows_the_plan_is_unknown() -> None:
    assert rests_of(duty("2026-06-02 09:00 17:00")) == [
        ("dès le mar. 02/06 17h, suite non planifiée", True),
        ("toute la semaine", True),
    ]


def test_a_rest_begun_long_before_tells_its_end_alone() -> None:
    work = (past("2026-05-20 09:00 17:00"), duty("2026-06-06 09:00 17:00"))

    assert rests_of(*work)[0] == ("jusqu’au sam. 06/06 9h", True)


def test_a_rest_that_ends_long_after_tells_its_beginning_alone() -> None:
    work = (duty("2026-06-02 09:00 17:00"), duty("2026-06-11 09:00 17:00"))

    assert rests_of(*work)[0] == ("dès le mar. 02/06 17h", True)


def test_on_call_is_rest_and_an_intervention_is_not() -> None:
    work = (
        *(duty(f"2026-06-0{n} 09:00 17:00") for n in (1, 2, 3, 4, 5)),
        duty("2026-06-08 09:00 17:00"),
    )
    waiting = past("2026-06-06 18:00 08:00", kind=DutyKind.STANDBY)

    assert rests_of(*work, waiting)[0] == ("ven. 05/06 17h → lun. 08/06 9h (64 h 00)", True)
    assert rests_of(*work, waiting, call("2026-06-07 02:00 03:00"))[0] == (
        "ven. 05/06 17h → dim. 07/06 2h (33 h 00)",
        False,
    )


def test_duties_that_overlap_leave_no_rest_between_them() -> None:
    work = (duty("2026-06-02 09:00 17:00"), duty("2026-06-02 12:00 15:00"))
    last = minute_of(span("2026-06-02 09:00 17:00").end)

    [first, _] = week_rests(timeline(*work, **MONTH))

    assert first == WeekRest(
        monday=date(2026, 6, 1), first=last, last=None, whole=False, sunday=True
    )
    assert first.minutes is None


def test_the_week_of_the_autumn_change_has_an_hour_more() -> None:
    work = (duty("2026-10-24 09:00 17:00"), duty("2026-10-26 09:00 17:00"))
    before = past("2026-10-23 09:00 17:00")

    [rest] = week_rests(timeline(before, *work, first=date(2026, 10, 24), last=date(2026, 10, 26)))

    assert rest.first is None
    after = (past(f"2026-10-{n} 09:00 17:00") for n in (19, 20, 21, 22))
    [rest] = week_rests(
        timeline(before, *after, *work, first=date(2026, 10, 24), last=date(2026, 10, 26))
    )
    assert rest.minutes == 41 * 60


def test_a_week_belongs_to_the_month_of_its_sunday() -> None:
    work = duty("2026-06-02 09:00 17:00")
    mondays = [
        r.monday for r in week_rests(timeline(work, first=work.span.day, last=date(2026, 6, 13)))
    ]

    assert mondays == [date(2026, 6, 1)]
