"""Make an association of rows that no place keeps: they were sent, and are forgotten again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.data.association import Association
from api.data.errors import Faults
from api.data.folder.load import association_of
from api.data.rows.columns import Kind
from api.data.rows.lines import KindLines, Line, Tables


class Loose:
    """Rows by kind, as a place has them; files that they name aren't there."""

    def __init__(self, rows: Mapping[str, Sequence[Line]]) -> None:
        self.rows = rows

    def lines_of(self, kind: Kind) -> KindLines:
        """Return the rows of a kind."""
        return KindLines(self.rows.get(kind.name, ()), complete=True)

    def attached(self, name: str) -> bytes | None:  # noqa: ARG002 - as any place has it
        """Return nothing: no file was sent."""
        return None


def loose_association(rows: Mapping[str, Sequence[Line]]) -> Association:
    """Return the association that rows make (BadFilesError: all that is wrong with them)."""
    return association_of(Tables(Loose(rows), Faults()))
