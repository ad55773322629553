"""The check by the minute sees each limit, and a minute beyond it."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.prove.faults import faults
from tests.prove.minutes import Case, Contract, Person, Sundays
from tests.prove.tape import Row

ADULT = Person(birth=date(1990, 1, 1))
MINOR = Person(birth=date(2009, 1, 1))
JUNE = {"begin": date(2026, 6, 1), "end": date(2026, 7, 1)}


def row(day: int, begin: str, end: str, *, next_day: bool = False, **more: Any) -> Row:
    first = f"2026-06-{day:02d}T{begin}+02:00"
    return Row("a", first, f"2026-06-{day + next_day:02d}T{end}+02:00", **more)


def findings(
    *rows: Row, who: Person = ADULT, rule: str = "", **more: Any
) -> list[tuple[str, str, int]]:
    """Rule, day and measure of what is unlawful; of one rule alone, or of all but breaks."""
    case = Case(rows=rows, person=who, **{**JUNE, **more})
    return [
        (f.rule, f.on.isoformat(), f.measured)
        for f in faults(case)
        if (f.rule == rule if rule else "break" not in f.rule)
    ]


def breaks_of(*rows: Row) -> list[tuple[int, bool]]:
    """Measures of an adult's missing breaks, and whether they are unlawful or doubtful."""
    case = Case(rows=rows, person=ADULT, begin=date(2026, 6, 1), end=date(2026, 7, 1))
    return [(f.measured, f.sure) for f in faults(case) if f.rule == "break_20min"]


def test_ten_hours_pass_and_a_minute_more_does_not() -> None:
    assert findings(row(15, "08:00", "18:00")) == []
    assert findings(row(15, "08:00", "18:01")) == [("daily_max_10h", "2026-06-15", 601)]


def test_a_minor_has_eight_hours() -> None:
    assert findings(row(15, "08:00", "16:00"), who=MINOR) == []
    assert findings(row(15, "08:00", "16:01"), who=MINOR) == [("minor_daily_8h", "2026-06-15", 481)]


def test_a_day_is_counted_from_midnight_to_midnight() -> None:
    night = row(15, "14:30", "01:00", next_day=True)

    assert findings(night) == []
    assert findings(night, row(15, "13:59", "14:30")) == [("daily_max_10h", "2026-06-15", 601)]


@pytest.mark.parametrize(("minutes", "count"), [(60, 0), (59, 1)])
def test_a_break_is_no_work_wherever_it_lies(minutes: int, count: int) -> None:
    known = (("2026-06-15T12:00+02:00", minutes, "unpaid"),)
    unknown = ((None, minutes, "paid"),)

    for breaks in (known, unknown):
        assert (
            len(findings(row(15, "08:00", "19:00", breaks=breaks), rule="daily_max_10h")) == count
        )


def test_a_break_on_watch_is_work() -> None:
    watch = ((None, 60, "watch"),)

    assert len(findings(row(15, "08:00", "18:01", breaks=watch), rule="daily_max_10h")) == 1


@pytest.mark.parametrize(("end", "rest"), [("20:00", []), ("20:01", [659])])
def test_a_rest_of_a_minute_too_few_is_seen(end: str, rest: list[int]) -> None:
    rows = row(15, "13:00", end), row(16, "07:00", "12:00")

    assert [m for _, _, m in findings(*rows, rule="daily_rest_11h")] == rest


@pytest.mark.parametrize(("end", "rest"), [("17:45", []), ("17:46", [659])])
def test_a_call_cuts_the_rest(end: str, rest: list[int]) -> None:
    call = row(16, "04:45", "05:00", kind="oncall_intervention")
    rows = row(15, "13:00", end), call, row(16, "12:00", "16:00")

    assert [m for _, _, m in findings(*rows, rule="daily_rest_11h")] == rest


@pytest.mark.parametrize(("birth", "due"), [("2009-06-17", 720), ("2010-06-17", 840)])
def test_a_minor_rests_longer_and_longer_still_before_sixteen(birth: str, due: int) -> None:
    who = Person(birth=date.fromisoformat(birth))
    rows = row(15, "14:00", "18:01"), row(16, "06:00" if due == 720 else "08:00", "10:00")

    assert findings(*rows, who=who, rule="minor_daily_rest_12h") == [
        ("minor_daily_rest_12h", "2026-06-16", due - 1)
    ]


def test_the_autumn_night_is_an_hour_longer() -> None:
    october: dict[str, Any] = {"begin": date(2026, 10, 1), "end": date(2026, 11, 1)}
    night = Row("a", "2026-10-24T21:30+02:00", "2026-10-25T06:00+01:00")
    long = Row("a", "2026-10-25T00:00+02:00", "2026-10-25T09:01+01:00")

    assert findings(night, rule="daily_max_10h", **october) == []
    assert findings(long, rule="daily_max_10h", **october) == [("daily_max_10h", "2026-10-25", 601)]
    assert night.night(1260, 360) == 570


