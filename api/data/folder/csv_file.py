"""
Read a CSV file as text, its rows with their line numbers and its header checked, and write one.

The `csv` module rather than pandas: pandas fills or cuts lines of the wrong length without a word,
and knows no line numbers.
"""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from api.data.errors import BadFilesError, Faults
from api.data.folder.atomic import file_beside
from api.data.sheets.content import UTF_8, WESTERN, decode, other_encoding, rows_of
from api.data.sheets.limits import Budget, check_size
from api.french.nearest import suggestion
from api.french.plain import plain
from api.french.plural import plural

MOST_SPARE = 100
"""Columns beyond those of a kind that are looked at one by one."""


def header_of(
    file: str,
    line: int,
    titles: Sequence[str],
    faults: Faults,
    *,
    columns: Sequence[str],
    optional: frozenset[str],
) -> list[str] | None:
    """
    Return the columns that titles name; if one is missing or twice, note it and return None.

    An empty title is no column: the reader decides what to do with the cells under it.
    """
    spare = len([title for title in titles if title]) - len(columns)
    if spare > MOST_SPARE:
        expected = f"au plus les colonnes du format : {', '.join(columns)}"
        faults.add(file, line, received=f"{len(titles)} colonnes", expected=expected, cause=True)
        return None
    by_plain = {plain(column): column for column in columns}
    header = [title if title in columns else by_plain.get(plain(title), title) for title in titles]
    good = True
    for column in header:
        if column and header.count(column) > 1:
            expected = "cette colonne une seule fois"
            faults.add(file, line, column, column, expected=expected, cause=True)
            good = False
        elif column not in columns:
            hint = suggestion(column, columns)
            expected = (
                f"une colonne du format{hint}" if hint else f"l’une de : {', '.join(columns)}"
            )
            title = column or "en-tête vide"
            faults.add(file, line, column, title, expected=expected, cause=True)
            good = False
    for column in columns:
        if column not in header and column not in optional:
            title = "colonne absente"
            faults.add(file, line, column, title, expected="cette colonne", cause=True)
            good = False
    return header if good else None


SEPARATOR = ";"
OTHERS = {",": "virgules", "\t": "tabulations", "|": "barres"}
PROBED = 1 << 14
"""How many characters at the start of a file are searched for the header."""

DIRECTIVE = "sep="
"""The start of a first line that names the separator to Excel."""

EDGES = " ;,|\t\r\n\"'"
WORDS = re.compile(f"[{re.escape(EDGES)}]+")
LONGEST = 40
"""How many characters of a word are shown."""

ASCII = "".join(chr(code) for code in range(128))

LOST = re.compile(r"[^\W\d_]\?")
LOST_SAID = "une lettre étrangère à Windows-1252 y est devenue « ? » : corrigez ce mot"
"""Excel writes a question mark for each letter that its encoding lacks."""

AS_UTF_8 = "dans le tableur : enregistrer en « CSV UTF-8 »"
ENCODINGS = {
    WESTERN: f"lu en Windows-1252, et non en UTF-8 : vérifiez les accents ({AS_UTF_8})",
    "utf-16": f"lu en UTF-16, et non en UTF-8 ({AS_UTF_8})",
}


@dataclass(frozen=True)
class Line:
    """A row of a file: its line number, and its cells by column, without spaces at their ends."""

    number: int
    cells: dict[str, str]


def text_of(path: Path, faults: Faults, name: str = "") -> str | None:
    """
    Return the text of a file; if the file is no text, note the fault and return None.

    An encoding other than UTF-8 is noted as a remark, with a word that shows it.
    """
    file = name or path.name
    try:
        check_size(file, path.stat().st_size)
    except BadFilesError as error:
        faults.take(error)
        return None
    data = path.read_bytes()
    decoded = _decoded(data)
    if decoded is None or "\0" in decoded[0]:
        content = "octet nul" if b"\0" in data else "ni UTF-8, ni Windows-1252"
        line = data.count(b"\n", 0, data.index(b"\0")) + 1 if b"\0" in data else 0
        expected = f"un fichier texte en UTF-8 ({AS_UTF_8})"
        faults.add(file, line, received=content, expected=expected, cause=True)
        return None
    text, encoding = decoded
    if encoding == WESTERN and (odd := other_encoding(text)):
        around = text[max(0, odd.start() - 10) : odd.end() + 10].strip()
        expected = f"un fichier en UTF-8 ({AS_UTF_8}) : celui-ci est d’un autre encodage"
        line = text.count("\n", 0, odd.start()) + 1
        faults.add(file, line, received=around, expected=expected, cause=True)
        return None
    if not text.strip():
        expected = "une ligne d’en-têtes, puis les lignes"
        faults.add(file, received="fichier vide", expected=expected, cause=True)
        return None
    if encoding in ENCODINGS:
        faults.remarks.file(ENCODINGS[encoding], faults.named(file), _accented(text))
    if encoding == WESTERN and (lost := LOST.search(text)):
        faults.remarks.file(LOST_SAID, faults.named(file), _word(text, lost.start()))
    return text


