"""A folder as the place of an association's rows: its CSV files, and the files that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.files.sources import SOURCES, Given, Written
from api.files.table import read

if TYPE_CHECKING:
    from pathlib import Path

    from api.files.errors import Faults
    from api.files.sources import Source


class Folder:
    """The files of a folder; what is missing, misshapen or unknown there is noted."""

    def __init__(self, path: Path, faults: Faults) -> None:
        self.path = path
        self.faults = faults

    def given(self, source: Source) -> Given:
        """Read one file."""
        path = self.path / source.file
        if not path.is_file():
            if source.required:
                self.faults.add(source.file, found="fichier absent", expected="ce fichier")
            return Given((), whole=False)
        before = len(self.faults.errors)
        lines = read(path, source.columns, source.optional, self.faults)
        shaped = len(self.faults.errors) == before
        if not lines and source.required and shaped:
            self.faults.add(source.file, found="aucune ligne", expected="au moins une ligne")
        rows = tuple(Written(source.file, line.number, line.cells) for line in lines)
        return Given(rows, whole=bool(lines) and shaped)

    def attached(self, name: str) -> bytes | None:
        """Return the content of a file of the folder (None: there is none)."""
        path = self.path / name
        if not path.is_file() or self.path.resolve() not in path.resolve().parents:
            return None
        return path.read_bytes()

    def strangers(self) -> None:
        """Note CSV files that we don't know: most often a name mistyped."""
        known = {source.file for source in SOURCES}
        for path in sorted(self.path.glob("*.csv")):
            if path.name not in known:
                self.faults.add(
                    path.name,
                    found=path.name,
                    expected="l'un des fichiers " + ", ".join(sorted(known)),
                )
