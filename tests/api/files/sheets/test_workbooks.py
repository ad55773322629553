"""Workbooks as sheets of values: what Excel, LibreOffice and old Excel write."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from api.data.sheets.cells import Area, Broken, Sheet, Value
from api.data.sheets.content import sheets_of
from tests.api.intake.files import Cell, refused, workbook

NIGHT = timedelta(hours=21, minutes=30)
MOMENT = datetime(2026, 6, 1, 21, 30)  # noqa: DTZ001 - a workbook has no zones


def first(path: Path) -> Sheet:
    return sheets_of(path)[0]


def row(path: Path, number: int = 0) -> list[Value]:
    return [value for _, value in sorted(first(path).row(number).items())]


# XLSX -------------------------------------------------------------------------------------------


def test_values_are_those_that_the_workbook_shows(tmp_path: Path) -> None:
    cells: list[Cell] = ["Ada", 7.5, date(2026, 6, 1), MOMENT, time(21, 30), timedelta(hours=25)]

    assert row(workbook(tmp_path, {"Juin": [cells]})) == [
        *("Ada", 7.5, date(2026, 6, 1), MOMENT, NIGHT, timedelta(hours=25))
    ]


@pytest.mark.parametrize(
    ("number", "code", "value"),
    [
        (46_174, "dd/mm/yyyy", date(2026, 6, 1)),
        (46_174, "[$-40C]dddd d mmmm yyyy;@", date(2026, 6, 1)),
        (46_174, "mmm-yy", date(2026, 6, 1)),
        (46_174.895833333, 'dd/mm/yyyy" à "hh:mm', MOMENT),
        (46_174.895833333, "hh:mm", MOMENT),
        (0.895833333, "hh:mm", NIGHT),
        (0.895833333, "h:mm AM/PM", NIGHT),
        (0.895833333, '[h]"h"mm', NIGHT),
        (0.895833333, "dd/mm/yyyy hh:mm", NIGHT),
        (1, "hh:mm", timedelta(days=1)),
        (1.25, "[h]:mm", timedelta(hours=30)),
        (0.5, "0.00", 0.5),
        (0.5, '0.00"heures par jour"', 0.5),
        (0.5, "[Red]0", 0.5),
        (0.5, "General", 0.5),
        (-0.5, "hh:mm", Broken("-0.5", "une date ou une heure qui existe")),
        (3_000_000, "dd/mm/yyyy", Broken("3e+06", "une date ou une heure qui existe")),
        (0, "dd/mm/yyyy", Broken("0", "une date qui existe")),
    ],
)
def test_a_number_is_what_its_format_shows(
    tmp_path: Path, number: float, code: str, value: Value
) -> None:
    path = tmp_path / "juin.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet().write_number(0, 0, number, book.add_format({"num_format": code}))
    book.close()

    assert row(path) == [value]


def test_days_may_be_counted_from_1904(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Juin": [[date(2026, 6, 1)]]}, options={"date_1904": True})

    assert row(path) == [date(2026, 6, 1)]


def test_a_formula_has_its_value_its_error_or_none_and_never_passes_for_empty(
    tmp_path: Path,
) -> None:
    path = tmp_path / "juin.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for column, value in enumerate((7, "8h-12h", "#REF!", "")):
        sheet.write_formula(0, column, "=A2", None, value)
    book.close()

    assert row(path) == [
        7.0,
        "8h-12h",
        Broken("#REF!", "une valeur (la formule de cette case donne une erreur)"),
        Broken(
            "formule sans valeur",
            "une valeur (formule jamais calculée : ouvrez le classeur et enregistrez-le)",
        ),
    ]


def test_what_another_library_writes_is_read_too(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Juin"
    sheet.append(["Zoé & Cie", date(2026, 6, 1), time(21, 30), "=1+1", True, None, 3])
    sheet.merge_cells("B3:D4")
    sheet["B3"] = "CP"
    book.save(tmp_path / "juin.xlsx")

    found = first(tmp_path / "juin.xlsx")

    assert [found.row(0)[n] for n in (0, 1, 2, 4, 6)] == [
        *("Zoé & Cie", date(2026, 6, 1), NIGHT, "VRAI", 3.0)
    ]
    assert isinstance(found.row(0)[3], Broken)
    assert found.areas == (Area(2, 1, 3, 3),)


def test_rich_and_inline_texts_are_whole_without_their_readings(tmp_path: Path) -> None:
    path = tmp_path / "juin.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})  # writes texts in place
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    sheet.write_rich_string(0, 0, "8h", bold, "-12h")
    sheet.write_string(0, 1, "  deux\nlignes ")
    sheet.write_string(0, 2, "   ")
    book.close()

    assert row(path) == ["8h-12h", "  deux\nlignes "]


def test_charts_and_hidden_sheets(tmp_path: Path) -> None:
    path = tmp_path / "juin.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Juin").write(0, 0, "x")
    book.add_worksheet("Cachée").write(0, 0, "y")
    book.get_worksheet_by_name("Cachée").hide()
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Juin!$A$1:$A$2"})
    book.add_chartsheet("Graphique").set_chart(chart)
    book.close()

    assert [sheet.name for sheet in sheets_of(path)] == ["Juin", "Cachée"]


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

        ours, theirs = first(path), CalamineWorkbook.from_path(path).get_sheet_by_index(0)

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


def test_a_workbook_that_lacks_a_part_or_is_cut_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path, {"Juin": [["Ada"]]})
    cut = tmp_path / "coupe.xlsx"
    cut.write_bytes(whole.read_bytes()[:-200])
    lacking = tmp_path / "manque.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(lacking, "w") as out:
        for name in source.namelist():
            if "sheet1" not in name:
                out.writestr(name, source.read(name))

    assert refused(cut).startswith("coupe.xlsx : reçu « archive abîmée », attendu : ")
    assert refused(lacking).startswith(
        "manque.xlsx : reçu « partie xl/worksheets/sheet1.xml absente"
    )
