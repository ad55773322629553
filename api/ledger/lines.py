"""Write a published assignment as a line of the register, and read it back."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self

from api.data.association import Published, Removal, RemovalCause
from api.data.folder.history import WORKED_COLUMNS, Reader, utc_text, worked_cells
from scheduler.domain.problem import Worked


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    An assignment in the cells of a month's file, its person by a subject of the register.

    `start` and `end` are in Paris with their offset; `created` and `changed`, in UTC (empty:
    unknown).
    """

    uid: str
    subject: str
    slot: str
    dispositif: str
    agency: str
    site: str
    kind: str
    start: str
    end: str
    breaks: str
    sequence: int
    created: str
    changed: str

    @classmethod
    def of(cls, row: Published, subject: str) -> Self:
        """Write a published row as a line."""
        return cls(
            uid=row.uid,
            subject=subject,
            **shift_cells(row.worked),
            sequence=row.sequence,
            created=utc_text(row.created),
            changed=utc_text(row.changed),
        )

    @classmethod
    def from_row(cls, row: Any) -> Self:
        """Read a line from a row of the database, or of an exported register."""
        return cls(**{name: getattr(row, name) for name in FIELDS})

    @property
    def values(self) -> dict[str, Any]:
        """Return the cells by name."""
        return dict(vars(self))

    @property
    def month(self) -> str:
        """Return the month of its Paris day of start: `2026-12`."""
        return self.start[:7]


FIELDS = tuple(field.name for field in fields(Line))
"""Names of a line's cells: columns of `publication_entry` and of `standing`."""


FIELD_OF = {
    "creneau": "slot",
    "dispositif": "dispositif",
    "agence": "agency",
    "site": "site",
    "type": "kind",
    "debut": "start",
    "fin": "end",
    "pauses": "breaks",
}
"""The cell of a line for each cell of a duty in a month's file."""


def shift_cells(worked: Worked) -> dict[str, str]:
    """Return the cells of a shift by the names that a line has for them."""
    cells = zip(WORKED_COLUMNS, worked_cells(worked), strict=True)
    return {FIELD_OF[column]: cell for column, cell in cells if column in FIELD_OF}


class Months:
    """Reads lines back, and makes each duty or instant that repeats only once."""

    def __init__(self) -> None:
        self._readers: dict[str, Reader] = {}
        self._duties: dict[tuple[str, ...], Any] = {}

    def row(self, line: Any, mediator: str) -> Published:
        """Return the published row of a line (anything that has a line's cells)."""
        created, changed = self._instants(line)
        return Published(
            uid=line.uid,
            worked=self.worked(line, mediator),
            sequence=line.sequence,
            created=created,
            changed=changed,
        )

    def removal(self, line: Any, mediator: str, removed: datetime, cause: RemovalCause) -> Removal:
        """Return the removal of the shift of a line, which was so until that instant."""
        created, changed = self._instants(line)
        worked = self.worked(line, mediator)
        return Removal(
            worked=worked, removed=removed, created=created, changed=changed, cause=cause
        )

    def worked(self, line: Any, mediator: str) -> Worked:
        """Return the shift of a line (anything that has the cells of a duty)."""
        cells = _cells(line)
        key = tuple(cells.values())
        duty = self._duties.get(key)
        if duty is None:
            duty = self._duties[key] = self._reader(line).duty(cells)
        return Worked(mediator=mediator, duty=duty)

    def _instants(self, line: Any) -> tuple[datetime | None, datetime | None]:
        """Return when the shift of a line was first published, and last (None: unknown)."""
        reader = self._reader(line)
        return (
            reader.read_instant(line.created, "cree", "") if line.created else None,
            reader.read_instant(line.changed, "modifie", "") if line.changed else None,
        )

    def _reader(self, line: Any) -> Reader:
        label = line.start[:7]
        reader = self._readers.get(label)
        if reader is None:
            reader = self._readers[label] = Reader(label)
        return reader


def _cells(line: Any) -> Mapping[str, str]:
    return {cell: getattr(line, name) for cell, name in FIELD_OF.items()}
