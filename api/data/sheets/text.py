"""Read CSV files as a sheet of texts; the content gives the encoding and the separator."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from api.data.sheets.cells import Sheet
from api.data.sheets.limits import LONGEST_SAID, Budget, bad, lines_of

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
    if decoded is not None:
        return decoded[0]
    raise bad(
        file,
        "ni un classeur, ni du texte, ni un calendrier",
        "un classeur (.xlsx, .ods, .xls), un fichier CSV ou un calendrier iCal (.ics)",
    )


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
    before = 0
    reader = csv.reader(lines_of(file, text), delimiter=separator, strict=True)
    try:
        for cells in reader:
            filled = {n: _plain(cell) for n, cell in enumerate(cells) if cell.strip()}
            if filled:
                budget.line(before + 1, cells)
                rows[before] = filled
            before = reader.line_num
    except csv.Error as error:
        line, expected = fault_in(text, before, error)
        raise bad(file, line, expected, line=before + 1) from None
    if not rows:
        raise bad(file, "fichier vide", "une ligne d’en-têtes, puis les lignes")
    if all(len(row) == 1 for row in rows.values()):
        raise bad(file, "une seule colonne", "des colonnes séparées par « ; », « , » ou tabulation")
    return (Sheet(file=file, rows=rows),)


def fault_in(text: str, before: int, error: csv.Error) -> tuple[str, str]:
    """Return the line that a CSV can't be read from on, after some, and what was expected there."""
    lines = text.splitlines()
    line = lines[min(before, len(lines) - 1)]
    if "limit" in str(error) and '"' not in line:
        return line, LONGEST_SAID
    return line, "un guillemet fermé, seul ou doublé dans une cellule entre guillemets"


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
