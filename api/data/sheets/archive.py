"""Read the parts of a workbook's archive within size limits; refuse XML with a DOCTYPE."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from api.data.sheets.limits import LONGEST_LINE, MOST_UNPACKED, bad, check_size

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
