"""Limit the size of files and of what an archive unpacks to; refuse XML with a DOCTYPE."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from api.data.errors import BadFilesError, Where
from api.data.sheets.cells import Broken, Value, letter_of
from api.french.quoting import QUOTED

MEGABYTE = 1_000_000
MOST_BYTES = 25 * MEGABYTE
MOST_UNPACKED = 250 * MEGABYTE
MOST_CELLS = 500_000
MOST_TEXT = 25 * MEGABYTE
"""Letters of all cells of a file together: no more than the largest CSV file has."""

LONGEST_TEXT = 32_767
"""Letters of a cell; Excel takes no more."""

MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576
"""Columns and rows of a sheet; spreadsheets have no more."""

LONGEST_LINE = 1_000_000
"""Letters of a line of text: 16,384 cells of sixty."""

LARGEST = {MOST_BYTES: "25 Mo", MOST_UNPACKED: "250 Mo"}
SPLIT = "donnez un fichier par mois ou par agence"
LONGEST_SAID = "32 767 caractères au plus dans une case"
CORNER = "des cases jusqu’à la colonne XFD et la ligne 1 048 576 au plus"


def bad(file: str, text: str, expected: str, *, line: int = 0) -> BadFilesError:
    """Return the refusal of a whole file."""
    return refused(Where(file=file, line=line), text, expected)


def refused(where: Where, text: str, expected: str) -> BadFilesError:
    """Return the refusal of a whole file for what is at a place of it."""
    return BadFilesError([where.refusal(text, expected)])


def check_size(file: str, size: int, most: int = MOST_BYTES, name: str = "fichier") -> None:
    """Refuse a size in bytes that is above the limit (BadFilesError: it is over the limit)."""
    if size > most:
        # Rounded up: what is just over the limit isn't shown as the limit.
        tenths = -(-size * 10 // MEGABYTE)
        raise bad(
            file,
            f"{name} de {tenths // 10},{tenths % 10} Mo",
            f"{LARGEST[most]} au plus ({SPLIT})",
        )


def text_in(value: Value) -> str:
    """Return the text that a cell holds (empty: a number, a day or a time)."""
    match value:
        case str():
            return value
        case Broken():
            return value.text
    return ""


def lines_of(file: str, text: str) -> Iterator[str]:
    """
    Yield the lines of a text with their ends, as the `csv` module takes them.

    BadFilesError: a line is longer than any that people or programs write.
    """
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if len(line) > LONGEST_LINE:
            said = f"ligne de plus d’un million de caractères : {line[:QUOTED]}"
            raise bad(file, said, "un million de caractères au plus par ligne", line=number)
        yield line


class Letters:
    """The text of a cell as it comes in pieces; of one that is too long, only the beginning."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def add(self, part: str) -> None:
        """Add a piece; pieces are short, so that little more than a cell may hold is kept."""
        if self._length <= LONGEST_TEXT:
            self._parts.append(part)
            self._length += len(part)

    def text(self) -> str:
        """Return the text so far."""
        return "".join(self._parts)


