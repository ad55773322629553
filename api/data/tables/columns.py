"""Define how values of rows are stored: moments, lists, choices, delays."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator

from api.data.rows import writers as cells
from api.data.rows.readers import LONGEST, delay
from api.data.rows.types import DELAY_LONGEST

Kind = TypeVar("Kind", bound=StrEnum)

KIND_LENGTH = 40


class Reference(TypeDecorator[str]):
    """The id of another row (empty: none); the database stores null for an empty one."""

    impl = String(LONGEST)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write an id."""
        return value or None

    def process_result_value(self, value: str | None, dialect: Dialect) -> str:  # noqa: ARG002
        """Read an id."""
        return value or ""


class OneOf(TypeDecorator[Any]):
    """A value of an enumeration, stored as its text."""

    impl = String(KIND_LENGTH)
    cache_ok = True

    def __init__(self, kinds: type[Kind]) -> None:
        super().__init__()
        self.kinds = kinds

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write a value."""
        return None if value is None else str(self.kinds(value).value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Read a value."""
        return None if value is None else self.kinds(value)


class SomeOf(TypeDecorator[Any]):
    """Several values of an enumeration, stored as their texts with commas between."""

    impl = String(2 * LONGEST)
    cache_ok = True

    def __init__(self, kinds: type[Kind]) -> None:
        super().__init__()
        self.kinds = kinds

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write values, in alphabetical order."""
        return None if value is None else ",".join(sorted(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Read values."""
        return None if value is None else frozenset(map(self.kinds, value.split(",")))


class Weekdays(TypeDecorator[frozenset[int]]):
    """Days of the week (lundi is 0), stored as digits: `01234`."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(
        self,
        value: frozenset[int] | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> str | None:
        """Write days."""
        return None if value is None else "".join(map(str, sorted(value)))

    def process_result_value(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> frozenset[int] | None:
        """Read days."""
        return None if value is None else frozenset(map(int, value))


class Moment(TypeDecorator[tuple[date, time | None]]):
    """A civil day, with or without a time, stored as ISO text, which sorts by time."""

    impl = String(16)
    cache_ok = True

    def process_bind_param(
        self,
        value: tuple[date, time | None] | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> str | None:
        """Write a moment."""
        if value is None:
            return None
        day, clock = value
        return day.isoformat() if clock is None else f"{day.isoformat()} {clock:%H:%M}"

    def process_result_value(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> tuple[date, time | None] | None:
        """Read a moment."""
        if value is None:
            return None
        day, _, clock = value.partition(" ")
        return date.fromisoformat(day), time.fromisoformat(clock) if clock else None


class Delay(TypeDecorator[tuple[int, bool]]):
    """A delay in days and whether they are working days, stored as people write it."""

    impl = String(DELAY_LONGEST)
    cache_ok = True

    def process_bind_param(
        self,
        value: tuple[int, bool] | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> str | None:
        """Write a delay."""
        return None if value is None else cells.delay(value)

    def process_result_value(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> tuple[int, bool] | None:
        """Read a delay."""
        return None if value is None else delay(value)
