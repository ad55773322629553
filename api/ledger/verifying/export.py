"""Write the register as JSON, one publication a line, to be verified without the database."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.database.base import canonical
from api.database.tables.ledger import EntryRow, PublicationRow
from api.ledger.chain import entry_of, head_of

SOME = 50
"""Publications read at once."""


@dataclass(frozen=True, kw_only=True)
class WrittenPublication:
    """A publication as the register holds it: what it says, its entries, and the two hashes."""

    head: Mapping[str, Any]
    entries: tuple[Mapping[str, Any], ...]
    previous: str
    hash: str

    @property
    def text(self) -> str:
        """Return its line."""
        return canonical(
            {
                "head": self.head,
                "entries": list(self.entries),
                "previous": self.previous,
                "hash": self.hash,
            }
        )


def register(session: Session) -> Iterator[WrittenPublication]:
    """Yield the publications of the database in order, some at a time."""
    numbers = session.scalars(select(PublicationRow.number).order_by(PublicationRow.number)).all()
    for first in range(0, len(numbers), SOME):
        some = numbers[first : first + SOME]
        entries: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
        written = session.execute(
            select(*EntryRow.__table__.columns)
            .where(EntryRow.publication.in_(some))
            .order_by(EntryRow.publication, EntryRow.position)
        )
        for entry in written:
            entries[entry.publication].append(entry_of(entry))
        rows = session.scalars(
            select(PublicationRow)
            .where(PublicationRow.number.in_(some))
            .order_by(PublicationRow.number)
        )
        for row in rows:
            yield WrittenPublication(
                head=head_of(row),
                entries=tuple(entries[row.number]),
                previous=row.previous,
                hash=row.hash,
            )


def write_register(session: Session, path: Path) -> int:
    """Write the register to a file, whole or not at all; return how many publications it has."""
    count = 0
    with NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        beside = Path(file.name)
        try:
            for publication in register(session):
                file.write(publication.text + "\n")
                count += 1
            file.flush()
            os.fsync(file.fileno())
            beside.chmod(0o644)
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    return count
