from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.time import (
    PARIS,
    Span,
    around,
    at,
    day_of,
    day_span,
    days_span,
    instant_of,
    merged,
    midnight_minute,
    minute_at,
    minute_of,
    month_later,
    month_span,
    next_month,
    week_of,
    week_span,
    weeks_touched,
    windows,
    years_after,
)
from scheduler.errors import ImpossibleTimeError, InvalidProblemError, NaiveTimeError


def night(day: date) -> Span:
    return Span(at(day, time(21, 30)), at(day + timedelta(days=1), time(6)))


def test_the_night_the_clocks_go_back_lasts_nine_hours_and_a_half() -> None:
    assert night(date(2026, 10, 24)).minutes == 9 * 60 + 30


def test_the_night_the_clocks_go_forward_lasts_seven_hours_and_a_half() -> None:
    assert night(date(2026, 3, 28)).minutes == 7 * 60 + 30


@pytest.mark.parametrize(
    ("day", "years", "same"),
    [
        (date(2026, 3, 1), 1, date(2027, 3, 1)),
        (date(2024, 2, 28), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 1, date(2025, 3, 1)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2024, 2, 29), -1, date(2023, 3, 1)),
    ],
)
def test_a_29_february_is_the_1st_of_march_of_a_shorter_year(
    day: date, years: int, same: date
) -> None:
    assert years_after(day, years) == same


def test_other_nights_last_eight_hours_and_a_half() -> None:
    assert night(date(2026, 10, 23)).minutes == 8 * 60 + 30


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2027, 3, 28), 23),
     (date(2027, 10, 31), 25), (date(2026, 10, 24), 24)],
)  # fmt: skip
def test_days_of_a_clock_change_are_23_or_25_hours_long(day: date, hours: int) -> None:
    assert day_span(day).minutes == hours * 60


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(NaiveTimeError, match="heure sans fuseau : 2026-10-24T21:30:00"):
        minute_of(datetime(2026, 10, 24, 21, 30))  # noqa: DTZ001


def test_seconds_are_refused() -> None:
    with pytest.raises(InvalidProblemError, match="minute entière"):
        minute_of(datetime(2026, 10, 24, 21, 30, 1, tzinfo=PARIS))


@pytest.mark.parametrize("clock", [time(2, 0), time(2, 30), time(2, 59)])
def test_a_time_that_the_spring_change_skips_is_refused(clock: time) -> None:
    with pytest.raises(ImpossibleTimeError, match=r"n’existe pas le 29/03/2026"):
        at(date(2026, 3, 29), clock)


@pytest.mark.parametrize("clock", [time(1, 59), time(3, 0)])
def test_times_on_either_side_of_the_spring_change_exist(clock: time) -> None:
    assert at(date(2026, 3, 29), clock).time() == clock


def test_the_repeated_hour_has_two_passages_an_hour_apart() -> None:
    first = at(date(2026, 10, 25), time(2, 30))
    second = at(date(2026, 10, 25), time(2, 30), second_passage=True)

    assert minute_of(second) - minute_of(first) == 60


def test_a_span_that_ends_when_it_starts_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match="avant ou égale au début"):
        Span(at(date(2026, 6, 1), time(9)), at(date(2026, 6, 1), time(9)))


def test_an_instant_falls_in_the_minute_that_it_began() -> None:
    whole = datetime(2026, 10, 24, 21, 30, tzinfo=PARIS)

    for seconds, later in ((0, 0), (59.999999, 0), (60, 1)):
        assert minute_at(whole + timedelta(seconds=seconds)) == minute_of(whole) + later
    with pytest.raises(NaiveTimeError):
        minute_at(datetime(2026, 10, 24, 21, 30))  # noqa: DTZ001


def test_a_span_across_zones_is_measured_in_elapsed_minutes() -> None:
    span = Span(datetime(2026, 10, 24, 22, tzinfo=PARIS), datetime(2026, 10, 25, 5, tzinfo=UTC))

    assert span.minutes == 9 * 60


