from datetime import date
from pathlib import Path

import pytest

from api.intake.foreign_file import read_foreign
from tests.api.intake.calendars import calendar, event
from tests.api.intake.files import refusals, shifts


def days(path: Path, month: date | None = None) -> list[str]:
    """Return the days on which shifts of a calendar start."""
    return [s[1][:5] for s in shifts(read_foreign(path, month=month))]


@pytest.mark.parametrize(
    ("lines", "starts"),
    [
        (("RRULE:FREQ=WEEKLY;COUNT=3",), ["01/06", "08/06", "15/06"]),
        (("RRULE:FREQ=WEEKLY;UNTIL=20260615T193000Z",), ["01/06", "08/06", "15/06"]),
        (("RRULE:FREQ=WEEKLY;UNTIL=20260615T192959Z",), ["01/06", "08/06"]),
        (("RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3",), ["01/06", "03/06", "08/06"]),
        (("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2",), ["01/06", "15/06"]),
        (
            ("RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Europe/Paris:20260602T213000"),
            ["01/06", "03/06"],
        ),
        (("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260602T193000Z"), ["01/06", "03/06"]),
        (("RRULE:FREQ=DAILY;COUNT=2", "EXDATE;VALUE=DATE:20260602"), ["01/06"]),
        (("RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=2",), ["01/06", "06/07"]),
        (("RRULE:FREQ=YEARLY;COUNT=1",), ["01/06"]),
        (("RDATE:20260605T193000Z",), ["01/06", "05/06"]),
    ],
)
def test_a_repetition_is_written_out(
    tmp_path: Path, lines: tuple[str, ...], starts: list[str]
) -> None:
    path = calendar(tmp_path, event(*lines))

    assert days(path) == starts
    assert read_foreign(path).counts.read == 1


def test_days_repeat_too(tmp_path: Path) -> None:
    part = event(
        "DTSTART;VALUE=DATE:20260601", "DURATION:P1D", "SUMMARY:CP", "RRULE:FREQ=WEEKLY;COUNT=2"
    )

    assert [a.absence.span.day.day for a in read_foreign(calendar(tmp_path, part)).aways] == [1, 8]


def test_an_occurrence_that_moved_or_was_cancelled_takes_the_place_of_its_own(
    tmp_path: Path,
) -> None:
    path = calendar(
        tmp_path,
        event("RRULE:FREQ=WEEKLY;COUNT=3"),
        event(
            "RECURRENCE-ID;TZID=Europe/Paris:20260608T213000",
            start="20260609T200000",
            end="20260610T040000",
        ),
        event("RECURRENCE-ID:20260615T193000Z", "STATUS:CANCELLED"),
    )

    reading = read_foreign(path)

    assert [s[1] for s in shifts(reading)] == ["01/06 21:30", "09/06 20:00"]
    assert (reading.counts.read, reading.counts.used, reading.counts.set_aside) == (3, 2, 1)


def test_a_repetition_without_an_end_needs_a_month(tmp_path: Path) -> None:
    path = calendar(tmp_path, event("RRULE:FREQ=WEEKLY"))

    assert refusals(read_foreign(path)) == [
        (
            "ada.ics, ligne 4, colonne « RRULE » : reçu « FREQ=WEEKLY (Nuit) », attendu : une "
            "répétition qui a une fin (COUNT ou UNTIL), ou le mois à lire donné avec le fichier"
        )
    ]
    assert days(path, date(2026, 6, 1)) == ["01/06", "08/06", "15/06", "22/06", "29/06", "06/07"]
    assert (
        "répétition sans fin : écrite jusqu’au 08/07/2026 (ada.ics, ligne 4)"
        in read_foreign(path, month=date(2026, 6, 1)).notes
    )


def test_a_repetition_that_begins_after_the_month_is_set_aside(tmp_path: Path) -> None:
    reading = read_foreign(calendar(tmp_path, event("RRULE:FREQ=WEEKLY")), month=date(2026, 4, 1))

    assert [a.why for a in reading.aside] == ["répétition sans aucune date dans la période"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("RRULE:FREQ=HOURLY;COUNT=2", "une répétition simple"),
        ("RRULE:FREQ=SECONDLY", "une répétition simple"),
        ("RRULE:FREQ=DAILY;BYHOUR=1,2;COUNT=2", "une répétition simple"),
        ("RRULE:FREQ=DAILY;BYSETPOS=1;COUNT=2", "une répétition simple"),
        ("RRULE:FREQ=DAILY;UNTIL=20990101T000000Z", "une répétition sur dix ans au plus"),
        ("RRULE:FREQ=DAILY;COUNT=4000", "une répétition sur dix ans au plus"),
        ("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", "un premier jour qui fait partie"),
        ("RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2", "un premier jour qui fait partie"),
        ("EXRULE:FREQ=DAILY;COUNT=2", "une répétition simple"),
        ("RDATE;VALUE=PERIOD:20260605T193000Z/PT8H", "une date de 2000 à 2099"),
        ("RRULE:FREQ=WOW", "une propriété qui puisse être lue"),
        ("RECURRENCE-ID;RANGE=THISANDFUTURE:20260601T193000Z", "un événement par date changée"),
    ],
)
def test_what_cannot_be_written_out_for_certain_is_refused(
    tmp_path: Path, rule: str, expected: str
) -> None:
    (message,) = refusals(read_foreign(calendar(tmp_path, event(rule))))

    assert f"attendu : {expected}" in message


def test_a_repeated_night_keeps_its_clock_at_the_start_and_its_length(tmp_path: Path) -> None:
    part = event("RRULE:FREQ=WEEKLY;COUNT=2", start="20261017T213000", end="20261018T060000")

    reading = read_foreign(calendar(tmp_path, part))

    assert [(s[1], s[2]) for s in shifts(reading)] == [
        ("17/10 21:30", "18/10 06:00"),
        ("24/10 21:30", "25/10 05:00"),
    ]
    assert (
        "nuit du changement d’heure : l’événement répété garde sa durée (ada.ics, ligne 4)"
        in reading.notes
    )
