"""Workbooks of LibreOffice and of old Excel as sheets of values, and how columns are named."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import odswriter
import pytest
import xlwt

from api.data.sheets.cells import Area, Broken, Sheet, Value, column_of, letter_of
from api.data.sheets.content import sheets_of
from tests.api.intake.files import refused

if TYPE_CHECKING:
    from pathlib import Path

NIGHT = timedelta(hours=21, minutes=30)
MOMENT = datetime(2026, 6, 1, 21, 30)  # noqa: DTZ001 - a workbook has no zones


def first(path: Path) -> Sheet:
    return sheets_of(path)[0]


def row(path: Path, number: int = 0) -> list[Value]:
    return [value for _, value in sorted(first(path).row(number).items())]


# ODS --------------------------------------------------------------------------------------------


def test_an_ods_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "juin.ods"
    with path.open("wb") as file, odswriter.writer(file) as book:
        sheet = book.new_sheet("Juin")
        sheet.writerow(["Ada", date(2026, 6, 1), time(21, 30), 7.5, MOMENT, True])

    assert row(path) == ["Ada", date(2026, 6, 1), NIGHT, 7.5, MOMENT, "TRUE"]
    assert first(path).name == "Juin"


def ods(folder: Path, rows: str) -> Path:
    """Write an ODS workbook from its rows."""
    names = "xmlns:table='t' xmlns:office='o' xmlns:text='x' xmlns:calcext='c'"
    path = folder / "juin.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "content.xml",
            f"<office:spreadsheet {names}><table:table table:name='Juin'>{rows}</table:table>"
            "</office:spreadsheet>",
        )
    return path


def test_ods_cells_repeat_span_and_may_fail(tmp_path: Path) -> None:
    text = "office:value-type='string'"
    path = ods(
        tmp_path,
        "<table:table-row table:number-rows-repeated='3'><table:table-cell/></table:table-row>"
        "<table:table-row>"
        f"<table:table-cell {text} table:number-columns-repeated='2'><text:p>CP</text:p>"
        "</table:table-cell>"
        f"<table:table-cell {text} table:number-columns-spanned='3'><text:p>8h<text:s/>-"
        "<text:line-break/>12h</text:p><text:p>fin</text:p></table:table-cell>"
        "<table:covered-table-cell table:number-columns-repeated='2'/>"
        f"<table:table-cell table:formula='of:=1/0' {text} calcext:value-type='error'>"
        "<text:p>#DIV/0!</text:p></table:table-cell>"
        "<table:table-cell table:formula='of:=A1'/>"
        f"<table:table-cell {text}><office:annotation><text:p>note</text:p></office:annotation>"
        "<text:p>Ada</text:p></table:table-cell>"
        "<table:table-cell office:value-type='time' office:time-value='PT21H29M59.9999S'/>"
        "<table:table-cell office:value-type='time' office:time-value='-PT1H'/>"
        "<table:table-cell office:value-type='date' office:date-value='1899-12-30T21:30:00'/>"
        "</table:table-row>",
    )

    found = first(path)

    assert found.order == (3,)
    assert found.areas == (Area(3, 2, 3, 4),)
    assert found.row(3) == {
        0: "CP",
        1: "CP",
        2: "8h -\n12h\nfin",
        5: Broken("#DIV/0!", "une valeur (la formule de cette case donne une erreur)"),
        6: Broken(
            "formule sans valeur",
            "une valeur (formule jamais calculée : ouvrez le classeur et enregistrez-le)",
        ),
        7: "Ada",
        8: NIGHT,
        9: Broken("-PT1H", "une date ou une heure qui existe"),
        10: NIGHT,
    }


# XLS --------------------------------------------------------------------------------------------


def test_an_xls_workbook_is_read(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Juin")
    day, clock = (xlwt.easyxf(num_format_str=code) for code in ("dd/mm/yyyy", "[h]:mm"))
    sheet.write(0, 0, "Zoé")
    sheet.write(0, 1, date(2026, 6, 1), day)
    sheet.write(0, 2, 25.5 / 24, clock)
    sheet.write(0, 3, 7.5)
    sheet.write(0, 4, True)
    sheet.row(0).set_cell_error(5, "#DIV/0!")
    sheet.write_merge(1, 2, 1, 3, "CP")
    path = tmp_path / "juin.xls"
    book.save(str(path))

    assert row(path) == [
        *("Zoé", date(2026, 6, 1), timedelta(hours=25, minutes=30), 7.5, "VRAI"),
        Broken("#DIV/0!", "une valeur (la formule de cette case donne une erreur)"),
    ]
    assert first(path).areas == (Area(1, 1, 2, 3),)


def test_what_is_no_xls_workbook_is_refused(tmp_path: Path) -> None:
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    for name, data, found in (
        ("abime.xls", start, "classeur .xls abîmé"),
        ("secret.xlsx", start + "EncryptedPackage".encode("utf-16-le"), "protégé par un mot de"),
        ("lettre.doc", start + "WordDocument".encode("utf-16-le"), "un document Word"),
    ):
        (tmp_path / name).write_bytes(data)
        assert found in refused(tmp_path / name)


# Columns ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_letters(column: int, letters: str) -> None:
    assert letter_of(column) == letters
    assert column_of(letters) == column


def test_a_turned_sheet_still_names_places_as_the_file_does() -> None:
    sheet = Sheet(file="f", rows={1: {3: "x"}}, areas=(Area(1, 3, 2, 5),)).transposed()

    assert sheet.row(3) == {1: "x"}
    assert sheet.areas == (Area(3, 1, 5, 2),)
    assert (sheet.where(3, 1).letter, sheet.where(3, 1).line) == ("D", 2)
