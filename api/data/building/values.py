"""Make values of the domain from rows; both have the same names of fields."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from api.data.rows.columns import Row

T = TypeVar("T")


def from_row(kind: type[T], row: Row, /, **others: Any) -> T:
    """
    Make a value from the fields that it shares with a row, and from `others`.

    InvalidProblemError: the values contradict each other.
    """
    values = row.__dict__
    shared: tuple[str, ...] = _shared(kind, type(row))  # type: ignore[arg-type]  # a class
    return kind(**{name: values[name] for name in shared} | others)


@cache
def _shared(kind: Any, row: type[Row]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name in row.model_fields)
