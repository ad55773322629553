import zipfile
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook

from api.data.sheets.cells import Area, Broken, Value
from api.data.sheets.content import sheets_of
from tests.api.data.sheets.sheets import ERROR, IMPOSSIBLE, MOMENT, NIGHT, UNSAVED, first, row
from tests.api.intake.files import Cell, refused, workbook


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
        (-0.5, "hh:mm", Broken("-0.5", IMPOSSIBLE)),
        (3_000_000, "dd/mm/yyyy", Broken("3e+06", IMPOSSIBLE)),
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
        Broken("#REF!", ERROR),
        Broken("formule sans valeur", UNSAVED),
    ]


def test_what_another_library_writes_is_read_too(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Juin"
    sheet.append(["Zoé & Cie", date(2026, 6, 1), time(21, 30), "=1+1", True, None, 3])
    sheet.merge_cells("B3:D4")
    sheet["B3"] = "CP"
    book.save(tmp_path / "juin.xlsx")

    sheet_read = first(tmp_path / "juin.xlsx")

    assert [sheet_read.row(0)[n] for n in (0, 1, 2, 4, 6)] == [
        *("Zoé & Cie", date(2026, 6, 1), NIGHT, "VRAI", 3.0)
    ]
    assert isinstance(sheet_read.row(0)[3], Broken)
    assert sheet_read.areas == (Area(2, 1, 3, 3),)


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