@pytest.mark.parametrize(("end", "best"), [("20:00", []), ("20:01", [2099])])
def test_thirty_five_hours_a_week(end: str, best: list[int]) -> None:
    rows = [row(d, "13:30", "20:00") for d in range(15, 20)]
    rows += [row(20, "13:30", end), row(22, "07:00", "11:00")]

    assert [
        m for _, _, m in findings(*rows, rule="weekly_rest_35h", known=date(2026, 6, 15))
    ] == best


@pytest.mark.parametrize(
    ("end", "breaks", "measured"),
    [
        ("13:59", (), []),
        ("14:00", (), [360]),
        ("14:20", (("2026-06-15T14:00+02:00", 20, "unpaid"),), []),
        ("14:40", (("2026-06-15T14:01+02:00", 20, "unpaid"),), [361]),
        ("14:40", (("2026-06-15T12:00+02:00", 19, "unpaid"),), [381]),
    ],
)
def test_breaks_of_adults(end: str, breaks: Any, measured: list[int]) -> None:
    work = row(15, "08:00", end, breaks=breaks)

    assert breaks_of(work) == [(minutes, True) for minutes in measured]


@pytest.mark.parametrize(
    ("end", "place", "measured"),
    [
        ("20:19", "14:00", []),
        ("20:20", "14:00", [(360, False)]),
        ("20:21", "14:00", [(361, False)]),
        ("20:22", "14:01", [(361, True), (361, True)]),
        ("20:21", "14:01", [(361, True), (360, False)]),
        ("16:20", "09:30", [(390, False)]),
        ("16:20", "08:00", [(480, True)]),
        ("14:20", "08:00", [(360, False)]),
        ("20:19", None, []),
        ("20:20", None, [(-1, False)]),
        ("20:21", None, [(-1, False)]),
        ("20:22", None, [(-1, False)]),
    ],
)
def test_once_a_whole_break_came_in_time_more_stretches_of_the_day_are_doubtful(
    end: str, place: str | None, measured: list[tuple[int, bool]]
) -> None:
    at = None if place is None else f"2026-06-15T{place}+02:00"

    assert breaks_of(row(15, "08:00", end, breaks=((at, 20, "unpaid"),))) == measured


@pytest.mark.parametrize(
    ("begin", "measured"), [("11:19", [(421, True)]), ("11:20", [(361, False)])]
)
def test_a_gap_between_posts_of_the_day_is_a_break(
    begin: str, measured: list[tuple[int, bool]]
) -> None:
    end = "17:20" if begin == "11:19" else "17:21"

    assert breaks_of(row(15, "10:00", "11:00"), row(15, begin, end)) == measured


def test_a_working_day_goes_on_past_midnight_and_ends_with_nine_hours_of_rest() -> None:
    evening = row(14, "22:00", "02:00", next_day=True)

    assert breaks_of(evening, row(15, "10:59", "17:00")) == [(361, False)]
    assert breaks_of(evening, row(15, "11:00", "17:01")) == [(361, True)]
    assert breaks_of(row(14, "18:20", "00:20", next_day=True), row(15, "00:40", "02:00")) == []


def test_a_break_past_midnight_counts_the_work_that_led_to_it() -> None:
    evening = row(14, "22:00", "02:00", next_day=True)
    known, unknown = (((at, 20, "unpaid"),) for at in ("2026-06-15T03:00+02:00", None))

    assert breaks_of(evening, row(15, "02:20", "08:21")) == [(361, False)]
    assert breaks_of(evening, row(15, "02:00", "09:21", breaks=known)) == [(361, False)]
    assert breaks_of(evening, row(15, "02:00", "10:21", breaks=unknown)) == [(-1, False)]
    long = row(14, "20:00", "02:00", next_day=True)
    assert breaks_of(long, row(15, "02:00", "09:21", breaks=known)) == [(420, True), (361, True)]


def test_short_breaks_make_no_whole_one_wherever_they_lie() -> None:
    short = (("2026-06-15T08:00+02:00", 5, "unpaid"), (None, 5, "unpaid"))

    assert breaks_of(row(15, "08:00", "14:09", breaks=short)) == []
    assert breaks_of(row(15, "08:00", "14:10", breaks=short)) == [(-1, True)]


def test_what_is_unlawful_is_as_short_as_may_be_before_doubts_are_spared() -> None:
    night = row(14, "22:00", "08:00", next_day=True)
    short, post = (
        row(15, "08:00", end, breaks=((None, 45, "unpaid"),)) for end in ("14:44", "14:45")
    )

    assert breaks_of(night, short) == [(-1, True)]
    assert breaks_of(night, post) == [(-2, False), (-1, True)]