class Budget:
    """What may still be kept of a file: cells, and letters in all of them together."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.cells = MOST_CELLS
        self.letters = MOST_TEXT

    def cell(self, sheet: str, row: int, column: int, value: Value, across: int = 1) -> None:
        """
        Count a cell before it is kept, and those `across` that repeat it.

        BadFilesError: it is too long, or outside what a sheet may hold; or the file holds too much.
        """
        text = text_in(value)
        if len(text) > LONGEST_TEXT or column + across > MOST_COLUMNS or row >= MOST_ROWS:
            where = Where(file=self.file, sheet=sheet, line=row + 1)
            if len(text) > LONGEST_TEXT:
                where = replace(where, letter=letter_of(column))
                raise refused(where, text, LONGEST_SAID)
            raise refused(where, f"case {letter_of(column + across - 1)}{row + 1}", CORNER)
        self.take(across, len(text) * across)

    def line(self, number: int, cells: Sequence[str]) -> None:
        """Count the cells of a line of text, whose number counts from 1; see `cell`."""
        lengths = [len(cell) for cell in cells]
        if len(cells) > MOST_COLUMNS or max(lengths, default=0) > LONGEST_TEXT:
            for column, cell in enumerate(cells):
                self.cell("", number - 1, column, cell)
        self.take(len(cells), sum(lengths))

    def take(self, cells: int, letters: int = 0) -> None:
        """
        Subtract cells and letters from those that may still be kept.

        BadFilesError: the file has more than the limit.
        """
        self.cells -= cells
        self.letters -= letters
        if self.cells < 0:
            raise bad(
                self.file, "plus de 500 000 cases remplies", f"500 000 cases au plus ({SPLIT})"
            )
        if self.letters < 0:
            raise bad(
                self.file,
                "plus de 25 millions de caractères dans les cases",
                f"25 millions de caractères au plus ({SPLIT})",
            )


DAMAGED = "un classeur entier (ouvrez-le dans le tableur et enregistrez-le de nouveau)"
CHUNK = 1 << 16
DEEPEST = 1_000
"""How deep tags may be nested; workbooks have less than twenty."""


class Archive:
    """The parts of a workbook; no part is unpacked beyond the size that the archive declares."""

    def __init__(self, file: str, data: BytesIO) -> None:
        self.file = file
        try:
            self.zip = ZipFile(data)
            infos = self.zip.infolist()
        except (BadZipFile, ValueError, OSError, UnicodeDecodeError, RuntimeError):
            raise bad(file, "archive abîmée", DAMAGED) from None
        self.names = {_key(info.filename): info for info in infos}
        unpacked = sum(info.file_size for info in infos)
        check_size(file, unpacked, MOST_UNPACKED, "fichier qui, décompressé, en fait un")
        if any(info.flag_bits & 1 for info in infos):
            raise bad(file, "classeur protégé par un mot de passe", "un classeur sans mot de passe")

    def __contains__(self, name: str) -> bool:
        return _key(name) in self.names

    def parse(self, name: str, parser: Parser) -> None:
        """
        Feed one part to a parser.

        BadFilesError: the part isn't there, is damaged, or is no XML of a workbook.
        """
        info = self.names.get(_key(name))
        if info is None:
            raise bad(self.file, f"partie {name} absente", DAMAGED)
        try:
            with self.zip.open(info) as part:
                while chunk := part.read(CHUNK):
                    parser.feed(chunk)
            parser.feed(b"", last=True)
        except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError):
            raise bad(self.file, f"partie {name} abîmée", DAMAGED) from None
        except (expat.ExpatError, ValueError, LookupError, OverflowError):
            raise bad(self.file, f"partie {name} illisible", DAMAGED) from None


class Parser:
    """
    An XML parser that calls `on_start`, `on_end` and `on_text`, with names without prefix.

    Declarations of a document type are refused: no workbook has one, and they can grow without
    bound.
    """

    def __init__(
        self,
        on_start: Callable[[str, dict[str, str]], None],
        on_end: Callable[[str], None],
        on_text: Callable[[str], None],
    ) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        names: dict[str, str] = {}

        def plain(name: str) -> str:
            short = names.get(name)
            if short is None:
                short = names[name] = name.rpartition(":")[2]
            return short

        depth = 0

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > DEEPEST:
                raise ValueError("depth")
            on_start(plain(name), attributes)

        def end(name: str) -> None:
            nonlocal depth
            depth -= 1
            on_end(plain(name))

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = on_text
        parser.StartDoctypeDeclHandler = _refuse
        self._parser = parser
        self._fed = self._read = 0

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        """
        Parse the next bytes.

        ValueError: a tag doesn't end: the parser keeps all of it until it does.
        """
        self._parser.Parse(chunk, last)
        self._fed += len(chunk)
        self._read = max(self._read, self._parser.CurrentByteIndex)
        if self._fed - self._read > LONGEST_LINE:
            raise ValueError("tag")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _refuse(*_: object) -> None:
    raise ValueError("DOCTYPE")


def attribute(attributes: dict[str, str], name: str) -> str:
    """Return an attribute with any prefix (empty: it isn't there)."""
    if name in attributes:
        return attributes[name]
    for key, value in attributes.items():
        if key.rpartition(":")[2] == name:
            return value
    return ""
