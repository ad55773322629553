import io
import struct
import zipfile
from datetime import date, time, timedelta
from pathlib import Path

import odswriter
import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

from api.data.sheets.cells import Area, Broken, Sheet, column_of, letter_of
from tests.api.data.sheets.sheets import ERROR, IMPOSSIBLE, MOMENT, NIGHT, UNSAVED, first, row
from tests.api.intake.files import refused


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
        Broken("#DIV/0!", ERROR),
    ]
    assert first(path).areas == (Area(1, 1, 2, 3),)


def test_what_is_no_xls_workbook_is_refused(tmp_path: Path) -> None:
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    for name, data, reason in (
        ("abime.xls", start, "classeur .xls abîmé"),
        ("secret.xlsx", start + "EncryptedPackage".encode("utf-16-le"), "protégé par un mot de"),
        ("lettre.doc", start + "WordDocument".encode("utf-16-le"), "un document Word"),
    ):
        (tmp_path / name).write_bytes(data)
        assert reason in refused(tmp_path / name)


def test_days_of_an_xls_workbook_may_be_counted_from_1904(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    sheet = book.add_sheet("Juin")
    day, clock = (xlwt.easyxf(num_format_str=code) for code in ("dd/mm/yyyy", "[h]:mm"))
    for column, (number, style) in enumerate(((44_712, day), (1.25, clock), (-0.5, clock))):
        sheet.write(0, column, number, style)
    path = tmp_path / "juin.xls"
    book.save(str(path))

    assert row(path) == [
        *(date(2026, 6, 1), timedelta(hours=30)),
        Broken("-0.5", IMPOSSIBLE),
    ]


def record(number: int, data: bytes = b"") -> bytes:
    """Return a record of Excel's old format."""
    return struct.pack("<HH", number, len(data)) + data


def text(words: str) -> bytes:
    """Return a short text of Excel 5: its length, then Windows' Western encoding."""
    return struct.pack("<B", len(words)) + words.encode("cp1252")


def excel_5(folder: Path, cells: bytes) -> Path:
    """Write a workbook of Excel 5 or 95: a sheet of cells whose styles are number, day, hours."""
    font = record(
        0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + text("Arial")
    )
    formats = ((164, "dd/mm/yyyy"), (165, "[h]:mm"))
    name = text("Juin")
    head = b"".join(
        (
            record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0)),
            record(0x42, struct.pack("<H", 1_252)),
            font * 5,
            *(record(0x41E, struct.pack("<H", key) + text(code)) for key, code in formats),
            *(record(0xE0, struct.pack("<8H", 0, key, 1, 32, 0, 0, 0, 0)) for key in (0, 164, 165)),
        )
    )
    begins = len(head) + len(record(0x85, bytes(6) + name)) + len(record(0xA))
    stream = b"".join(
        (
            *(head, record(0x85, struct.pack("<IBB", begins, 0, 0) + name), record(0xA)),
            *(record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0)), cells, record(0xA)),
        )
    )
    file = io.BytesIO()
    XlsDoc().save(file, stream.ljust(4_096, b"\0"))
    # The library writes newer workbooks, whose stream has another name of another length.
    data = bytearray(file.getvalue())
    new, old = "Workbook".encode("utf-16-le"), "Book".encode("utf-16-le")
    at = data.index(new)
    data[at : at + len(new)] = old.ljust(len(new), b"\0")
    data[at + 64] = len(old) + 2
    path = folder / "juin.xls"
    path.write_bytes(data)
    return path


OLD_CELLS = b"".join(
    (
        record(0x204, struct.pack("<4H", 0, 0, 0, 3) + "Zoé".encode("cp1252")),
        record(0x203, struct.pack("<3Hd", 0, 1, 1, 46_174)),
        record(0x203, struct.pack("<3Hd", 0, 2, 2, 25.5 / 24)),
        record(0x205, struct.pack("<3HBB", 0, 3, 0, 7, 1)),
    )
)


def test_a_workbook_of_excel_95_is_read(tmp_path: Path) -> None:
    assert row(excel_5(tmp_path, OLD_CELLS)) == [
        *("Zoé", date(2026, 6, 1), timedelta(hours=25, minutes=30)),
        Broken("#DIV/0!", ERROR),
    ]


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
