"""The association that a database holds, checked as files are, and kept while it stands."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import RLock
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import select

from api.data.association import Association
from api.data.errors import BadFilesError, Faults, FileError
from api.data.folder.load import assembled
from api.data.rows.sources import SOURCES, Given, Tables
from api.data.stored.records import written_rows
from api.data.tables.training import AttachmentRow
from api.database.counters import DATA, number, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from api.data.rows.people import Row
    from api.data.rows.sources import Source, Written

    Key = tuple[str, int, datetime | None]
    Rows = Mapping[type[Row], tuple[Written, ...]]

KEPT = 6
"""States of databases that a process remembers."""


@dataclass(frozen=True)
class Held:
    """
    One state of a database: its rows, what they make, what is wrong with them.

    `association` is None if something is: rules of files may be stricter than when they came in.
    """

    rows: Rows
    association: Association | None
    errors: tuple[FileError, ...]


_held: OrderedDict[Key, Held] = OrderedDict()
_lock = RLock()


class Stored:
    """A database as the place of an association's rows; a table is there, even empty."""

    def __init__(self, session: Session, rows: Rows) -> None:
        self.session = session
        self.rows = rows

    def given(self, source: Source) -> Given:
        """Return the rows of a source."""
        return Given(self.rows[source.model], whole=True)

    def attached(self, name: str) -> bytes | None:
        """Return the content of an attachment."""
        chosen = select(AttachmentRow.content).where(AttachmentRow.name == name)
        return self.session.execute(chosen).scalar_one_or_none()


def read(session: Session) -> Association:
    """
    Return the association of a database, without history; the value is shared: never change it.

    An empty database is an empty association.

    Raises
    ------
    BadFilesError
        Rows contradict each other: written before a rule of ours became stricter, or by hand.
    """
    held = state(session)
    if held.association is None:
        raise BadFilesError(held.errors)
    return held.association


def data_number(session: Session) -> int:
    """Return the number of the association's data: it rises with each write."""
    return number(session, DATA)


def state(session: Session) -> Held:
    """Return the state that a session sees, read once for all sessions that see the same."""
    key = _key(session)
    with _lock:
        held = _held.get(key)
        if held is None:
            held = _read(session)
            keep(session, held)
        _held.move_to_end(key)
        return held


def keep(session: Session, held: Held) -> None:
    """Remember a state as the one that a session sees, and that others will."""
    with _lock:
        _held[_key(session)] = held
        while len(_held) > KEPT:
            _held.popitem(last=False)


def forget() -> None:
    """Forget what was read: the next reader reads it again."""
    with _lock:
        _held.clear()


def judged(session: Session, rows: Rows) -> Held:
    """Make an association of rows; what is wrong with them is told, not raised."""
    faults = Faults()
    tables = Tables(Stored(session, rows), faults)
    placed = MappingProxyType({model: _placed(tables, model) for model in rows})
    try:
        return Held(placed, assembled(tables), ())
    except BadFilesError as error:
        return Held(placed, None, error.errors)


def _placed(tables: Tables, model: type[Row]) -> tuple[Written, ...]:
    """Return the rows of a source, read where they could be."""
    read_ = {one.line: one for one in tables.of(model)}
    return tuple(read_.get(one.line, one) for one in tables.written[model])


def _read(session: Session) -> Held:
    return judged(session, {source.model: written_rows(session, source) for source in SOURCES})


def _key(session: Session) -> Key:
    """
    Tell databases and their states apart.

    The instant of the last write is part of it: a restored backup takes the number back, and two
    databases may follow one another at one address.
    """
    return (str(session.get_bind().engine.url), *stamp(session, DATA))
