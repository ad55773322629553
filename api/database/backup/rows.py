"""Write tables as lines of JSON, the same on both databases, and read them back."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Connection, Date, LargeBinary, MetaData, Table, Time, select
from sqlalchemy.types import TypeDecorator

from api.database.base import Instant, every_table

AT_ONCE = 1000
"""Rows read or written together."""


@dataclass(frozen=True)
class TableSum:
    """What a backup says of a table: its columns, how many rows, and the digest of its lines."""

    columns: tuple[str, ...]
    rows: int
    sha256: str

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self) | {"columns": list(self.columns)}


@cache
def plain_tables() -> tuple[Table, ...]:
    """Return our tables with plain SQL types, each after those that it refers to."""
    return tuple(
        Table(
            table.name,
            MetaData(),
            *(Column(c.name, _plain(c.type), primary_key=c.primary_key) for c in table.columns),
        )
        for table in every_table().sorted_tables
    )


def _plain(kind: Any) -> Any:
    """Return the type of a column's values as they are stored; instants keep their own type."""
    if isinstance(kind, TypeDecorator) and not isinstance(kind, Instant):
        return kind.impl_instance
    return kind


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield a table's rows as lines, in the order of its keys."""
    query = select(*table.columns).order_by(*table.primary_key.columns)
    rows = connection.execution_options(yield_per=AT_ONCE).execute(query)
    for row in rows:
        text = json.dumps([_as_json(cell) for cell in row], ensure_ascii=False, allow_nan=False)
        yield text.encode() + b"\n"


def summed(table: Table, lines: Iterable[bytes]) -> TableSum:
    """Return the columns, the number and the digest of a table's lines."""
    digest, count = sha256(), 0
    for line in lines:
        digest.update(line)
        count += 1
    return TableSum(tuple(table.columns.keys()), count, digest.hexdigest())


def row_of(line: bytes, readers: list[tuple[str, Callable[[Any], Any]]]) -> dict[str, Any]:
    """Read a line as a row (see `readers_of`)."""
    return {
        name: None if cell is None else read(cell)
        for (name, read), cell in zip(readers, json.loads(line), strict=True)
    }


def readers_of(table: Table) -> list[tuple[str, Callable[[Any], Any]]]:
    """Return how the cells of a table's lines are read, by column."""
    return [(column.name, _reader(column.type)) for column in table.columns]


def _as_json(cell: Any) -> Any:
    if isinstance(cell, (date, time)):  # a datetime is a date
        return cell.isoformat()
    if isinstance(cell, (bytes, memoryview)):
        return base64.b64encode(cell).decode()
    return cell


def _reader(kind: Any) -> Callable[[Any], Any]:
    if isinstance(kind, Instant):
        return datetime.fromisoformat
    if isinstance(kind, Date):
        return date.fromisoformat
    if isinstance(kind, Time):
        return time.fromisoformat
    if isinstance(kind, LargeBinary):
        return base64.b64decode
    return _same


def _same(cell: Any) -> Any:
    return cell
