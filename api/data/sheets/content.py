"""Find what a file is from its content, not from its name, and read its sheets; read CSV."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from api.data.sheets.cells import Sheet
from api.data.sheets.limits import LONGEST_SAID, Budget, bad, check_size, lines_of
from api.data.sheets.ods import read_ods
from api.data.sheets.xls import read_xls
from api.data.sheets.xlsx import read_xlsx, titles_of_xlsx
from api.french.system import cause_of

SEPARATORS = (";", ",", "\t", "|")
SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A quote before one of these kept the cell from running as a formula."""

PROBED = 60
"""How many first rows are used to find the separator."""


def text_of(file: str, data: bytes) -> str:
    """
    Return a file's text: in UTF-8, in UTF-16 with its mark, or in Windows' Western encoding.

    BadFilesError: it is no text.
    """
    decoded = decode(data)
    if decoded is None:
        raise bad(file, "ni un classeur, ni du texte, ni un calendrier", EXPECTED)
    return decoded[0]


def read_text(file: str, data: bytes) -> tuple[Sheet, ...]:
    """
    Read a CSV file.

    Lines are counted as a text editor does: a cell may hold several. BadFilesError: it is no text,
    is too large, holds one column only, or a quote isn't closed.
    """
    text = text_of(file, data)
    separator = separator_of(text)
    budget = Budget(file)
    rows: dict[int, dict[int, str]] = {}
    for number, cells in rows_of(file, text, separator):
        if filled := {n: _plain(cell) for n, cell in enumerate(cells) if cell.strip()}:
            budget.line(number, cells)
            rows[number - 1] = filled
    if not rows:
        raise bad(file, "fichier vide", "une ligne d’en-têtes, puis les lignes")
    if all(len(row) == 1 for row in rows.values()):
        raise bad(file, "une seule colonne", "des colonnes séparées par « ; », « , » ou tabulation")
    return (Sheet(file=file, rows=rows),)


def rows_of(file: str, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """
    Yield the number of each row's first line, from 1, and its cells.

    BadFilesError: from a line on, the text is no CSV.
    """
    reader, before = csv.reader(lines_of(file, text), delimiter=separator, strict=True), 0
    try:
        for cells in reader:
            yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        lines = text.splitlines()
        line = lines[min(before, len(lines) - 1)]
        expected = "un guillemet fermé, seul ou doublé dans une cellule entre guillemets"
        if "limit" in str(error) and '"' not in line:
            expected = LONGEST_SAID
        raise bad(file, line, expected, line=before + 1) from None


def separator_of(text: str) -> str:
    """Return the separator that cuts most of the first rows into one same number of cells."""
    best, score = SEPARATORS[0], (0.0, 0)
    for separator in SEPARATORS:
        widths = Counter[int]()
        reader = csv.reader(io.StringIO(text[: 1 << 18], newline=""), delimiter=separator)
        try:
            for _, cells in zip(range(PROBED), reader, strict=False):
                if any(cell.strip() for cell in cells):
                    widths[len(cells)] += 1
        except csv.Error:
            continue
        split = {width: rows for width, rows in widths.items() if width > 1}
        if not split:
            continue
        width = max(split, key=lambda columns: (split[columns], columns))
        rank = (split[width] / widths.total(), width)
        if rank > score:
            best, score = separator, rank
    return best


def _plain(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a spreadsheet from running it."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(SIGNS) else text


CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
UNICODE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}

UTF_8, WESTERN = "utf-8", "cp1252"

#: What é, è, à, ç of MS-DOS and of old Macintoshes are in Windows' encoding: signs that no
#: French word holds. Read as Windows', every accent would be another letter.
OTHER = re.compile(r"(?<=[^\W\d_])[‚Š‡ˆ‰‹ŽŒ•](?=[^\W\d_])|(?<=[a-z])[‚Š‡ŽŒ]|‚(?=[a-z])")


def decode(data: bytes) -> tuple[str, str] | None:
    """
    Return a file's text and its encoding (None: the file is no text).

    It is in UTF-8, in UTF-16 with its mark, or in Windows' Western encoding, which French Excel
    writes where nobody asks for UTF-8.
    """
    marked = UNICODE.get(data[:2]) or UNICODE.get(data[:3])
    for encoding in (marked,) if marked else (UTF_8, WESTERN):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROLS.search(text):
            return text, encoding
    return None


def other_encoding(text: str) -> re.Match[str] | None:
    """Find text that shows that Windows' encoding was the wrong choice (None: nothing does)."""
    return OTHER.search(text)


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
