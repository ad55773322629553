from datetime import date, datetime, timedelta

import pytest

from api.data.sheets.cells import Broken, Value
from api.intake.text.clock import Clock, NotReadError, clock_of, instant, written

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        *(("21:30", "21:30"), ("21h30", "21:30"), ("21 h 30", "21:30"), ("21H30", "21:30")),
        *(("21h", "21:00"), ("6h", "06:00"), ("8h05mn", "08:05"), ("21:30:00", "21:30")),
        *(("21", "21:00"), ("21,5", "21:30"), ("21.5", "21:30"), ("8,75", "08:45")),
        *(("0,5", "00:30"), ("8,3333", "08:20"), ("2130", "21:30"), ("0600", "06:00")),
        *(("midi", "12:00"), ("Minuit", "00:00"), ("0:00", "00:00"), ("24:00", "24:00")),
        *(("24h", "24:00"), (" 7:45 ", "07:45")),
    ],
)
def test_a_time_is_read_however_it_is_written(text: str, clock: str) -> None:
    assert str(written(text)) == clock


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2l:30", "une heure comme 21:30, 21h30 ou 21,5"),
        ("21:3", "une heure comme 21:30, 21h30 ou 21,5"),
        ("21:30:15", "une heure comme 21:30, 21h30 ou 21,5, à la minute"),
        ("8,66", "une heure comme 21:30, 21h30 ou 21,5, à la minute"),
        ("24:01", "une heure de 00:00 à 24:00"),
        ("25:10", "une heure de 00:00 à 24:00"),
        ("8:60", "une heure de 00:00 à 24:00"),
        ("2460", "une heure de 00:00 à 24:00"),
        ("8.30", "une heure sans ambiguïté : 8:30 ou 8:18 en heures décimales ?"),
        ("8,1", "une heure sans ambiguïté : 8:10 ou 8:06 en heures décimales ?"),
    ],
)
def test_what_is_no_time_or_could_be_two_is_refused(text: str, expected: str) -> None:
    with pytest.raises(NotReadError) as caught:
        written(text)

    assert caught.value.expected == expected


def test_decimal_hours_are_no_longer_ambiguous_once_the_mapping_says_so() -> None:
    assert str(written("8,30", decimals=True)) == "08:18"
    assert str(written("8,33", decimals=True)) == "08:20"


@pytest.mark.parametrize(
    ("value", "fractions", "clock"),
    [
        (0.895833333, True, "21:30"),
        (0.5, True, "12:00"),
        (0.5, False, "00:30"),
        (21.5, False, "21:30"),
        (1.0, True, "24:00"),
        (timedelta(hours=21, minutes=30), False, "21:30"),
        (timedelta(hours=24), False, "24:00"),
        (timedelta(seconds=77_399), False, "21:30"),
        ("0,895833333", True, "21:30"),
    ],
)
def test_a_workbooks_times_are_parts_of_a_day_or_hours(
    value: Value, fractions: bool, clock: str
) -> None:
    assert str(clock_of(value, fractions=fractions)) == clock


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (timedelta(hours=25, minutes=10), "une heure de 00:00 à 24:00"),
        (timedelta(hours=8, seconds=20), "une heure comme 21:30, 21h30 ou 21,5, à la minute"),
        (date(2026, 6, 1), "une heure comme 21:30, 21h30 ou 21,5"),
        (datetime(2026, 6, 1, 8), "une heure comme 21:30, 21h30 ou 21,5"),  # noqa: DTZ001 - a cell
        (Broken("#REF!", "une valeur"), "une valeur"),
    ],
)
def test_a_cell_that_holds_no_time_is_refused(value: Value, expected: str) -> None:
    with pytest.raises(NotReadError) as caught:
        clock_of(value)

    assert caught.value.expected == expected


def test_twenty_four_hours_is_midnight_at_the_end_of_the_day() -> None:
    assert f"{instant(date(2026, 6, 1), Clock(1440)).at:%d/%m %H:%M}" == "02/06 00:00"


def test_the_hour_that_spring_skips_is_refused_and_those_beside_it_are_not() -> None:
    with pytest.raises(NotReadError, match=r"02:30 n’existe pas le 29/03/2026"):
        instant(SPRING, written("2:30"))

    assert [instant(SPRING, written(t)).at.isoformat()[11:] for t in ("1:59", "3:00")] == [
        "01:59:00+01:00",
        "03:00:00+02:00",
    ]


def test_the_hour_that_autumn_repeats_is_the_first_unless_its_offset_is_written() -> None:
    first = instant(AUTUMN, written("2:30"))
    second = instant(AUTUMN, written("02:30+01:00"))
    after = instant(AUTUMN, written("3:00"))

    assert (first.at.isoformat()[11:], first.twice) == ("02:30:00+02:00", True)
    assert (second.at.isoformat()[11:], second.twice) == ("02:30:00+01:00", False)
    assert (after.at.isoformat()[11:], after.twice) == ("03:00:00+01:00", False)
    assert second.minute - first.minute == 60


def test_an_offset_that_is_not_that_of_paris_is_refused() -> None:
    with pytest.raises(NotReadError, match="le décalage de Paris ce jour-là"):
        instant(date(2026, 6, 1), written("02:30+01:00"))
