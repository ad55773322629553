"""Compare the rows of a checked folder with those of a database, kind by kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select

from api.data.rows.columns import Kind, cells_of
from api.data.rows.kinds import KINDS
from api.data.stored.association import stored_rows
from api.data.tables.history import AttachmentRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from api.data.rows.columns import Row
    from api.data.stored.importing import Checked

    Cells = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class KindDifference:
    """
    What replacing the rows of a kind does; rows are their cells by header, in a file's order.

    `changed`: what a row was, and what it becomes. Only rows of a kind that something identifies
    can change: any other row is there or not. `kept`: how many rows stay as they are.
    """

    kind: Kind
    added: tuple[Cells, ...]
    changed: tuple[tuple[Cells, Cells], ...]
    removed: tuple[Cells, ...]
    kept: int

    @property
    def count(self) -> int:
        """Return how many rows aren't what they were."""
        return len(self.added) + len(self.changed) + len(self.removed)

    @property
    def emptied(self) -> bool:
        """Whether no row of the kind would be left."""
        return not (self.kept or self.added or self.changed)


@dataclass(frozen=True, kw_only=True)
class FilesDifference:
    """The names of files that rows name, such as calendars, which are added, changed, removed."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def row_differences(session: Session, checked: Checked) -> tuple[KindDifference, ...]:
    """Return what writing a checked folder changes in each kind of rows, in the kinds' order."""
    return tuple(
        _difference(
            kind,
            [line.row for line in stored_rows(session, kind)],
            checked.rows[kind.model],
        )
        for kind in KINDS.values()
    )


def file_difference(session: Session, checked: Checked) -> FilesDifference:
    """Return what writing a checked folder changes in the files that rows name."""
    rows = session.execute(select(AttachmentRow.name, AttachmentRow.digest))
    there = {row.name: row.digest for row in rows}
    coming = {name: sha256(data).hexdigest() for name, data in checked.attachments.items()}
    return FilesDifference(
        added=tuple(sorted(coming.keys() - there.keys())),
        changed=tuple(sorted(n for n in coming.keys() & there.keys() if coming[n] != there[n])),
        removed=tuple(sorted(there.keys() - coming.keys())),
    )


def _difference(kind: Kind, before: Iterable[Row], after: Iterable[Row]) -> KindDifference:
    old, new = [cells_of(row) for row in before], [cells_of(row) for row in after]
    stay = Counter(_values(cells) for cells in old) & Counter(_values(cells) for cells in new)
    gone, come = _without(old, stay), _without(new, stay)
    identity = tuple(kind.columns[field].header for field in kind.once)
    changed: list[tuple[Cells, Cells]] = []
    added: list[Cells] = []
    waiting: dict[tuple[str, ...], list[Cells]] = defaultdict(list)
    for cells in gone:
        waiting[_identity(cells, identity)].append(cells)
    for cells in come:
        was = waiting[_identity(cells, identity)] if identity else []
        if was:
            changed.append((was.pop(0), cells))
        else:
            added.append(cells)
    moved = {id(was) for was, _ in changed}
    return KindDifference(
        kind=kind,
        added=tuple(added),
        changed=tuple(changed),
        removed=tuple(cells for cells in gone if id(cells) not in moved),
        kept=stay.total(),
    )


def _without(rows: Sequence[Cells], stay: Counter[tuple[str, ...]]) -> list[Cells]:
    """Return the rows that don't stay, in order; of equal rows, the first ones stay."""
    unmatched = stay.copy()
    others = []
    for cells in rows:
        values = _values(cells)
        if unmatched[values]:
            unmatched[values] -= 1
        else:
            others.append(cells)
    return others


def _values(cells: Cells) -> tuple[str, ...]:
    return tuple(cells.values())


def _identity(cells: Cells, headers: Sequence[str]) -> tuple[str, ...]:
    return tuple(cells[header] for header in headers)
