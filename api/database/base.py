"""Define what all tables share: their base, the names of constraints, types of columns."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import DateTime, Dialect, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine

from api import modules
from scheduler.errors import NaiveTimeError

ID = String(32)
"""An id that we give: thirty-two hexadecimal digits, random."""

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints have names, the same on both databases, so that migrations can drop them."""


class Base(DeclarativeBase):
    """The base of all tables. They have no relationships: queries say what they read."""

    metadata = MetaData(naming_convention=NAMES)


def every_table() -> MetaData:
    """Import each module of a folder named `tables` below `api`, and return what they declare."""
    list(modules("*.tables.*"))
    return Base.metadata


def new_id() -> str:
    """Return a random id, which says nothing of how many others there are."""
    return uuid4().hex


class Instant(TypeDecorator[datetime]):
    """
    An aware instant, kept in UTC to the microsecond.

    NaiveTimeError: the datetime has no zone.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Write an instant in UTC (SQLite keeps no zone)."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveTimeError(f"instant sans fuseau : {value.isoformat()}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read an instant as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def canonical(value: Any) -> str:
    """Write a value as JSON with sorted keys and no blanks: equal values, equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Converted(TypeDecorator[Any]):
    """A value kept as another type, `null` as null: how it is written, and read back."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = Text
    cache_ok = True

    def __init__(
        self,
        kept: TypeEngine[Any],
        write: Callable[[Any], Any],
        read: Callable[[Any], Any],
        null: Any = None,
    ) -> None:
        super().__init__()
        self.impl = self.kept = kept
        self.write, self.read, self.null = write, read, null

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Write a value."""
        return None if value is None or value == self.null else self.write(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Read a value."""
        return self.null if value is None else self.read(value)


JSON = Converted(Text(), canonical, json.loads)
"""A value as canonical JSON text (sorted keys): the same on both databases, and hashable."""

IDENTS = Converted(
    Text(),
    lambda ids: f",{','.join(ids)}," if ids else "",
    lambda text: tuple(text.strip(",").split(",")) if text else (),
)
"""
Ids as text between commas, `,10,11,`: `LIKE '%,10,%'` finds one, and none has a comma.

No ids is the empty text.
"""
