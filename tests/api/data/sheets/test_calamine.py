"""
The quick library that could take our readers' place: where it reads the same, and what it loses.

Whoever updates it sees here whether the reasons for reading workbooks by hand still hold (they
stand in api/data/README.md).
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineSheet, CalamineWorkbook

from api.data.sheets.cells import Area, Broken, Value
from tests.api.data.sheets.sheets import ERROR, IMPOSSIBLE, UNSAVED, first, row
from tests.api.data.sheets.test_xls import OLD_CELLS, excel_5, ods
from tests.api.intake.files import Cell, workbook


def quick(path: Path) -> CalamineSheet:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0)


VALUES = st.one_of(
    st.text("aé€œ 08:-/&<>'\"\n", min_size=1).filter(str.strip),
    st.integers(-1_000, 100_000).map(float),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0, fold=0)),
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.tuples(st.integers(0, 40), st.integers(0, 40)), VALUES, max_size=30))
def test_the_quick_library_reads_the_same_values(cells: dict[tuple[int, int], Any]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "juin.xlsx"
        rows: list[list[Cell]] = [[None] * 41 for _ in range(41)]
        for (line, column), value in cells.items():
            rows[line][column] = value
        workbook(Path(folder), {"Juin": rows}, options={"strings_to_formulas": False})

        ours, theirs = first(path), quick(path)

        read = {
            (line, column): _as_ours(value)
            for line, values in enumerate(theirs.to_python(skip_empty_area=False))
            for column, value in enumerate(values)
            if not isinstance(value, str) or value.strip()
        }
        assert {(r, c): v for r in ours.order for c, v in ours.row(r).items()} == read


def _as_ours(value: Any) -> Value:
    if isinstance(value, time):
        return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    return float(value) if isinstance(value, int) else value


def one_cell(folder: Path, number: float | str, code: str = "General") -> Path:
    """Write a workbook of one cell: a number and how it is shown, or a formula's result."""
    path = folder / "juin.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, shown = book.add_worksheet(), book.add_format({"num_format": code})
    if isinstance(number, str):
        sheet.write_formula(0, 0, "=A2", shown, number)
    else:
        sheet.write_number(0, 0, number, shown)
    book.close()
    return path


@pytest.mark.parametrize(
    ("number", "code", "ours", "theirs"),
    [
        ("#REF!", "General", Broken("#REF!", ERROR), [[""]]),
        ("", "General", Broken("formule sans valeur", UNSAVED), []),
        (-0.5, "hh:mm", Broken("-0.5", IMPOSSIBLE), [[time(12)]]),
        (1, "hh:mm", timedelta(days=1), [[date(1900, 1, 1)]]),
        (0, "dd/mm/yyyy", Broken("0", "une date qui existe"), [[time(0)]]),
    ],
    ids=["error", "never calculated", "below midnight", "24:00", "day 0"],
)
def test_a_cell_of_xlsx_that_the_quick_library_empties_or_alters(
    tmp_path: Path, number: float | str, code: str, ours: Value, theirs: list[list[object]]
) -> None:
    path = one_cell(tmp_path, number, code)

    assert (row(path), quick(path).to_python()) == ([ours], theirs)


def test_ods_the_quick_library_takes_durations_and_errors_for_text_and_merges_nothing(
    tmp_path: Path,
) -> None:
    path = ods(
        tmp_path,
        "<table:table-row><table:table-cell office:value-type='time' "
        "office:time-value='PT30H30M00S' table:number-columns-spanned='2'/>"
        "<table:covered-table-cell/><table:table-cell office:value-type='string' "
        "calcext:value-type='error'><text:p>#DIV/0!</text:p></table:table-cell></table:table-row>",
    )
    ours, theirs = first(path), quick(path)

    assert ours.row(0) == {0: timedelta(hours=30, minutes=30), 2: Broken("#DIV/0!", ERROR)}
    assert ours.areas == (Area(0, 0, 0, 1),)
    assert theirs.to_python() == [["PT30H30M00S", "", "#DIV/0!"]]
    assert theirs.merged_cell_ranges is None


def test_of_excel_95_the_quick_library_makes_a_duration_a_day_and_drops_errors(
    tmp_path: Path,
) -> None:
    path = excel_5(tmp_path, OLD_CELLS)

    assert row(path)[2:] == [timedelta(hours=25, minutes=30), Broken("#DIV/0!", ERROR)]
    assert quick(path).to_python()[0][2:] == [datetime(1900, 1, 1, 1, 30), ""]  # noqa: DTZ001
