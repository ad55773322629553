"""Read and write `historique/calendrier/evenements.csv`: trainings and absences in calendars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from api.data.association import Revision
from api.data.errors import Faults
from api.data.folder.csv_file import read, write_whole
from api.data.folder.history import LARGEST

FILE = "calendrier/evenements.csv"
COLUMNS = ("uid", "personne", "genre", "objet", "sequence", "cree", "modifie", "empreinte")
LONGEST_OF = {"uid": 255, "genre": 20, "objet": 160, "empreinte": 64}
"""The most characters of a cell, by column, so that any kind of database can hold it."""

WRITTEN = "ce que rota y a écrit (effacez la ligne pour repartir d’un nouvel événement)"


def load_revisions(history: Path, faults: Faults) -> tuple[Revision, ...]:
    """Read the revisions beside a history (empty: nothing was published); note faults."""
    path = history / FILE
    if not path.is_file():
        return ()
    revisions_by_key: dict[tuple[str, str, str], Revision] = {}
    uids: set[str] = set()
    for line in read(path, COLUMNS, frozenset(), faults):
        cells = line.cells
        try:
            revision = Revision(
                mediator=cells["personne"],
                kind=cells["genre"],
                about=cells["objet"],
                uid=cells["uid"],
                sequence=int(cells["sequence"]),
                created=_instant(cells["cree"]),
                changed=_instant(cells["modifie"]),
                shown=cells["empreinte"],
            )
        except ValueError:
            faults.add(path.name, line.number, "", " ".join(cells.values()), expected=WRITTEN)
            continue
        long = any(len(cells[column]) > longest for column, longest in LONGEST_OF.items())
        if long or revision.sequence > LARGEST:
            faults.add(path.name, line.number, "", " ".join(cells.values()), expected=WRITTEN)
            continue
        if (
            not revision.uid
            or revision.uid in uids
            or revision.key in revisions_by_key
            or revision.changed < revision.created
        ):
            faults.add(path.name, line.number, "uid", revision.uid, expected=WRITTEN)
            continue
        uids.add(revision.uid)
        revisions_by_key[revision.key] = revision
    return tuple(revisions_by_key.values())


def write_revisions(history: Path, revisions: Iterable[Revision]) -> Path:
    """Write the revisions, by person and event, whole or not at all, and return the path."""
    path = history / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, COLUMNS, cells_in_order(revisions))
    return path


def cells_in_order(revisions: Iterable[Revision]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of revisions, by person and event."""
    return (
        (
            revision.uid,
            *revision.key,
            str(revision.sequence),
            f"{revision.created.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            f"{revision.changed.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            revision.shown,
        )
        for revision in sorted(revisions, key=lambda r: r.key)
    )


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return instant.astimezone(UTC)
