"""A row of an association as it is stored, and what may be done to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from sqlalchemy import select

from api.data.rows.people import Row
from api.data.stored.kinds import Kind
from api.data.stored.records import row_of
from api.database.errors import NotThereError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A row as it is stored: its key, its revision (`number`), its values."""

    kind: Kind
    key: int
    number: int
    row: Row

    @property
    def values(self) -> dict[str, Any]:
        """Its values as JSON."""
        return self.kind.to_json(self.row)


@dataclass(frozen=True)
class Add:
    """A row to be added, given as JSON."""

    kind: Kind
    values: Mapping[str, Any] | BaseModel


@dataclass(frozen=True)
class Change:
    """A row to be replaced, given as JSON; `number` is the revision that it was read at."""

    kind: Kind
    key: int
    number: int
    values: Mapping[str, Any] | BaseModel


@dataclass(frozen=True)
class Remove:
    """A row to be taken away; `number` is the revision that it was read at."""

    kind: Kind
    key: int
    number: int


def get(session: Session, kind: Kind, key: int) -> Entry:
    """
    Return a row by its key.

    Raises
    ------
    NotThereError
        There is none.
    """
    query = select(*kind.record.__table__.columns).where(kind.record.key == key)
    found = session.execute(query).mappings().one_or_none()
    if found is None:
        raise NotThereError(f"{kind.name} : aucune ligne {key}")
    return entry(kind, dict(found))


def entry(kind: Kind, values: dict[str, Any]) -> Entry:
    """Make an entry of a record's columns."""
    key, number = values.pop("key"), values.pop("number")
    return Entry(kind=kind, key=key, number=number, row=row_of(kind.model, values))
