"""What each column of a file holds, told from its row's model: the one declaration there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import Enum, StrEnum, auto
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator
from pydantic_core import PydanticCustomError

from api.data.rows.cells import as_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic.fields import FieldInfo

    Reader = Callable[[str], object]

YES_NO = ("oui", "non")
BLANK_WITHIN = "deux mots"
"""A text that no id is."""

WITH_MINUTES = "1h30"
"""A text that columns of hours take, and no other column of numbers."""


class Nature(StrEnum):
    """What a cell holds."""

    DAY = auto()
    MOMENT = auto()
    CLOCK = auto()
    HOURS = auto()
    NUMBER = auto()
    CHOICE = auto()
    CHOICES = auto()
    WEEKDAYS = auto()
    IDENT = auto()
    IDENTS = auto()
    TEXT = auto()


UNREADABLE = {
    **dict.fromkeys(Nature, "?"),
    **dict.fromkeys((Nature.IDENT, Nature.IDENTS), BLANK_WITHIN),
}
"""By nature, a text that no column takes, those of free text aside."""


@dataclass(frozen=True)
class Column:
    """
    One column of a file.

    `choices`: the only values that a cell, or each part of one, may have. `needed`: no cell may
    be empty. `optional`: the column may be missing.
    """

    header: str
    field: str
    nature: Nature
    choices: tuple[str, ...]
    needed: bool
    optional: bool
    expected: str
    """What a cell should hold, in French, as the refusal of another says it."""


@cache
def columns(model: type[BaseModel]) -> dict[str, Column]:
    """Return a model's columns by header, in order."""
    made = (_column(name, field) for name, field in model.model_fields.items())
    return {column.header: column for column in made}


def _column(name: str, field: FieldInfo) -> Column:
    reader = _reader(field)
    # What is written in a form of its own is text, whatever it is made of.
    written = as_of(field.metadata)
    own = written is not None and written.text and not written.names
    nature, choices = (Nature.TEXT, ()) if own else _nature(field, reader)
    return Column(
        header=field.alias or name,
        field=name,
        nature=nature,
        choices=choices,
        needed=bool(_refusal(reader, "")),
        optional=not field.is_required(),
        expected=_refusal(reader, UNREADABLE[nature]),
    )


def _reader(field: FieldInfo) -> Reader:
    """Return what reads a column's cells: rows' models have one for each."""
    return next(one.func for one in field.metadata if isinstance(one, BeforeValidator))  # type: ignore[return-value]  # none of ours asks for more than the text


def _nature(field: FieldInfo, reader: Reader) -> tuple[Nature, tuple[str, ...]]:
    kind, parts = _base(field)
    written = as_of(field.metadata)
    choices: tuple[str, ...] = ()
    if written is not None and written.names:
        choices = written.names
    elif kind is bool:
        choices = YES_NO if written is None else (written.write(True), written.write(False))
    elif isinstance(kind, type) and issubclass(kind, Enum):
        choices = _values(kind)
    elif kind is frozenset and parts[0] is not int:
        return Nature.CHOICES, _values(parts[0])
    return (Nature.CHOICE if choices else _unbound(kind, parts, reader)), choices


def _unbound(kind: Any, parts: tuple[Any, ...], reader: Reader) -> Nature:
    """Return the nature of a column whose values are no list."""
    if kind is frozenset:
        return Nature.WEEKDAYS
    if kind is tuple:
        return Nature.MOMENT if parts[0] is date else Nature.IDENTS
    if kind is int:
        return Nature.NUMBER if _refusal(reader, WITH_MINUTES) else Nature.HOURS
    if kind is str:
        return Nature.IDENT if _refusal(reader, BLANK_WITHIN) else Nature.TEXT
    return {date: Nature.DAY, time: Nature.CLOCK, float: Nature.NUMBER}[kind]


def _base(field: FieldInfo) -> tuple[Any, tuple[Any, ...]]:
    """Return a field's type, empty cells aside, and what it is made of."""
    kind = field.annotation
    if get_origin(kind) in {Union, UnionType}:
        kind = next(part for part in get_args(kind) if part is not NoneType)
    return get_origin(kind) or kind, get_args(kind)


def _values(kind: type[Enum]) -> tuple[str, ...]:
    return tuple(str(one.value) for one in kind if one.value)


def _refusal(reader: Reader, text: str) -> str:
    """Return what a reader expects in place of a text, empty where it takes it."""
    try:
        reader(text)
    except PydanticCustomError as error:
        return error.message()
    return ""
