"""Make the table of each kind of rows from its declaration, and the tables beside them."""

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Time,
    UniqueConstraint,
)
from sqlalchemy import Column as SqlColumn
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeEngine

from api.data.rows import writers as cells
from api.data.rows.columns import Column, Kind, Row
from api.data.rows.forms import Nature
from api.data.rows.kinds import KINDS
from api.data.rows.readers import LONGEST, delay
from api.data.rows.types import DELAY_LONGEST
from api.database.base import ID, IDENTS, JSON, Base, Converted, Instant

KIND_LENGTH = 40

REFERENCE = Converted(String(LONGEST), str, str, null="")
"""The id of another row (empty: none); the database stores null for an empty one."""

WEEKDAYS = Converted(
    String(7),
    lambda days: "".join(map(str, sorted(days))),
    lambda text: frozenset(map(int, text)),
)
"""Days of the week (lundi is 0), stored as digits: `01234`."""

DELAY = Converted(String(DELAY_LONGEST), cells.delay, delay)
"""A delay in days and whether they are working days, stored as people write it."""


def _one_of(kinds: type[StrEnum]) -> TypeEngine[Any]:
    """Return the type of a value of an enumeration, stored as its text."""
    return Converted(String(KIND_LENGTH), lambda value: str(kinds(value).value), kinds)


def _some_of(kinds: type[StrEnum]) -> TypeEngine[Any]:
    """Return the type of several values, stored in alphabetical order with commas between."""
    return Converted(
        String(2 * LONGEST),
        lambda values: ",".join(sorted(values)),
        lambda text: frozenset(map(kinds, text.split(","))),
    )


def _iso(moment: tuple[date, time | None]) -> str:
    day, clock = moment
    return day.isoformat() if clock is None else f"{day.isoformat()} {clock:%H:%M}"


def _moment(text: str) -> tuple[date, time | None]:
    day, _, clock = text.partition(" ")
    return date.fromisoformat(day), time.fromisoformat(clock) if clock else None


MOMENT = Converted(String(16), _iso, _moment)
"""A civil day, with or without a time, stored as ISO text, which sorts by time."""

BY_NATURE: dict[Nature, TypeEngine[Any]] = {
    Nature.IDENTS: IDENTS,
    Nature.WEEKDAYS: WEEKDAYS,
    Nature.MOMENT: MOMENT,
}
BY_TYPE: dict[Any, TypeEngine[Any]] = {
    date: Date(),
    time: Time(),
    bool: Boolean(),
    float: Double(),
    int: Integer(),
    tuple: DELAY,
}


def _table(kind: Kind) -> Table:
    """
    Make the table of a kind.

    `key` is never used again once its row is gone: neither does SQLite give it twice, which keeps
    their order. `number` counts a row's revisions from 1.
    """
    columns = [_column(kind, column) for column in kind.columns.values()]
    alone = any(column.unique for column in columns)
    return Table(
        kind.table,
        Base.metadata,
        SqlColumn("key", Integer, primary_key=True, autoincrement=True),
        SqlColumn("number", Integer, default=1, nullable=False),
        *columns,
        *([UniqueConstraint(*kind.once)] if _kept_once(kind) and not alone else []),
        sqlite_autoincrement=True,
    )


def _kept_once(kind: Kind) -> bool:
    """Return whether the database refuses duplicates: it can't where a field may be empty."""
    return bool(kind.once) and all(kind.columns[field].needed for field in kind.once)


def _column(kind: Kind, column: Column) -> SqlColumn[Any]:
    named = KINDS[column.names] if column.names and column.nature is Nature.IDENT else None
    empty = column.nullable or (named is not None and not column.needed)
    if named is None:
        alone = kind.once == (column.field,) or None
        shared = (column.field == "id" and not alone) or None
        return SqlColumn(column.field, _type(column), nullable=empty, unique=alone, index=shared)
    outlives = column.outlives
    if named.once != ("id",) or outlives:
        return SqlColumn(column.field, REFERENCE, nullable=empty, index=outlives or None)
    # Checked when the transaction ends: rows may come in any order within it.
    key = ForeignKey(f"{named.table}.id", deferrable=True, initially="DEFERRED")
    return SqlColumn(column.field, REFERENCE, key, index=True, nullable=empty)


def _type(column: Column) -> TypeEngine[Any]:
    kind: Any = column.type
    sql_type: TypeEngine[Any]
    if column.nature in BY_NATURE:
        sql_type = BY_NATURE[column.nature]
    elif column.nature is Nature.CHOICES:
        sql_type = _some_of(column.parts[0])
    elif column.nature is Nature.HOURS and column.form.high is None:
        sql_type = BigInteger()
    elif issubclass(kind, str) and not issubclass(kind, Enum):
        sql_type = String(column.form.longest)
    else:
        sql_type = _one_of(kind) if issubclass(kind, Enum) else BY_TYPE[kind]
    return sql_type


TABLES: Mapping[type[Row], Table] = MappingProxyType(
    {kind.model: _table(kind) for kind in KINDS.values()}
)


def table_of(model: type[Row]) -> Table:
    """Return the table of a kind's rows."""
    return TABLES[model]


class RowChangeRow(Base):
    """
    A change of a row: its values `before` and `after`, as JSON (null: it wasn't there, or isn't).

    `kind` and `key` say which row, `by` is an account's id (empty: nobody's). `number`: that of the
    data once the change was made. `people`: the ids of
    the people whom the values name, so that what is kept of them is found.
    """

    __tablename__ = "row_change"
    __table_args__ = (Index("ix_row_change_kind_key", "kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    by: Mapped[str] = mapped_column(ID, default="")
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[int]
    before: Mapped[Any] = mapped_column(JSON, nullable=True, default=None)
    after: Mapped[Any] = mapped_column(JSON, nullable=True, default=None)
    people: Mapped[tuple[str, ...]] = mapped_column(IDENTS, default=())
    number: Mapped[int] = mapped_column(default=0, index=True)


class AttachmentRow(Base):
    """A file that a cohort names: the training centre's calendar. `digest` is its SHA-256."""

    __tablename__ = "attachment"

    name: Mapped[str] = mapped_column(String(2 * LONGEST), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
