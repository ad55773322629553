"""Hold a stored row with its key and revision, and the changes that can be asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.rows.columns import Kind, Row
from api.data.stored.refusals import RefusedRowsError, RowFault
from api.data.tables.rows import table_of
from api.database.errors import NotThereError
from api.french.expected import expected, quoted

ADDED = {"personnes": "minor_until"}
"""What a read says of a row beside its values, by kind: it goes in again, and changes nothing."""


@dataclass(frozen=True)
class Revision:
    """Which stored row, and which revision of it (`number`)."""

    kind: Kind
    key: int
    number: int


@dataclass(frozen=True, kw_only=True)
class Entry(Revision):
    """A stored row and its values."""

    row: Row

    @property
    def values(self) -> dict[str, Any]:
        """Return the row's values as JSON."""
        return self.row.model_dump(mode="json")


@dataclass(frozen=True)
class Add:
    """A row to add, given as JSON."""

    kind: Kind
    values: Mapping[str, Any] | BaseModel


@dataclass(frozen=True)
class Change(Revision):
    """New values of a row, as JSON, for the revision that the caller had read."""

    values: Mapping[str, Any] | BaseModel


@dataclass(frozen=True)
class Remove(Revision):
    """A row to delete, at the revision that the caller had read."""


def get(session: Session, kind: Kind, key: int) -> Entry:
    """Return a row by its key (NotThereError: there is none)."""
    table = table_of(kind.model)
    stored = session.execute(select(table).where(table.c.key == key)).mappings().one_or_none()
    if stored is None:
        raise NotThereError(f"{kind.name} : aucune ligne {key}")
    return entry(kind, dict(stored))


def entry(kind: Kind, values: dict[str, Any]) -> Entry:
    """Make an entry from the columns of a database row."""
    key, number = values.pop("key"), values.pop("number")
    return Entry(kind=kind, key=key, number=number, row=kind.model.model_construct(None, **values))


def row_of(kind: Kind, values: Mapping[str, Any] | BaseModel) -> Row:
    """
    Return the row that JSON describes; its values have their types, but may be out of bounds.

    What a read added isn't looked at. RefusedRowsError: a value isn't of its field's type, is
    missing, or isn't of any field.
    """
    sent = values.model_dump(mode="json") if isinstance(values, BaseModel) else dict(values)
    sent.pop(ADDED.get(kind.name, ""), None)
    try:
        row = kind.model.model_validate(sent)
    except ValidationError as error:
        raise RefusedRowsError(
            RowFault(
                kind=kind.name,
                field=".".join(map(str, fault["loc"])),
                received=quoted(fault),
                expected=expected(fault),
            )
            for fault in error.errors()
        ) from None
    settled = {name: column.settled(row.__dict__[name]) for name, column in kind.columns.items()}
    return kind.model.model_construct(None, **settled)
