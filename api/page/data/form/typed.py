"""
What a form holds: the texts that were typed, a row as such texts, and the row that they make.

Texts are read as the cells of a file are, so that a page refuses what a file refuses, in the same
words. A field has as many texts as it has boxes ticked; a moment has its time in a field of its
own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError

from api.data.rows.forms import FLAG, Nature
from api.french.words import shortened
from api.web.problems import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.data.rows.columns import Column, Kind, Row

Typed = Mapping[str, Sequence[str]]
"""Texts by the name of their field."""

CLOCK = ".heure"
"""What follows the name of a moment, for the field of its time."""

DIGITS = len("999999999")
SHOWN = 60
"""How many characters of a refused text are said again."""


def ticked(column: Column) -> bool:
    """Whether a column is one box to tick: yes or no, and no where nothing is said."""
    return column.form is FLAG and column.declared.default is False


def several(column: Column) -> bool:
    """Whether a column is a list of boxes to tick."""
    listed = column.nature is Nature.IDENTS and bool(column.names)
    return listed or column.nature in (Nature.CHOICES, Nature.WEEKDAYS)


def first(typed: Typed, name: str) -> str:
    """Return the text of a field (empty: none was sent)."""
    texts = typed.get(name) or ("",)
    return texts[0].replace("\r\n", "\n").strip()


def whole(text: str) -> int:
    """Return a whole number that a field of the page's own holds (0: it holds none)."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0


def cell(column: Column, typed: Typed, prefix: str = "") -> str:
    """Return what was typed of a column as a cell of a file would have it."""
    name = prefix + column.field
    if several(column):
        return ",".join(text.strip() for text in typed.get(name, ()) if text.strip())
    if ticked(column):
        return "oui" if first(typed, name) else "non"
    if column.nature is Nature.MOMENT:
        return f"{first(typed, name)} {first(typed, name + CLOCK)}".strip()
    return first(typed, name)


def read(
    columns: Iterable[Column], kind: Kind, typed: Typed, prefix: str = ""
) -> tuple[dict[str, Any], list[Fault]]:
    """Return the values of what was typed, as JSON has them; or all that can't be read."""
    values, faults = {}, []
    for column in columns:
        text = cell(column, typed, prefix)
        try:
            values[column.field] = column.read(text)
        except PydanticCustomError as error:
            received = shortened(text, SHOWN)
            name = prefix + column.field
            faults.append(Fault(field=name, received=received, expected=error.message()))
    if faults:
        return {}, faults
    row = kind.model.model_construct(None, **values)
    return row.model_dump(mode="json", include=set(values)), []


def typed_of(columns: Iterable[Column], row: Row | None, prefix: str = "") -> dict[str, list[str]]:
    """Return what a form would hold of a row (None: of one that begins)."""
    typed: dict[str, list[str]] = {}
    for column in columns:
        value = row.__dict__[column.field] if row else _initial(column)
        typed[prefix + column.field] = list(_texts(column, value))
        if column.nature is Nature.MOMENT and value:
            clock = value[1]
            typed[prefix + column.field + CLOCK] = [f"{clock:%H:%M}" if clock else ""]
    return typed


def untouched(columns: Iterable[Column], typed: Typed, prefix: str) -> bool:
    """Whether nothing was typed in a form that began empty."""
    columns = tuple(columns)
    blank = typed_of(columns, None, prefix)
    return all(cell(c, typed, prefix) == cell(c, blank, prefix) for c in columns)


def _initial(column: Column) -> Any:
    return None if column.needed else column.declared.default


def _texts(column: Column, value: Any) -> Sequence[str]:
    if value is None:
        return ()
    if column.nature is Nature.DAY:
        return (value.isoformat(),)
    if column.nature is Nature.MOMENT:
        return (value[0].isoformat(),)
    if ticked(column):
        return ("oui",) if value else ()
    text = column.write(value)
    if several(column):
        return tuple(text.split(",")) if text else ()
    return (text,)
