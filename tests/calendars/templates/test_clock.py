from datetime import UTC, date, datetime, time

import pytest

from calendars.templates.clock import AutumnChange, SlotTimes, TemplateBreak, check_hours, place
from scheduler.domain.duty import Break, BreakKind
from scheduler.domain.time import minute_of
from scheduler.errors import ImpossibleTimeError, InvalidProblemError

SPRING, AUTUMN = date(2026, 3, 28), date(2026, 10, 24)


def utc(day: str, clock: str) -> int:
    """Minute, since Python finds no time of the repeated hour equal to one of another zone."""
    return minute_of(datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=UTC))


def night(day: date, autumn: AutumnChange = AutumnChange.NONE, at: time | None = None) -> SlotTimes:
    return place(day, time(21, 30), time(6), (TemplateBreak(minutes=30, at=at),), autumn)


@pytest.mark.parametrize(
    ("day", "minutes"),
    [
        (date(2026, 6, 13), 510),
        (SPRING, 450),
        (AUTUMN, 570),
        (date(2027, 3, 27), 450),
        (date(2027, 10, 30), 570),
    ],
)
def test_a_night_lasts_as_long_as_it_really_does(day: date, minutes: int) -> None:
    placed = night(day)

    assert placed.span.minutes == minutes
    assert placed.span.day == day
    assert placed.changed == ""


def test_in_autumn_a_night_may_end_one_clock_hour_earlier() -> None:
    placed = night(AUTUMN, AutumnChange.END_EARLIER)

    assert placed.span.last == utc("2026-10-25", "04:00")
    assert placed.span.end.hour == 5
    assert placed.span.minutes == 510
    assert placed.breaks == (Break(minutes=30),)
    assert placed.changed == "passage à l’heure d’hiver : fin avancée d’une heure"


def test_in_autumn_a_night_may_have_a_break_of_an_hour_more() -> None:
    placed = night(AUTUMN, AutumnChange.LONGER_BREAK)

    assert placed.span.minutes == 570
    assert placed.breaks == (Break(minutes=90),)
    assert placed.changed == "passage à l’heure d’hiver : pause allongée d’une heure"


@pytest.mark.parametrize("day", [date(2026, 10, 23), date(2026, 10, 25), SPRING])
@pytest.mark.parametrize("autumn", list(AutumnChange))
def test_other_nights_stay_as_they_are(day: date, autumn: AutumnChange) -> None:
    placed = night(day, autumn)

    assert placed.span.last == night(day).span.last
    assert placed.breaks == (Break(minutes=30),)
    assert placed.changed == ""


def test_the_longer_break_is_the_first_unpaid_one() -> None:
    breaks = (
        TemplateBreak(minutes=20, kind=BreakKind.PAID),
        TemplateBreak(minutes=30),
        TemplateBreak(minutes=10),
    )
    placed = place(AUTUMN, time(21, 30), time(6), breaks, AutumnChange.LONGER_BREAK)

    assert [b.minutes for b in placed.breaks] == [20, 90, 10]


@pytest.mark.parametrize(
    ("at", "start"),
    [
        (time(22, 30), utc("2026-06-13", "20:30")),
        (time(0), utc("2026-06-13", "22:00")),
        (time(2), utc("2026-06-14", "00:00")),
        (time(5, 30), utc("2026-06-14", "03:30")),
    ],
)
def test_a_break_after_midnight_lies_on_the_next_day(at: time, start: int) -> None:
    assert [(b.minutes, b.first) for b in night(date(2026, 6, 13), at=at).breaks] == [(30, start)]


def test_a_break_is_where_the_clocks_show_its_time_on_nights_of_change_too() -> None:
    assert night(SPRING, at=time(4)).breaks[0].first == utc("2026-03-29", "02:00")
    assert night(SPRING, at=time(2, 30)).breaks[0].first == utc("2026-03-29", "01:30")  # 03:30
    assert night(AUTUMN, at=time(2, 30)).breaks[0].first == utc("2026-10-25", "00:30")
    assert night(AUTUMN, at=time(4)).breaks[0].first == utc("2026-10-25", "03:00")


@pytest.mark.parametrize("autumn", [AutumnChange.END_EARLIER, AutumnChange.LONGER_BREAK])
def test_where_the_change_is_compensated_breaks_come_as_soon_as_usual(
    autumn: AutumnChange,
) -> None:
    # 03:00 is 5 h 30 after the start; on the clocks it would be 6 h 30 after it.
    assert night(AUTUMN, autumn, time(3)).breaks[0].first == utc("2026-10-25", "01:00")


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (time(21), time(2, 30), "02:30 n’existe pas le 29/03/2026"),
        (time(21), time(2), "02:00 n’existe pas le 29/03/2026"),
    ],
)
def test_an_end_that_the_spring_change_skips_is_refused(start: time, end: time, text: str) -> None:
    with pytest.raises(ImpossibleTimeError, match=text):
        place(SPRING, start, end)
    assert place(date(2026, 3, 27), start, end).span.end.hour == 2


def test_a_start_that_the_spring_change_skips_is_refused() -> None:
    with pytest.raises(ImpossibleTimeError, match="02:59 n’existe pas le 29/03/2026"):
        place(date(2026, 3, 29), time(2, 59), time(8))
    assert place(date(2026, 3, 29), time(3), time(8)).span.minutes == 300


def test_hours_with_equal_ends_are_a_whole_day() -> None:
    assert place(date(2026, 6, 1), time(8), time(8)).span.minutes == 1440


@pytest.mark.parametrize(
    ("breaks", "text"),
    [
        ((TemplateBreak(minutes=30, at=time(7)),), "hors de l’horaire"),
        ((TemplateBreak(minutes=31, at=time(5, 30)),), "hors de l’horaire"),
        (
            (TemplateBreak(minutes=30, at=time(2)), TemplateBreak(minutes=30, at=time(2, 29))),
            "pause à 02:29 sur une autre pause",
        ),
        ((TemplateBreak(minutes=510),), "les pauses couvrent tout l’horaire 21:30–06:00"),
    ],
)
def test_breaks_that_do_not_fit_are_refused(breaks: tuple[TemplateBreak, ...], text: str) -> None:
    with pytest.raises(InvalidProblemError, match=text):
        check_hours(time(21, 30), time(6), breaks)


def test_breaks_that_just_fit_are_taken() -> None:
    breaks = (
        TemplateBreak(minutes=30, at=time(5, 30)),
        TemplateBreak(minutes=30, at=time(2)),
        TemplateBreak(minutes=449),
    )
    check_hours(time(21, 30), time(6), breaks)
    check_hours(
        time(21, 30),
        time(6),
        (TemplateBreak(minutes=30, at=time(2)), TemplateBreak(minutes=30, at=time(2, 30))),
    )


def test_a_break_of_no_minutes_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match="durée positive attendue"):
        TemplateBreak(minutes=0)
