"""What people type in a cell, an hour, a row, is read as they mean it or refused at its field."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic_core import PydanticCustomError

from api.week.form import RowReading, Setting, as_clock, read_figure, texts_of, written_figure
from api.week.matrix import WeekRow, changed
from scheduler.domain.slots import SlotKind
from tests.api.week.weeks import DAY, row

SETTING = Setting(dispositif="P", zone="B", day=DAY, season="vacances-b")


def reread(before: WeekRow, **typed: str) -> tuple[WeekRow, list[str]]:
    """Return the row that the form of a row makes once these texts are typed, and its faults."""
    texts = texts_of(before, 0, SETTING) | {f"r0.{name}": [text] for name, text in typed.items()}
    reading = RowReading(texts, 0, SETTING)
    return reading.row(before), [fault.field for fault in reading.faults]


@pytest.mark.parametrize(
    ("text", "figure"),
    [("", None), ("2", (2, 2)), ("1/2", (1, 2)), (" 1 / 2 ", (1, 2)), ("0/3", (0, 3))],
)
def test_a_figure_is_one_number_or_two(text: str, figure: tuple[int, int] | None) -> None:
    assert read_figure(text) == figure
    assert read_figure(written_figure(figure)) == figure


@pytest.mark.parametrize("text", ["3/2", "x", "1/2/3", "-1", "1,5", "1000", "/2", "²"])
def test_another_figure_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError, match="un nombre de personnes"):
        read_figure(text)


@pytest.mark.parametrize(
    ("text", "clock"), [("9", "9h"), ("9 h 30", "9h30"), ("09:00", "09:00"), ("100", "100")]
)
def test_an_hour_is_typed_as_people_write_it(text: str, clock: str) -> None:
    assert as_clock(text) == clock


@pytest.mark.parametrize(
    "before",
    [
        row(),
        row("21:30", "06:00", pause=30, kind=SlotKind.NIGHT),
        row(kind=SlotKind.EVENING, school_zone="A", every=4, phase=3),
        row(season="vacances-b", since=date(2026, 5, 4), until=date(2026, 6, 30)),
        replace(row(), breaks=(row(pause=20).breaks[0], row(pause=10).breaks[0])),
    ],
    ids=["simple", "nuit", "une sur quatre", "plus tard", "deux pauses"],
)
def test_a_row_that_nobody_touched_is_read_as_it_was(before: WeekRow) -> None:
    assert reread(before) == (before, [])


def test_nobody_wanted_and_one_accepted_is_not_nobody_at_all() -> None:
    on_call = row(days=((0, 0),) * 7, kind=SlotKind.STANDBY)
    on_call = replace(on_call, need=changed(on_call.need, maximum=1))

    assert reread(on_call) == (on_call, [])
    assert reread(row(), d0="0")[0].cells[0] is None


def test_the_kind_follows_the_hours_unless_it_is_said() -> None:
    assert reread(row(), end="23:30")[0].template.kind is SlotKind.NIGHT
    assert reread(row(), end="23:30", kind="jour")[0].template.kind is SlotKind.DAY


def test_a_break_is_typed_in_its_row_and_taken_out_by_emptying_it() -> None:
    typed = {"pause.minutes": "20", "pause.at": "10h30", "pause.kind": "payee"}
    (pause,) = reread(row(), **typed)[0].breaks

    assert (pause.minutes, f"{pause.at}", pause.kind) == (20, "10:30:00", "paid")
    assert reread(row(pause=20), **{"pause.minutes": ""})[0].breaks == ()


def test_the_zone_is_that_of_the_agency_and_is_needed() -> None:
    setting = replace(SETTING, zone="")
    reading = RowReading({"r0.ecole": ["ferme"], "r0.roles": ["mediateur"]}, 0, setting)
    reading.row(row())

    assert "r0.ecole" in [fault.field for fault in reading.faults]
    assert reread(row(school_zone="A"), ecole="ferme")[0].template.school_zone == "A"
    assert reread(row(school_zone="A"), ecole="")[0].template.school_zone == ""


@pytest.mark.parametrize(
    "typed",
    [
        {"ecole": "?"},
        {"start": ""},
        {"every": "0"},
        {"since": "x"},
        {"premiere": "x", "every": "2"},
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(typed: dict[str, str]) -> None:
    assert reread(row(), **typed)[1] == [f"r0.{next(iter(typed))}"]


def test_minutes_of_breaks_have_their_bounds() -> None:
    assert reread(row(), **{"pause.minutes": "601"})[1] == ["r0.pause.minutes"]
    assert reread(row(), **{"pause.minutes": "0"})[1] == []


def test_a_row_begins_and_ends_from_the_day_of_the_changes_on() -> None:
    assert reread(row(), since="01/03/2026")[1] == ["r0.since"]
    assert reread(row(), since="02/03/2026")[1] == []
    assert reread(row(), until="01/03/2026")[1] == ["r0.until"]
    assert reread(row(), since="05/03/2026", until="04/03/2026")[1] == ["r0.until"]


def test_what_ended_before_the_day_of_the_changes_is_as_it_was() -> None:
    over = row(since=date(2026, 1, 5), until=date(2026, 2, 27))

    assert reread(over) == (over, [])
