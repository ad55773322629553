"""Make the table of each kind of rows from its declaration."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from enum import Enum
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    Double,
    ForeignKey,
    Integer,
    String,
    Table,
    Time,
    UniqueConstraint,
)
from sqlalchemy import Column as SqlColumn
from sqlalchemy.types import TypeEngine

from api.data.rows.columns import Column, Kind, Row
from api.data.rows.forms import Nature
from api.data.rows.kinds import KINDS
from api.data.tables.columns import Delay, Moment, OneOf, Reference, SomeOf, Weekdays
from api.database.base import Base, Idents

BY_NATURE: dict[Nature, TypeEngine[Any]] = {
    Nature.IDENTS: Idents(),
    Nature.WEEKDAYS: Weekdays(),
    Nature.MOMENT: Moment(),
}
BY_TYPE: dict[Any, TypeEngine[Any]] = {
    date: Date(),
    time: Time(),
    bool: Boolean(),
    float: Double(),
    int: Integer(),
    tuple: Delay(),
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
    outlives = column.declared.outlives
    if named.once != ("id",) or outlives:
        return SqlColumn(column.field, Reference(), nullable=empty, index=outlives or None)
    # Checked when the transaction ends: rows may come in any order within it.
    key = ForeignKey(f"{named.table}.id", deferrable=True, initially="DEFERRED")
    return SqlColumn(column.field, Reference(), key, index=True, nullable=empty)


def _type(column: Column) -> TypeEngine[Any]:
    kind: Any = column.type
    sql_type: TypeEngine[Any]
    if column.nature in BY_NATURE:
        sql_type = BY_NATURE[column.nature]
    elif column.nature is Nature.CHOICES:
        sql_type = SomeOf(column.parts[0])
    elif column.nature is Nature.HOURS and column.form.high is None:
        sql_type = BigInteger()
    elif issubclass(kind, str) and not issubclass(kind, Enum):
        sql_type = String(column.form.longest)
    else:
        sql_type = OneOf(kind) if issubclass(kind, Enum) else BY_TYPE[kind]
    return sql_type


TABLES: Mapping[type[Row], Table] = MappingProxyType(
    {kind.model: _table(kind) for kind in KINDS.values()}
)


def table_of(model: type[Row]) -> Table:
    """Return the table of a kind's rows."""
    return TABLES[model]
