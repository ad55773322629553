from __future__ import annotations

import pytest

from api.intake.text.clock import HOURS_EXPECTED, NotReadError
from api.intake.text.hours import stretches_of


def ends(text: str) -> list[str]:
    return [f"{stretch.start}-{stretch.end}" for stretch in stretches_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        *("21:30-06:00", "21h30–6h", "21h30 — 6h", "21:30 → 6:00", "21h30->6h", "21.5-6"),
        *("21h30 à 6h", "de 21h30 à 6h", "2130-0600", "21h30–6h +1", "21h30-6h (+1)"),
        *("21:30-06:00 J+1", "21,5 - 6"),
    ],
)
def test_a_night_is_read_however_it_is_written(text: str) -> None:
    assert ends(text) == ["21:30-06:00"]


@pytest.mark.parametrize(
    "text",
    [
        *("8h-12h / 13h30-17h", "8-12/13.5-17", "8h-12h 13h30-17h", "8:00-12:00\n13:30-17:00"),
        *("8h-12h et 13h30-17h", "8h-12h, 13h30-17h", "8h-12h+13h30-17h", "8h-12h ; 13h30-17h"),
        *("de 8h à 12h puis de 13h30 à 17h", "8h à midi / 13h30-17h"),
    ],
)
def test_a_split_day_is_two_stretches(text: str) -> None:
    assert ends(text) == ["08:00-12:00", "13:30-17:00"]


def test_a_whole_day_ends_at_twenty_four_hours() -> None:
    assert ends("0h-24h") == ["00:00-24:00"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2l:30-6h", HOURS_EXPECTED),
        ("8h", HOURS_EXPECTED),
        ("7", HOURS_EXPECTED),
        ("8h-12h-14h", HOURS_EXPECTED),
        ("8h-12h13h-17h", HOURS_EXPECTED),
        ("8h-12h Bellevue", HOURS_EXPECTED),
        ("", HOURS_EXPECTED),
        ("25:10-6h", "une heure de 00:00 à 24:00"),
        ("8h-24:01", "une heure de 00:00 à 24:00"),
        ("24h-6h", "un début de 00:00 à 23:59"),
        ("0h-0h", "deux heures différentes (00:00-24:00 pour un jour entier)"),
        ("8h-9h +1", "24 heures au plus (la fin du lendemain est après l’heure du début)"),
        ("8.30-12.30", "une heure sans ambiguïté : 8:30 ou 8:18 en heures décimales ?"),
    ],
)
def test_what_cannot_be_read_as_a_whole_is_refused(text: str, expected: str) -> None:
    with pytest.raises(NotReadError) as caught:
        stretches_of(text)

    assert caught.value.expected == expected


@pytest.mark.parametrize(
    ("text", "minutes", "start"),
    [
        ("8h-17h (pause 1h)", 60, "None"),
        ("8h-17h pause 45 min", 45, "None"),
        ("8h-17h, dont 30 min de pause", 30, "None"),
        ("21h30-6h (pause 30 min à 1h30)", 30, "01:30"),
        ("8h-17h (pause 1h à 12h)", 60, "12:00"),
        ("8h-17h pause 12h-13h", 60, "12:00"),
        ("8h-17h pause de 12h à 13h", 60, "12:00"),
    ],
)
def test_a_cell_may_tell_its_break(text: str, minutes: int, start: str) -> None:
    (stretch,) = stretches_of(text)

    assert [(p.minutes, str(p.start)) for p in stretch.pauses or ()] == [(minutes, start)]


def test_a_cell_that_speaks_of_no_break_leaves_them_unknown() -> None:
    assert [stretch.pauses for stretch in stretches_of("8h-12h / 13h-17h")] == [None, None]


def test_a_break_that_could_be_told_by_its_length_or_its_ends_is_refused() -> None:
    with pytest.raises(NotReadError, match="une pause sans ambiguïté"):
        stretches_of("21h-6h pause 1h à 2h")
