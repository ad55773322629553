"""Find what a file is from its content, not from its name, and read its sheets."""

from __future__ import annotations

import io
from enum import StrEnum
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from api.data.sheets.cells import Sheet
from api.data.sheets.limits import bad, check_size
from api.data.sheets.ods import read_ods
from api.data.sheets.text import read_text, text_of
from api.data.sheets.xls import read_xls
from api.data.sheets.xlsx import read_xlsx, titles_of_xlsx
from api.french.system import cause_of

EXPECTED = "un classeur (.xlsx, .ods, .xls), un fichier CSV ou un calendrier iCal (.ics)"
SAVE = "un classeur .xlsx (ouvrez ce fichier dans le tableur et enregistrez-le sous ce format)"
ADVICE = {
    "un fichier PDF": " : demandez le tableau d’où vient ce PDF, ou ouvrez-le dans Excel (Données, "
    "Obtenir des données, À partir d’un PDF) et enregistrez le classeur",
    "une image": " : demandez le tableau d’où vient cette image",
}
"""What to do with a file from which nothing can be read, by its kind."""

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EMPTY_ZIP = b"PK\x05\x06"
WORKBOOK = (ZIP, EMPTY_ZIP, OLE)
"""How the files that workbooks are begin."""

#: First bytes of files that people give by mistake.
OTHERS = {
    b"%PDF": "un fichier PDF",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"Rar!": "une archive compressée",
    b"7z\xbc\xaf": "une archive compressée",
    b"\x1f\x8b": "une archive compressée",
    b"{\\rtf": "un document de texte",
    b"SQLite": "une base de données",
}
MARKUP = ("<html", "<!doctype html", "<table", "<?xml", "<meta", "<head", "<style")


class Kind(StrEnum):
    """The kinds of files that can be read."""

    XLSX = "xlsx"
    ODS = "ods"
    XLS = "xls"
    CSV = "csv"
    CALENDAR = "ics"


def data_of(path: Path) -> bytes:
    """
    Return a file's bytes.

    BadFilesError: it isn't there, can't be read, is empty or too large.
    """
    try:
        check_size(path.name, path.stat().st_size)
        data = path.read_bytes()
    except FileNotFoundError:
        raise bad(path.name, "fichier absent", EXPECTED) from None
    except (OSError, ValueError) as error:
        reason = cause_of(error) if isinstance(error, OSError) else str(error)
        raise bad(path.name, f"fichier illisible : {reason}", EXPECTED) from None
    check_size(path.name, len(data))
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise bad(path.name, "fichier vide", EXPECTED)
    return data


def kind_of(file: str, data: bytes) -> Kind:
    """Return the kind of a file (BadFilesError: it is none of what can be read)."""
    for first, name in OTHERS.items():
        if data.startswith(first):
            raise bad(file, name, EXPECTED + ADVICE.get(name, ""))
    if data.startswith((ZIP, EMPTY_ZIP)):
        return _archive(file, data)
    if data.startswith(OLE):
        return Kind.XLS
    start = text_of(file, data)[:1_000].lstrip("\ufeff \t\r\n").casefold()
    if start.startswith("begin:vcalendar"):
        return Kind.CALENDAR
    if start.startswith(MARKUP):
        raise bad(file, "une page HTML ou un fichier XML", SAVE)
    if start.startswith(("{", "[")):
        raise bad(file, "un fichier JSON", EXPECTED)
    return Kind.CSV


def sheets_of(path: Path) -> tuple[Sheet, ...]:
    """
    Read a workbook or a CSV file as sheets.

    BadFilesError: it can't be read, or is a calendar.
    """
    data = data_of(path)
    kind = kind_of(path.name, data)
    if kind is Kind.CALENDAR:
        raise bad(path.name, "un calendrier iCal", "un classeur ou un fichier CSV")
    return read_sheets(path.name, data, kind)


def titles_of(path: Path) -> tuple[str, ...]:
    """
    Return the names of a workbook's sheets, if possible without reading the cells.

    BadFilesError: it can't be read.
    """
    data = data_of(path)
    if kind_of(path.name, data) is Kind.XLSX:
        return titles_of_xlsx(path.name, io.BytesIO(data))
    return tuple(sheet.name for sheet in sheets_of(path))


def read_sheets(file: str, data: bytes, kind: Kind) -> tuple[Sheet, ...]:
    """
    Read the sheets of a workbook or of a CSV file, whose kind is known.

    BadFilesError: it can't be read.
    """
    if kind is Kind.XLSX:
        return read_xlsx(file, io.BytesIO(data))
    if kind is Kind.ODS:
        return read_ods(file, io.BytesIO(data))
    if kind is Kind.XLS:
        return read_xls(file, data)
    return read_text(file, data)


def _archive(file: str, data: bytes) -> Kind:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, ValueError, OSError, UnicodeDecodeError, RuntimeError):
        raise bad(file, "archive abîmée", EXPECTED) from None
    if "content.xml" in names:
        return Kind.ODS
    if "_rels/.rels" in names:
        return Kind.XLSX
    raise bad(file, "une archive compressée", EXPECTED)
