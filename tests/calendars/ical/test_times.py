"""The hours, zone and whole days of a feed, read back from its bytes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Timezone

from calendars.ical.calendar import VTIMEZONE
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.time import Span, at, midnight_minute, minute_of
from tests.calendars.feeds import (
    away,
    events,
    feed,
    lines,
    night,
    values,
)
from tests.calendars.patterns import like_slot

DAY = date(2026, 10, 1)
SPRING, AUTUMN = date(2026, 3, 28), date(2026, 10, 24)
PARIS = ZoneInfo("Europe/Paris")


def raw_ends(data: bytes) -> list[str]:
    """Lines of start and end of the first event."""
    inside = lines(data)[lines(data).index("BEGIN:VEVENT") :]
    return [line for line in inside if line.startswith(("DTSTART", "DTEND"))][:2]


# 8. Times ---------------------------------------------------------------------------------------


def test_times_are_paris_times_with_an_end() -> None:
    data = feed(night(DAY))

    assert raw_ends(data) == [
        "DTSTART;TZID=Europe/Paris:20261001T213000",
        "DTEND;TZID=Europe/Paris:20261002T060000",
    ]
    assert "DURATION" not in events(data)[0]


def test_times_kept_in_another_zone_are_written_in_paris() -> None:
    slot = night(DAY)
    utc = Span(slot.span.start.astimezone(UTC), slot.span.end.astimezone(UTC))

    assert feed(like_slot(slot, span=utc)) == feed(slot)


@pytest.mark.parametrize(
    ("day", "minutes", "end"),
    [
        (SPRING, 450, "DTEND;TZID=Europe/Paris:20260329T060000"),
        (AUTUMN, 570, "DTEND;TZID=Europe/Paris:20261025T060000"),
        (date(2027, 3, 27), 450, "DTEND;TZID=Europe/Paris:20270328T060000"),
        (date(2027, 10, 30), 570, "DTEND;TZID=Europe/Paris:20271031T060000"),
    ],
)
def test_nights_of_clock_change_last_as_long_as_they_do(day: date, minutes: int, end: str) -> None:
    data = feed(night(day))
    event = events(data)[0]

    assert raw_ends(data)[1] == end
    read = event["DTEND"].dt.astimezone(UTC) - event["DTSTART"].dt.astimezone(UTC)
    assert read == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("start", "end", "raw"),
    [
        (time(21, 30), time(2), ["20261024T193000Z", "20261025T000000Z"]),
        (time(21, 30), time(2, 59), ["20261024T193000Z", "20261025T005900Z"]),
        (time(21, 30), time(3), ["20261024T213000", "20261025T030000"]),
        (time(21, 30), time(1, 59), ["20261024T213000", "20261025T015900"]),
    ],
)
def test_an_end_in_the_repeated_hour_puts_both_ends_in_utc(
    start: time, end: time, raw: list[str]
) -> None:
    data = feed(night(AUTUMN, start=start, end=end))

    assert values(data, "DTSTART")[-1:] + values(data, "DTEND") == raw
    assert all(("TZID" in line) is not raw[0].endswith("Z") for line in raw_ends(data))


@pytest.mark.parametrize(
    ("second", "start"), [(False, "20271031T003000Z"), (True, "20271031T013000Z")]
)
def test_a_start_in_either_passage_of_the_repeated_hour_is_in_utc(second: bool, start: str) -> None:
    change = date(2027, 10, 31)
    span = Span(at(change, time(2, 30), second_passage=second), at(change, time(6)))
    data = feed(like_slot(night(change), span=span))

    assert raw_ends(data) == [f"DTSTART:{start}", "DTEND:20271031T050000Z"]


@settings(max_examples=60, deadline=None)
@given(
    change=st.sampled_from([date(2026, 3, 29), date(2026, 10, 25), date(2027, 10, 31)]),
    start=st.integers(-12 * 60, 12 * 60),
    minutes=st.integers(1, 720),
)
def test_any_shift_around_a_clock_change_is_read_back_to_the_minute(
    change: date, start: int, minutes: int
) -> None:
    first = midnight_minute(change) + start
    slot = like_slot(night(DAY), span=Span.of_minutes(first, first + minutes))
    event = events(feed(slot))[0]

    assert minute_of(event["DTSTART"].dt) == first
    assert minute_of(event["DTEND"].dt) == first + minutes


# 9. The zone ------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [feed(), feed(night(DAY)), feed(away(DAY, DAY))])
def test_there_is_one_zone_even_without_events(data: bytes) -> None:
    assert lines(data).count("BEGIN:VTIMEZONE") == 1
    assert values(data, "TZID") == ["Europe/Paris"]
    assert "RDATE" not in data.decode()
    assert [line for line in lines(data) if line.startswith("RRULE")] == [
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    ]
    assert "DTSTART:19810329T020000" in lines(data)
    assert "DTSTART:19961027T030000" in lines(data)


def test_the_zone_is_right_at_every_hour_of_two_years() -> None:
    parsed = Timezone.from_ical(VTIMEZONE)
    assert isinstance(parsed, Timezone)
    zone = parsed.to_tz(lookup_tzid=False)
    hour = datetime(2026, 1, 1, tzinfo=UTC)
    while hour.year < 2028:
        assert hour.astimezone(zone).utcoffset() == hour.astimezone(PARIS).utcoffset()
        hour += timedelta(hours=1)


# 10. Absences -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(AbsenceKind))
def test_an_absence_is_whole_days_without_a_reason(kind: AbsenceKind) -> None:
    data = feed(away(DAY, date(2026, 10, 4), kind))

    assert raw_ends(data) == ["DTSTART;VALUE=DATE:20261001", "DTEND;VALUE=DATE:20261005"]
    assert values(data, "SUMMARY") == ["Absence"]
    assert values(data, "CATEGORIES") == ["Absence"]
    assert data == feed(away(DAY, date(2026, 10, 4)))


def test_a_half_day_of_absence_has_its_hours() -> None:
    half = Absence(mediator="aya.diallo", span=Span(at(DAY, time(0)), at(DAY, time(12))))
    data = feed(half)

    assert raw_ends(data) == [
        "DTSTART;TZID=Europe/Paris:20261001T000000",
        "DTEND;TZID=Europe/Paris:20261001T120000",
    ]
    assert values(data, "SUMMARY") == ["Absence"]
