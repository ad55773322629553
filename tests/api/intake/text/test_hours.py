from datetime import timedelta

import pytest

from api.data.sheets.cells import Value
from api.intake.text.clock import HOURS_EXPECTED, NotReadError, written
from api.intake.text.hours import between, pauses_of, stretches_of
from scheduler.domain.duty import BreakKind


@pytest.mark.parametrize(
    ("value", "minutes"),
    [
        *((30, [30]), (45.0, [45]), ("30", [30]), ("45 min", [45]), ("45mn", [45])),
        *(("0:45", [45]), ("0:45:00", [45]), ("1h", [60]), ("1 h 30", [90]), ("1h30min", [90])),
        *((timedelta(minutes=45), [45]), ("20+10", [20, 10]), ("20 min + 10 min", [20, 10])),
        *(("", []), ("-", []), ("aucune", []), (0, []), ("0", []), (timedelta(0), [])),
        *((5, [5]), ("5", [5])),
    ],
)
def test_breaks_are_read_however_they_are_written(value: Value, minutes: list[int]) -> None:
    assert [pause.minutes for pause in pauses_of(value)] == minutes


@pytest.mark.parametrize("value", [1, 4, "1", 0.5, "0,75"])
def test_a_number_that_could_be_hours_is_refused(value: Value) -> None:
    with pytest.raises(NotReadError, match="une durée sans ambiguïté"):
        pauses_of(value)


def test_a_header_that_gives_the_unit_settles_it() -> None:
    assert [pause.minutes for pause in pauses_of(0.5, "heures")] == [30]
    assert [pause.minutes for pause in pauses_of(1, "heures")] == [60]
    assert [pause.minutes for pause in pauses_of(1, "minutes")] == [1]


@pytest.mark.parametrize("value", ["x", "1h60", "30.5", timedelta(hours=13), "721", "-5"])
def test_what_is_no_break_is_refused(value: Value) -> None:
    with pytest.raises(NotReadError, match="une durée de pause comme 30"):
        pauses_of(value)


def test_our_own_files_tell_kind_and_place() -> None:
    pauses = pauses_of("30/non_payee/2026-10-25T02:30+01:00 20/payee 10/veille")

    assert [(p.minutes, p.kind) for p in pauses] == [
        (30, BreakKind.UNPAID),
        (20, BreakKind.PAID),
        (10, BreakKind.WATCH),
    ]
    assert str(pauses[0].start) == "2026-10-25 02:30:00+01:00"


@pytest.mark.parametrize(
    "text", ["30/", "30/autre", "0/payee", "30/payee/x", "30/payee/2026-10-25T02:30"]
)
def test_a_break_of_our_own_that_was_damaged_is_refused(text: str) -> None:
    with pytest.raises(NotReadError, match="des pauses séparées par une espace"):
        pauses_of(text)


def test_a_break_may_be_told_by_its_ends_over_midnight_too() -> None:
    assert between(written("12:00"), written("12:45")).minutes == 45
    assert between(written("23:45"), written("0:15")).minutes == 30


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