def test_a_night_touches_two_civil_days_and_belongs_to_the_first() -> None:
    span = night(date(2026, 12, 31))

    assert span.day == date(2026, 12, 31)
    assert span.days == (date(2026, 12, 31), date(2027, 1, 1))


def test_a_span_that_ends_at_midnight_touches_one_day() -> None:
    span = Span(at(date(2026, 6, 1), time(16)), at(date(2026, 6, 2), time(0)))

    assert span.days == (date(2026, 6, 1),)


def test_weeks_begin_on_monday() -> None:
    assert week_of(date(2026, 11, 1)) == date(2026, 10, 26)
    assert week_span(date(2026, 10, 19)).minutes == (7 * 24 + 1) * 60


def test_a_sunday_night_touches_two_weeks() -> None:
    assert list(weeks_touched(night(date(2026, 6, 21)))) == [date(2026, 6, 15), date(2026, 6, 22)]


def test_a_month_runs_from_midnight_to_midnight() -> None:
    assert month_span(2026, 12) == days_span(date(2026, 12, 1), date(2026, 12, 31))
    assert next_month(date(2026, 12, 15)) == date(2027, 1, 1)
    assert next_month(date(2026, 1, 31)) == date(2026, 2, 1)


def test_night_windows_of_a_span_over_two_nights() -> None:
    span = days_span(date(2026, 6, 1), date(2026, 6, 1))

    nights = list(windows(span, time(21), time(6)))

    assert [(w.start.day, w.start.hour, w.end.day, w.end.hour) for w in nights] == [
        (31, 21, 1, 6),
        (1, 21, 2, 6),
    ]


def test_gap_overlap_and_touch() -> None:
    day = date(2026, 6, 1)
    morning = Span(at(day, time(9)), at(day, time(12)))
    noon = Span(at(day, time(12)), at(day, time(14)))
    long = Span(at(day, time(11)), at(day, time(13)))

    assert morning.gap(noon) == 0
    assert not morning.touches(noon)
    assert morning.overlap(long) == 60
    assert long.touches(noon)
    assert not long.contains(noon)


def test_spans_that_touch_are_one_stretch() -> None:
    def stretch(first: int, last: int) -> Span:
        return Span(instant_of(first), instant_of(last))

    assert merged([stretch(50, 60), stretch(10, 20), stretch(20, 30)]) == [(10, 30), (50, 60)]
    assert merged([stretch(10, 60), stretch(20, 30)]) == [(10, 60)]
    assert merged([]) == []


class Stretch(NamedTuple):
    span: Span


def test_what_may_touch_a_span_begins_no_longer_before_it_than_the_longest_lasts() -> None:
    day = [Stretch(Span.of_minutes(60 * n, 60 * n + 60)) for n in range(24)]
    noon = day[12].span

    assert around(day, noon, 60) == day[12:13]
    assert around(day, noon, 61) == around(day, noon, 120) == day[11:13]
    assert around(day, noon, 121) == day[10:13]


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)))  # noqa: DTZ001
def test_the_day_of_any_minute_is_the_day_that_paris_clocks_show(when: datetime) -> None:
    instant = when.replace(second=0, microsecond=0, tzinfo=UTC)

    day = day_of(minute_of(instant))

    assert day == instant.astimezone(ZoneInfo("Europe/Paris")).date()
    assert midnight_minute(day) <= minute_of(instant) < midnight_minute(day + timedelta(days=1))
    # In the repeated hour Paris and UTC datetimes never compare equal: compare what they mean.
    assert minute_of(instant_of(minute_of(instant))) == minute_of(instant)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2026, 5, 15), 0, date(2026, 5, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -2, date(2025, 11, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(
    day: date, months: int, expected: date
) -> None:
    assert month_later(day, months) == expected
