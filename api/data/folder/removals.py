"""Read and write `historique/prevenance/retraits.csv`: published shifts that were taken away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from api.data.association import Published, Removal, RemovalCause
from api.data.errors import Faults
from api.data.folder.csv_file import read, write_whole
from api.data.folder.history import (
    WORKED_COLUMNS,
    CellError,
    Reader,
    once,
    utc_text,
    worked_cells,
)

FILE = "prevenance/retraits.csv"
PUBLISHED_AT = ("cree", "modifie")
"""When the shift had first and last been published; files of an earlier version don't say."""

CAUSE = "motif"
"""Why it isn't any more as it was; files of an earlier version don't say: it was taken away."""

COLUMNS = (*WORKED_COLUMNS, "retire", *PUBLISHED_AT, CAUSE)
CAUSE_EXPECTED = f"rien, ou l’un de : {', '.join(cause for cause in RemovalCause if cause)}"
BEFORE_START = "un instant d’avant le début du service"


def load_removals(
    history: Path, people: Collection[str] | None, faults: Faults
) -> tuple[Removal, ...]:
    """
    Read the removals beside a history, in order (empty: nothing was taken away); note faults.

    `people`: ids of those whom they may name (None: anybody may be).
    """
    path = history / FILE
    if not path.is_file():
        return ()
    reader = Reader("", people)
    removals: list[Removal] = []
    seen: dict[tuple[str, str, datetime], int] = {}
    for line in read(path, COLUMNS, frozenset({*PUBLISHED_AT, CAUSE}), faults):
        try:
            removal = _removal(reader, line.cells)
            once(seen, removal.key, line.number, "retire", "un retrait")
        except CellError as error:
            cell = line.cells[error.column]
            faults.add(path.name, line.number, error.column, cell, expected=error.expected)
        else:
            removals.append(removal)
    return tuple(sorted(removals, key=lambda removal: removal.order))


def _removal(reader: Reader, cells: Mapping[str, str]) -> Removal:
    worked, removed = reader.worked(cells), reader.instant(cells, "retire")
    if removed >= worked.duty.span.start:
        raise CellError("retire", BEFORE_START)
    created, changed = (
        reader.instant(cells, column) if cells.get(column) else None for column in PUBLISHED_AT
    )
    try:
        cause = RemovalCause(cells.get(CAUSE, ""))
    except ValueError:
        raise CellError(CAUSE, CAUSE_EXPECTED) from None
    return Removal(worked=worked, removed=removed, created=created, changed=changed, cause=cause)


def carried_out(
    removals: Iterable[Removal], months: Mapping[str, tuple[Published, ...]]
) -> tuple[Removal, ...]:
    """
    Return the removals but those of shifts that are still as they were before.

    They are written just before their month: of a command killed between the two nothing is
    published. A shift that was given back since was changed later.
    """
    standing = {
        (row.worked.mediator, row.worked.duty.id): row.changed or row.created
        for rows in months.values()
        for row in rows
    }

    def stands(removal: Removal) -> bool:
        key = removal.worked.mediator, removal.worked.duty.id
        if key not in standing:
            return False
        changed = standing[key]
        return changed is None or changed < removal.removed

    return tuple(removal for removal in removals if not stands(removal))


def write_removals(history: Path, removals: Iterable[Removal]) -> Path:
    """Write removals, in order, whole or not at all, and return the path."""
    path = history / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, COLUMNS, cells_in_order(removals))
    return path


def cells_in_order(removals: Iterable[Removal]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of removals, in order."""
    return (
        (
            *worked_cells(removal.worked),
            *map(utc_text, (removal.removed, removal.created, removal.changed)),
            removal.cause,
        )
        for removal in sorted(removals, key=lambda removal: removal.order)
    )
