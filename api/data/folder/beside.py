"""Read and write what a history has beside its months: shifts taken away, events of calendars."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from api.data.association import Published, Removal, RemovalCause, Revision
from api.data.errors import Faults
from api.data.folder.csv_file import read, write_whole
from api.data.folder.history import (
    LARGEST,
    WORKED_COLUMNS,
    CellError,
    Reader,
    once,
    utc_text,
    worked_cells,
)

REMOVALS = "prevenance/retraits.csv"
BEFORE = ("cree", "modifie")
"""When the shift had first and last been published; files of an earlier version don't say."""

CAUSE = "motif"
"""Why it isn't any more as it was; files of an earlier version don't say: it was taken away."""

REMOVAL_COLUMNS = (*WORKED_COLUMNS, "retire", *BEFORE, CAUSE)
CAUSE_EXPECTED = f"rien, ou l’un de : {', '.join(cause for cause in RemovalCause if cause)}"
BEFORE_START = "un instant d’avant le début du service"


def load_removals(
    history: Path, people: Collection[str] | None, faults: Faults
) -> tuple[Removal, ...]:
    """
    Read the removals beside a history, in order (empty: nothing was taken away); note faults.

    `people`: ids of those whom they may name (None: anybody may be).
    """
    path = history / REMOVALS
    if not path.is_file():
        return ()
    reader = Reader("", people)
    removals: list[Removal] = []
    seen: dict[tuple[str, str, datetime], int] = {}
    for line in read(path, REMOVAL_COLUMNS, frozenset({*BEFORE, CAUSE}), faults):
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
        reader.instant(cells, column) if cells.get(column) else None for column in BEFORE
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
    cells = (
        (
            *worked_cells(removal.worked),
            *map(utc_text, (removal.removed, removal.created, removal.changed)),
            removal.cause,
        )
        for removal in sorted(removals, key=lambda removal: removal.order)
    )
    return write_whole(history / REMOVALS, REMOVAL_COLUMNS, cells)


REVISIONS = "calendrier/evenements.csv"
REVISION_COLUMNS = ("uid", "personne", "genre", "objet", "sequence", "cree", "modifie", "empreinte")
LONGEST_OF = {"uid": 255, "genre": 20, "objet": 160, "empreinte": 64}
"""The most characters of a cell, by column, so that any kind of database can hold it."""

WRITTEN = "ce que rota y a écrit (effacez la ligne pour repartir d’un nouvel événement)"


def load_revisions(history: Path, faults: Faults) -> tuple[Revision, ...]:
    """Read the revisions beside a history (empty: nothing was published); note faults."""
    path = history / REVISIONS
    if not path.is_file():
        return ()
    revisions_by_key: dict[tuple[str, str, str], Revision] = {}
    uids: set[str] = set()
    for line in read(path, REVISION_COLUMNS, frozenset(), faults):
        try:
            revision = _revision(line.cells)
        except ValueError:
            cells = " ".join(line.cells.values())
            faults.add(path.name, line.number, "", cells, expected=WRITTEN)
            continue
        again = revision.uid in uids or revision.key in revisions_by_key
        if not revision.uid or again or revision.changed < revision.created:
            faults.add(path.name, line.number, "uid", revision.uid, expected=WRITTEN)
            continue
        uids.add(revision.uid)
        revisions_by_key[revision.key] = revision
    return tuple(revisions_by_key.values())


def _revision(cells: Mapping[str, str]) -> Revision:
    """Read a revision (ValueError: a cell can't be read, or is longer than any that we write)."""
    sequence = int(cells["sequence"])
    long = any(len(cells[column]) > longest for column, longest in LONGEST_OF.items())
    if long or sequence > LARGEST:
        raise ValueError(sequence)
    return Revision(
        mediator=cells["personne"],
        kind=cells["genre"],
        about=cells["objet"],
        uid=cells["uid"],
        sequence=sequence,
        created=_instant(cells["cree"]),
        changed=_instant(cells["modifie"]),
        shown=cells["empreinte"],
    )


def write_revisions(history: Path, revisions: Iterable[Revision]) -> Path:
    """Write the revisions, by person and event, whole or not at all, and return the path."""
    return write_whole(history / REVISIONS, REVISION_COLUMNS, revision_cells(revisions))


def revision_cells(revisions: Iterable[Revision]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of revisions, by person and event."""
    return (
        (
            revision.uid,
            *revision.key,
            str(revision.sequence),
            *map(utc_text, (revision.created, revision.changed)),
            revision.shown,
        )
        for revision in sorted(revisions, key=lambda r: r.key)
    )


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return instant.astimezone(UTC)