def read(
    path: Path,
    columns: Sequence[str],
    optional: frozenset[str],
    faults: Faults,
    *,
    name: str = "",
) -> list[Line]:
    """
    Read the rows of a file whose header has `columns`; those in `optional` may be missing.

    Faults (encoding, header, lines of the wrong length) are noted, never raised; lines that can't
    be read are left out of the answer. Blank lines are no rows. `name`: what the file is called
    in what is noted, if it isn't its own name.
    """
    file = name or path.name
    text = text_of(path, faults, file)
    if text is None:
        return []
    separator = _separator(text, columns)
    lines: list[Line] = []
    header: list[str] | None = None
    width = 0
    for number, row in _rows(file, text, separator, faults):
        if header is None:
            if _is_directive(row):
                continue
            width, titles = len(row), _without_tail(row)
            header = header_of(file, number, titles, faults, columns=columns, optional=optional)
            if header is None:
                return []
            continue
        cells = row
        if len(row) == width and not any(row[len(header) :]):
            cells = row[: len(header)]
        if len(cells) != len(header):
            faults.add(
                file,
                number,
                received=plural(len(cells), "colonne"),
                expected=f"{plural(len(header), 'colonne')}, séparées par des "
                f"{OTHERS.get(separator, 'points-virgules')}",
                cause=True,
            )
        else:
            lines.append(Line(number, dict(zip(header, cells, strict=True))))
    if separator != SEPARATOR and lines:
        faults.remarks.file(f"lu avec des {OTHERS[separator]} entre colonnes", faults.named(file))
    return lines


def _rows(file: str, text: str, separator: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that isn't empty, with its line; note what ends the reading before the end."""
    budget = Budget(file)
    try:
        for number, cells in rows_of(file, text, separator):
            budget.line(number, cells)
            row = [cell.strip() for cell in cells]
            if any(row):
                yield number, row
    except BadFilesError as error:
        faults.take(error)


def _decoded(data: bytes) -> tuple[str, str] | None:
    """Return a text and its encoding; UTF-8, with its mark or not, is by far the most frequent."""
    try:
        return data.decode("utf-8-sig"), UTF_8
    except UnicodeDecodeError:
        return decode(data)


def _separator(text: str, columns: Collection[str]) -> str:
    """Return the separator with which the header names the most columns."""
    first = (line for line in text[:PROBED].splitlines() if line.strip())
    header = next((line for line in first if not _is_directive([line])), "")
    known_titles = {plain(column) for column in columns}

    def named(separator: str) -> int:
        return len(known_titles & {plain(title.strip(' "')) for title in header.split(separator)})

    return max((SEPARATOR, *OTHERS), key=named)


def _without_tail(row: list[str]) -> list[str]:
    """Return a row without the empty cells at its end: Excel leaves some of columns once filled."""
    filled = max((place for place, cell in enumerate(row, 1) if cell), default=0)
    return row[:filled]


def _is_directive(row: Sequence[str]) -> bool:
    return row[0].casefold().startswith(DIRECTIVE) and len("".join(row)) <= len(DIRECTIVE) + 1


def _accented(text: str) -> str:
    """Return the first word that isn't ASCII, with its line: it shows which encoding was read."""
    return "" if text.isascii() else _word(text, len(text) - len(text.lstrip(ASCII)))


def _word(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in EDGES) + 1
    word = next(part for part in WORDS.split(text[start : at + LONGEST]) if part)
    return f"« {word} », ligne {text.count(chr(10), 0, at) + 1}"


def write_whole(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> Path:
    """Write a CSV file, and its folder, whole or not at all; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_beside(path, header, rows) as put:
        put()
    return path


def written_beside(
    path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]
) -> AbstractContextManager[Callable[[], None]]:
    """Write a temporary CSV file beside a path, and yield what moves it there (`file_beside`)."""
    text = io.StringIO(newline="")
    write_rows(text, header, rows)
    return file_beside(path, text.getvalue().encode())


def write_rows(file: IO[str], header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a header and rows to an open file, as `read` reads them back."""
    out = csv.writer(file, delimiter=SEPARATOR, lineterminator="\n")
    quoted = csv.writer(file, delimiter=SEPARATOR, lineterminator="\n", quoting=csv.QUOTE_ALL)
    out.writerow(header)
    for row in rows:
        cells = tuple(row)
        # A bare carriage return is left unquoted, and read back as the end of a line.
        (quoted if any("\r" in cell for cell in cells) else out).writerow(cells)


def sweep_beside(path: Path) -> None:
    """Remove what killed commands left beside a file; the caller must hold the lock."""
    for leftover in path.parent.glob(f".{path.name}.*"):
        leftover.unlink(missing_ok=True)
