from __future__ import annotations

import zipfile
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import odswriter

from api.data.sheets.cells import Area, Broken
from tests.api.data.sheets.sheets import ERROR, IMPOSSIBLE, MOMENT, NIGHT, UNSAVED, first, row

if TYPE_CHECKING:
    from pathlib import Path


def test_an_ods_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "juin.ods"
    with path.open("wb") as file, odswriter.writer(file) as book:
        sheet = book.new_sheet("Juin")
        sheet.writerow(["Ada", date(2026, 6, 1), time(21, 30), 7.5, MOMENT, True])

    assert row(path) == ["Ada", date(2026, 6, 1), NIGHT, 7.5, MOMENT, "TRUE"]
    assert first(path).name == "Juin"


NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}

MANIFEST = "<m:manifest xmlns:m='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>"


def ods(folder: Path, rows: str) -> Path:
    """Write an ODS workbook from its rows."""
    names = " ".join(f"xmlns:{short}='{name}'" for short, name in NAMES.items())
    path = folder / "juin.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f"<table:table table:name='Juin'>{rows}</table:table>"
            "</office:spreadsheet></office:body></office:document-content>",
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
        "<table:table-cell office:value-type='time' office:time-value='PT30H30M00S'/>"
        "<table:table-cell office:value-type='time' office:time-value='-PT1H'/>"
        "<table:table-cell office:value-type='date' office:date-value='1899-12-30T21:30:00'/>"
        "</table:table-row>",
    )

    sheet = first(path)

    assert sheet.order == (3,)
    assert sheet.areas == (Area(3, 2, 3, 4),)
    assert sheet.row(3) == {
        0: "CP",
        1: "CP",
        2: "8h -\n12h\nfin",
        5: Broken("#DIV/0!", ERROR),
        6: Broken("formule sans valeur", UNSAVED),
        7: "Ada",
        8: NIGHT,
        9: timedelta(hours=30, minutes=30),
        10: Broken("-PT1H", IMPOSSIBLE),
        11: NIGHT,
    }
