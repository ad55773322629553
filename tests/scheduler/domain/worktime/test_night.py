from datetime import datetime, time

from scheduler.domain.duty import Break, Duty, DutyKind
from scheduler.domain.time import PARIS, Span
from scheduler.domain.worktime.night import clock_of, minutes_inside, night_minutes

NINE, SIX = 21 * 60, 6 * 60


def at(day: int, hour: int, minute: int = 0, *, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=PARIS)


def test_a_clock_time_is_minutes_after_midnight_and_midnight_ends_the_day() -> None:
    assert [clock_of(m) for m in (0, 390, 1260, 1440)] == [time(0), time(6, 30), time(21), time(0)]


def test_both_edges_of_the_window_and_two_nights_in_one_duty() -> None:
    assert night_minutes(Duty(id="a", span=Span(at(15, 20), at(16, 4))), NINE, SIX) == 420
    assert night_minutes(Duty(id="b", span=Span(at(15, 6), at(15, 21))), NINE, SIX) == 0
    assert night_minutes(Duty(id="c", span=Span(at(15, 4), at(15, 22))), NINE, SIX) == 180


def test_the_clock_changes_make_nights_of_an_hour_more_and_an_hour_less() -> None:
    autumn = Span(at(24, 21, month=10), at(25, 6, month=10))
    spring = Span(at(28, 21, month=3), at(29, 6, month=3))

    assert night_minutes(Duty(id="a", span=autumn), NINE, SIX) == 600
    assert night_minutes(Duty(id="b", span=spring), NINE, SIX) == 480


def test_known_breaks_count_where_they_are_and_others_in_the_night() -> None:
    span = Span(at(15, 18), at(15, 23))
    known = Duty(id="a", span=span, breaks=(Break(minutes=30, start=at(15, 20)),))
    floating = [Duty(id="b", span=span, breaks=(Break(minutes=n),)) for n in (30, 150)]

    assert night_minutes(known, NINE, SIX) == 120
    assert [night_minutes(duty, NINE, SIX) for duty in floating] == [90, 0]


def test_what_is_no_work_has_no_night() -> None:
    standby = Duty(id="a", span=Span(at(15, 20), at(16, 4)), kind=DutyKind.STANDBY)

    assert night_minutes(standby, NINE, SIX) == 0
    assert minutes_inside(standby, [Span(at(15, 20), at(15, 22))]) == 0


def test_minutes_inside_spans_add_up() -> None:
    duty = Duty(id="a", span=Span(at(15, 18), at(16, 2)), breaks=(Break(minutes=20),))
    spans = [Span(at(15, 17), at(15, 19)), Span(at(15, 23), at(16, 0))]

    assert minutes_inside(duty, spans) == 100
