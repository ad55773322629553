"""Values as cells: what the readers of `api.data.rows.fields` read back as the same values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import BaseModel

HOUR = 60
LONGEST_CLOCKED = 10_000
"""Hours from which `26h15` can't be read any more: they are written as decimals."""

SHORT_DAYS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")


@dataclass(frozen=True)
class As:
    """
    How a column's values are written, where their type alone doesn't say it.

    `names`: the only texts that it may hold. `text`: outside of files too it is that text.
    """

    write: Callable[[Any], str]
    names: tuple[str, ...] = ()
    text: bool = False


def cells_of(row: BaseModel) -> dict[str, str]:
    """Return a row's cells by column; None is empty."""
    return cells_from(type(row), row.__dict__)


def cells_from(model: type[BaseModel], values: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells of a model's values, which nothing has checked yet."""
    return {
        column: "" if values[name] is None else write(values[name])
        for column, name, write in columns_of(model)
    }


@cache
def columns_of(model: type[BaseModel]) -> tuple[tuple[str, str, Callable[[Any], str]], ...]:
    """Return a model's columns: header, field, and how its values are written."""
    return tuple(
        (field.alias or name, name, told.write if (told := as_of(field.metadata)) else _plain)
        for name, field in model.model_fields.items()
    )


def as_of(metadata: Iterable[Any]) -> As | None:
    """Return what a column says of how it is written (None: as its type is)."""
    return next((one for one in metadata if isinstance(one, As)), None)


def _plain(value: Any) -> str:
    match value:
        case Enum():
            text = str(value.value)
        case bool():
            text = "oui" if value else "non"
        case str() | int():
            text = str(value)
        case float():
            text = decimal(value)
        case date():
            text = day(value)
        case time():
            text = f"{value:%H:%M}"
        case date() as first, (time() | None) as clock:
            text = moment(first, clock)
        case frozenset():
            text = ",".join(SHORT_DAYS[n] if isinstance(n, int) else n for n in sorted(value))
        case tuple():
            text = ",".join(value)
        case _:
            raise TypeError(f"no cell holds {value!r}")
    return text


def day(value: date) -> str:
    """Write `31/12/2026`."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


def moment(first: date, clock: time | None) -> str:
    """Write a day, with its time if it has one."""
    return day(first) if clock is None else f"{day(first)} {clock:%H:%M}"


def decimal(value: float) -> str:
    """Write a number with a decimal comma, to six places and no useless nought."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace(".", ",")


def hours(minutes: int) -> str:
    """Write minutes as hours: `35`, `38h30`."""
    whole, rest = divmod(minutes, HOUR)
    if not rest:
        return str(whole)
    return f"{whole}h{rest:02d}" if whole < LONGEST_CLOCKED else decimal(minutes / HOUR)


def count(value: int) -> str:
    """Write a number whose nought is an empty cell."""
    return str(value) if value else ""


def wish(wants: bool) -> str:
    """Write what is wished."""
    return "travailler" if wants else "repos"


def month(first: date) -> str:
    """Write a month: `2026-10`."""
    return f"{first.year:04d}-{first.month:02d}"


def delay(value: tuple[int, bool]) -> str:
    """Write a delay: `7 jours`, `7 jours ouvrés`."""
    return f"{value[0]} jours{' ouvrés' if value[1] else ''}"


def named(table: Mapping[str, Any]) -> As:
    """Return how a value with a French name is written."""
    names = {value: name for name, value in table.items()}
    return As(lambda value: names[value], names=tuple(table), text=True)
