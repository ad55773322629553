"""Read the association of a database, check it like files, and keep it in memory."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from heapq import merge
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.association import Association
from api.data.building.association import association_of
from api.data.errors import BadFilesError, Faults, FileError
from api.data.rows.columns import Kind, Row, people_of
from api.data.rows.kinds import KINDS
from api.data.rows.lines import KindLines, Placed, Tables, Unchecked
from api.data.stored.places import Areas, Places
from api.data.tables.rows import AttachmentRow, table_of
from api.database.counters import DATA, number, stamp
from api.database.memory import Memory

Key = tuple[str, int, datetime | None]
Rows = Mapping[type[Row], tuple[Placed[Any], ...]]


class Index:
    """The keys of a kind's rows, sorted once for all readers of the same state."""

    def __init__(self, kind: Kind, lines: Sequence[Placed[Any]], places: Places | None) -> None:
        self.kind, self.lines, self.places = kind, lines, places

    def keys(
        self, after: int, where: Callable[[Areas], bool] | None = None, person: str = ""
    ) -> Iterator[int]:
        """
        Return the keys greater than `after`, in order.

        `where`: accepts the areas whose rows are wanted (None: all areas). `person`: only rows of
        this person or that name them (empty: everybody's).
        """
        if person:
            return (
                key
                for key, row in self._by_person.get(person, ())
                if key > after and (where is None or where(self._areas(row)))
            )
        if where is None:
            return (line.line for line in self.lines if line.line > after)
        chosen = (keys for areas, keys in self._by_areas.items() if where(areas))
        return merge(*(keys[bisect_right(keys, after) :] for keys in chosen))

    def row(self, key: int) -> Row:
        """Return the row of a key."""
        return self._rows[key]

    def find(self, key: int) -> Row | None:
        """Return the row of a key (None: there is none)."""
        return self._rows.get(key)

    def _areas(self, row: Row) -> Areas:
        if self.places is None:
            raise TypeError(self.kind.name)
        return self.places.of(self.kind.name, row.__dict__)

    @cached_property
    def _rows(self) -> Mapping[int, Row]:
        return {line.line: line.row for line in self.lines}

    @cached_property
    def _by_areas(self) -> Mapping[Areas, Sequence[int]]:
        keys: dict[Areas, list[int]] = defaultdict(list)
        for line in self.lines:
            keys[self._areas(line.row)].append(line.line)
        return keys

    @cached_property
    def _by_person(self) -> Mapping[str, Sequence[tuple[int, Row]]]:
        rows: dict[str, list[tuple[int, Row]]] = defaultdict(list)
        for line in self.lines:
            for person in set(people_of(self.kind, line.row)):
                rows[person].append((line.line, line.row))
        return rows


KEPT = 6
"""How many states of databases a process keeps in memory."""


@dataclass(frozen=True)
class State:
    """
    One state of a database: its rows, the association that they make, their faults.

    `association` is None if there are faults: checks may be stricter now than when it was written.
    """

    rows: Rows
    association: Association | None
    errors: tuple[FileError, ...]

    @cached_property
    def places(self) -> Places | None:
        """Return where the rows lie (None: the rows have faults)."""
        return None if self.association is None else Places(self.association)

    @cached_property
    def indexes(self) -> Mapping[str, Index]:
        """Return the index of each kind, by name; each is sorted on its first use."""
        return {
            kind.name: Index(kind, self.rows[kind.model], self.places) for kind in KINDS.values()
        }


_states = Memory[State](KEPT)


class Stored:
    """A database as the place of an association's rows; a table exists even if it is empty."""

    def __init__(self, session: Session, rows: Rows) -> None:
        self.session = session
        self.rows = rows

    def lines_of(self, kind: Kind) -> KindLines:
        """Return the rows of a kind."""
        return KindLines(self.rows[kind.model], complete=True)

    def attached(self, name: str) -> bytes | None:
        """Return the content of an attached file (None: there is no such file)."""
        chosen = select(AttachmentRow.content).where(AttachmentRow.name == name)
        return self.session.execute(chosen).scalar_one_or_none()


def read(session: Session) -> Association:
    """
    Return the association of a database, without history; it is shared, so never change it.

    An empty database is an empty association. BadFilesError: rows contradict each other: written
    before a rule of ours became stricter, or by hand.
    """
    current = state(session)
    if current.association is None:
        raise BadFilesError(current.errors)
    return current.association


def data_number(session: Session) -> int:
    """Return the number of the association's data: it rises with each write."""
    return number(session, DATA)


def state(session: Session) -> State:
    """Return the state that a session sees; sessions that see the same state share one reading."""
    return _states.get(_key(session), lambda: _read(session))


def remember(session: Session, state: State) -> None:
    """Keep a state in memory for this session and for others that see the same data."""
    _states.keep(_key(session), state)


def forget() -> None:
    """Drop the states kept in memory, so that the next reader reads the database again."""
    _states.clear()


def state_of(session: Session, rows: Rows) -> State:
    """Make a state of rows; its faults are kept in it and not raised."""
    faults = Faults()
    tables = Tables(Stored(session, rows), faults)
    placed = MappingProxyType({model: tuple(tables.placed(model)) for model in rows})
    try:
        return State(placed, association_of(tables), ())
    except BadFilesError as error:
        return State(placed, None, error.errors)


def _read(session: Session) -> State:
    return state_of(session, {kind.model: stored_rows(session, kind) for kind in KINDS.values()})


def stored_rows(session: Session, kind: Kind) -> tuple[Unchecked[Any], ...]:
    """Read the rows of a kind in the order of keys; a row's key is its line."""
    table, model = table_of(kind.model), kind.model
    result = session.execute(
        select(table.c.key, *(table.c[field] for field in kind.columns)).order_by(table.c.key)
    )
    names = tuple(kind.columns)
    return tuple(
        Unchecked(kind, key, model.model_construct(None, **dict(zip(names, values, strict=True))))
        for key, *values in result
    )


def _key(session: Session) -> Key:
    """
    Return a key that differs between databases, and between states of one database.

    The instant of the last write is part of it: a restored backup takes the number back, and two
    databases may follow one another at one address.
    """
    return (str(session.get_bind().engine.url), *stamp(session, DATA))
