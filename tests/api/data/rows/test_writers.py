from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.data.errors import Faults
from api.data.folder.csv_file import read, write_whole
from api.data.rows import readers as f
from api.data.rows import writers as cells
from api.data.rows.columns import cells_of
from api.data.rows.kinds import KINDS
from tests.api.data.folder.drawn_cells import read_row, rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from api.data.rows.columns import Kind


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
@settings(max_examples=12)
@given(data=st.data())
def test_a_row_written_is_read_back(kind: Kind, data: st.DataObject) -> None:
    row = read_row(kind, data.draw(rows_of(kind)))
    written = cells_of(row)
    assert tuple(written) == kind.headers
    again = read_row(kind, written)
    assert again == row
    assert cells_of(again) == written


@given(st.integers(0, 999_999_999 * 60))
def test_minutes_written_as_hours_are_read_back(minutes: int) -> None:
    assert f.hours(cells.hours(minutes)) == minutes


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2100, "35"),
        (2130, "35h30"),
        (9999 * 60 + 59, "9999h59"),
        (10_000 * 60, "10000"),
        (10_000 * 60 + 1, "10000,016667"),
        (0, "0"),
    ],
)
def test_hours_are_written_as_people_do(value: int, text: str) -> None:
    assert cells.hours(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(48.9085, "48,9085"), (-0.0, "0"), (-1.5, "-1,5"), (3.0, "3")]
)
def test_numbers_are_written_with_a_comma(value: float, text: str) -> None:
    assert cells.decimal(value) == text


@pytest.mark.parametrize("cell", ["a\rb", "a\r\nb", "a\nb", 'un "mot"', "a;b", "’é œ", "x"])
def test_any_cell_of_a_file_is_read_back(tmp_path: Path, cell: str) -> None:
    path, faults = tmp_path / "essai.csv", Faults()
    write_whole(path, ("un", "deux"), [(cell, ""), ("", cell)])
    cells_read: list[Any] = [line.cells for line in read(path, ("un", "deux"), frozenset(), faults)]
    assert (cells_read, faults.errors) == ([{"un": cell, "deux": ""}, {"un": "", "deux": cell}], [])
