from datetime import UTC, datetime, time

import pytest

from api.french.moments import (
    clock_hours,
    hours_words,
    shift_words,
    stretch_words,
    with_short_days,
)
from api.french.quoting import listed
from api.french.shifts import typed_hours, typed_shift
from api.french.words import brief, change_words
from scheduler.domain.time import PARIS, Span

NIGHT = Span(
    datetime(2026, 10, 6, 21, 30, tzinfo=PARIS),
    datetime(2026, 10, 7, 6, tzinfo=PARIS),
)


def test_a_night_says_that_it_ends_the_day_after() -> None:
    hours = "21\u00a0h\u00a030 – 6\u00a0h (lendemain)"

    assert hours_words(NIGHT.start, NIGHT.end) == hours
    assert hours_words(NIGHT.start.astimezone(UTC), NIGHT.end.astimezone(UTC)) == hours
    assert clock_hours(time(21, 30), time(6), over=True) == hours
    assert shift_words(NIGHT, "Parc") == f"mar. 6 oct., {hours}, Parc"


def test_files_and_the_terminal_have_hours_as_they_are_typed() -> None:
    assert typed_hours(NIGHT) == "21:30–06:00"
    assert typed_shift(NIGHT) == "06/10/2026 21:30–06:00"
    assert change_words(typed_hours(NIGHT), "libre") == "21:30–06:00 → libre"


def test_of_many_names_the_first_are_told_and_the_others_counted() -> None:
    assert listed(["Ada", "Brice"], 2) == "Ada, Brice"
    assert listed(["Ada", "Brice", "Chloé"], 2) == "Ada, Brice et 1\u00a0autre"
    assert listed(["Ada", "Brice", "Chloé", "Dorian"], 2) == "Ada, Brice et 2\u00a0autres"


def test_a_short_name_isn_t_broken_between_two_lines() -> None:
    assert brief("Ada Lemoine") == "Ada\u00a0L."
    assert brief("Ada") == "Ada"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("une fin après le début (2027-02-15)", "une fin après le début (15/02/2027)"),
        ("2026-11-28T10:00+01:00", "28/11/2026 10:00"),
        ("2100-12-31 au plus", "31/12/2100 au plus"),
        ("10-ILE-R-2026-12-02", "10-ILE-R-2026-12-02"),
        ("2026-12", "2026-12"),
        ("comme 31/12/2026 ou 2026-12-31", "comme 31/12/2026 ou 2026-12-31"),
    ],
)
def test_days_written_by_programs_are_read_as_people_write_them(text: str, words: str) -> None:
    assert with_short_days(text) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-12-14", "2026-12-14", "lun. 14 déc."),
        ("2026-12-14T18:00", "2026-12-14T23:59", "lun. 14 déc. dès 18 h"),
        ("2026-12-14T18:00", "2026-12-14", "lun. 14 déc. dès 18 h"),
        ("2026-12-14", "2026-12-14T13:00", "lun. 14 déc. jusqu’à 13 h"),
        ("2026-12-14T13:00", "2026-12-14T18:00", "lun. 14 déc. de 13 h à 18 h"),
        ("2027-12-14T13:00", "2027-12-14T23:58", "mar. 14 déc. 2027 de 13 h à 23 h 58"),
        ("2026-12-14T13:00", "2026-12-15T23:59", "du lun. 14 déc. à 13 h au mar. 15 déc."),
        ("2026-12-14", "2026-12-15T13:00", "du lun. 14 déc. au mar. 15 déc. à 13 h"),
    ],
)
def test_a_stretch_of_a_single_day_names_it_once(start: str, end: str, words: str) -> None:
    now = datetime(2026, 12, 2, tzinfo=PARIS)

    assert stretch_words(start, end, now).replace("\u00a0", " ") == words
