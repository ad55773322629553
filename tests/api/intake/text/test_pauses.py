from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from api.intake.text.clock import NotReadError, written
from api.intake.text.pauses import between, pauses_of
from scheduler.domain.duty import BreakKind

if TYPE_CHECKING:
    from api.data.sheets.cells import Value


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
