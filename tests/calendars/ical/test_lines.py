"""Content lines, read back by a parser that is not ours."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Event

from calendars.ical.lines import WIDTH, duration, escape, line, stamp, text, when

TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff"))


@given(TEXTS)
def test_any_text_comes_back_whole_from_lines_of_75_octets(value: str) -> None:
    written = text("SUMMARY", value)
    event = Event.from_ical(b"BEGIN:VEVENT\r\n" + written + b"END:VEVENT\r\n")

    assert isinstance(event, Event)
    assert str(event["SUMMARY"]) == value
    assert written.endswith(b"\r\n")
    for part in written.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(part) <= WIDTH
        part.decode()  # no character is cut


@pytest.mark.parametrize(("octets", "lines"), [(75, 1), (76, 2), (75 + 74, 2), (75 + 75, 3)])
def test_a_line_is_folded_from_its_76th_octet_and_then_every_74(octets: int, lines: int) -> None:
    assert line("X", "a" * (octets - 2)).count(b"\r\n") == lines


def test_a_character_of_several_octets_goes_whole_to_the_next_line() -> None:
    assert line("X", "a" * 72 + "é") == b"X:" + b"a" * 72 + b"\r\n \xc3\xa9\r\n"


def test_what_has_a_meaning_is_escaped_and_controls_are_left_out() -> None:
    assert escape("a\\b;c,d\ne\r\t\x00\x85\ufefff") == "a\\\\b\\;c\\,d\\nef"


def test_days_and_instants_are_written_with_what_they_are() -> None:
    paris = datetime(2026, 10, 24, 21, 30, tzinfo=ZoneInfo("Europe/Paris"))

    assert when("DTSTART", date(2026, 10, 24)) == b"DTSTART;VALUE=DATE:20261024\r\n"
    assert when("DTSTART", paris) == b"DTSTART;TZID=Europe/Paris:20261024T213000\r\n"
    assert when("DTSTART", paris.astimezone(UTC)) == b"DTSTART:20261024T193000Z\r\n"
    assert stamp(paris) == "20261024T193000Z"


@pytest.mark.parametrize(
    ("minutes", "written"), [(0, "PT0S"), (-30, "-PT30M"), (-60, "-PT1H"), (90, "PT90M")]
)
def test_durations(minutes: int, written: str) -> None:
    assert duration(minutes) == written