def test_a_movable_break_of_an_earlier_post_is_the_break_of_the_day() -> None:
    morning = row(15, "06:00", "09:00", breaks=((None, 20, "unpaid"),))
    night = row(14, "23:00", "06:00", next_day=True)

    assert breaks_of(morning, row(15, "10:00", "16:01")) == [(361, False)]
    assert breaks_of(night, morning, row(15, "10:00", "16:01")) == [(-1, True), (361, False)]


@pytest.mark.parametrize(
    ("end", "breaks", "measured"),
    [
        ("12:30", (), []),
        ("12:31", (), [271]),
        ("17:30", ((None, 30, "unpaid"),), []),
        ("17:31", ((None, 30, "unpaid"),), [-1]),
        ("22:02", ((None, 30, "unpaid"),), [-1]),
        ("13:00", ((None, 10, "unpaid"), ("2026-06-15T08:10+02:00", 29, "unpaid")), []),
    ],
)
def test_breaks_of_minors(end: str, breaks: Any, measured: list[int]) -> None:
    work = row(15, "08:00", end, breaks=breaks)

    assert [m for _, _, m in findings(work, who=MINOR, rule="minor_break_30min")] == measured


def test_the_way_between_two_sites_is_work() -> None:
    rows = row(15, "08:00", "13:00", site="a"), row(15, "13:40", "18:21", site="b")

    assert findings(*rows, travel={("a", "b"): 20}) == [("daily_max_10h", "2026-06-15", 601)]
    assert findings(*rows) == []


def test_a_sunday_needs_its_ground() -> None:
    sunday = row(14, "08:00", "12:00", agency="ag", dispositif="d")

    def bare(*grounds: Sundays) -> list[int]:
        return [m for _, _, m in findings(sunday, rule="sunday_rest", sundays=grounds)]

    assert bare() == [240]
    assert bare(Sundays(date(2026, 6, 14), date(2026, 6, 14), "ag", "d")) == []
    assert bare(Sundays(date(2026, 6, 15))) == [240]
    assert bare(Sundays(date(2026, 6, 1), date(2026, 6, 13))) == [240]
    assert bare(Sundays(date(2026, 6, 1), None, "other")) == [240]


def test_seven_days_are_one_too_many() -> None:
    rows = [row(day, "09:00", "12:00") for day in range(15, 22)]

    assert findings(*rows[:6], rule="six_days_per_week") == []
    assert findings(*rows, rule="six_days_per_week") == [("six_days_per_week", "2026-06-21", 7)]


def test_a_night_worker_has_eight_hours_from_the_declared_day_on() -> None:
    night = row(15, "21:00", "05:01", next_day=True)

    def worker(since: int) -> Person:
        return Person(birth=date(1990, 1, 1), night_since=date(2026, 6, since))

    assert findings(night, who=worker(15)) == [("night_worker_daily_8h", "2026-06-15", 481)]
    assert findings(night, who=worker(16)) == []


def test_two_nights_in_three_weeks_running_make_a_night_worker() -> None:
    weeks = [row(day, "21:00", "00:00", next_day=True) for day in (1, 2, 8, 9, 15)]
    long = row(18, "16:00", "00:01", next_day=True)

    assert findings(*weeks, long, rule="night_worker_daily_8h") == [
        ("night_worker_daily_8h", "2026-06-18", 481)
    ]
    assert findings(*weeks[1:], long, rule="night_worker_daily_8h") == []


@pytest.mark.parametrize(("end", "total"), [("17:59", []), ("18:00", [2100])])
def test_a_part_timer_never_reaches_thirty_five_hours(end: str, total: list[int]) -> None:
    who = Person(birth=None, contracts=(Contract(date(2020, 1, 1), date(2026, 6, 18), 1440),))
    rows = [row(day, "08:00", "17:00") for day in (15, 16, 17)] + [row(18, "10:00", end)]
    rows.append(row(19, "08:00", "18:00"))

    assert [m for _, _, m in findings(*rows, who=who, rule="part_time_below_35h")] == total


@pytest.mark.parametrize(("more", "total"), [(0, []), (1, [31681])])
def test_twelve_weeks_add_up_to_528_hours_at_most(more: int, total: list[int]) -> None:
    days = [
        date(2026, 4, 6) + timedelta(weeks=week, days=n) for week in range(12) for n in range(5)
    ]
    rows = [Row("a", f"{day}T08:00+02:00", f"{day}T16:48+02:00") for day in days]
    rows[30] = Row("a", f"{days[30]}T08:00+02:00", f"{days[30]}T16:{48 + more}+02:00")

    assert [m for _, _, m in findings(*rows, rule="avg12_44h")] == total
