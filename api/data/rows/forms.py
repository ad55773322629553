"""Say how each type of column is written in a cell, read from one, and bounded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import Any

from pydantic_core import PydanticCustomError

from api.data.rows import readers as f
from api.data.rows import writers as c


class Nature(StrEnum):
    """The kinds of content of a cell."""

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


UNREADABLE = MappingProxyType({Nature.IDENT: "deux mots", Nature.IDENTS: "deux mots"})
"""By nature, a text that no column takes; `?` for the others, those of free text aside."""


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Form:
    """
    How values are read from a cell and written in one.

    `read` refuses in French a text that it can't read, an empty one included. `check` returns
    a value that doesn't come from a cell, or refuses it. `choices`: the only texts that a
    cell, or each part of one, may have. `longest`: characters of a text. `high`: the greatest
    value (None: no bound). `bounds`: what `expected` doesn't say of them, in French.
    """

    nature: Nature
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    check: Callable[[Any], Any] = _same
    choices: tuple[str, ...] = ()
    longest: int = f.LONGEST
    high: int | None = None
    bounds: str = ""


def between(low: int, high: int) -> Form:
    """Return the form of whole numbers from `low` to `high`."""
    read = f.between(low, high)
    return Form(Nature.NUMBER, read, check=lambda value: read(str(value)), high=high)


def hours(most: int, said: str = "", *, none: bool = False) -> Form:
    """Return the form of minutes written as hours, at most `most`; `none`: zero is allowed."""
    bounds = f"{'de 0 à' if none else 'plus de 0 et au plus'} {most} heures {said}".strip()

    def check(minutes: int) -> int:
        if not (0 if none else 1) <= minutes <= most * c.HOUR:
            raise f.wrong(bounds)
        return minutes

    return Form(
        Nature.HOURS,
        lambda text: check(f.hours(text)),
        c.hours,
        check,
        high=most * c.HOUR,
        bounds=bounds,
    )


def degrees(limit: int) -> Form:
    """Return the form of a latitude or longitude."""
    bounds = f"des degrés de -{limit} à {limit}"

    def check(value: float) -> float:
        if abs(value) > limit:
            raise f.wrong(bounds)
        return value

    return Form(Nature.NUMBER, lambda text: check(f.number(text)), c.decimal, check, bounds=bounds)


def one_of(kinds: type[Enum], *some: Enum) -> Form:
    """Return the form of one of the values of an enumeration, or of some of them."""
    names = {str(kind.value): kind for kind in some or kinds if kind.value}
    read = f.named(names)

    def check(kind: Enum) -> Enum:
        return kind if not some or kind in some else read(str(kind.value))

    return Form(Nature.CHOICE, read, lambda kind: str(kind.value), check, choices=tuple(names))


def some_of(kinds: type[Enum]) -> Form:
    """Return the form of several values of an enumeration, separated by commas."""
    single = one_of(kinds)
    return Form(
        Nature.CHOICES,
        lambda text: frozenset(single.read(part.strip()) for part in f.needed(text).split(",")),
        lambda some: ",".join(sorted(kind.value for kind in some)),
        lambda some: some or f.needed(""),
        single.choices,
    )


def by_name(table: Mapping[str, Any]) -> Form:
    """Return the form of a value that cells and JSON write as a French name."""
    names = {value: name for name, value in table.items()}
    return Form(Nature.CHOICE, f.named(table), names.__getitem__, choices=tuple(table))


def _long_text(text: str) -> str:
    return f.plain(f.short(f.needed(text), 2 * f.LONGEST))


def _text(text: str) -> str:
    return f.one_line(f.short(f.needed(text)))


def _in_years(moment: tuple[date, time | None]) -> tuple[date, time | None]:
    f.within_years(moment[0])
    return moment


def _past(day: date) -> date:
    if f.within_years(day) > date.today():  # noqa: DTZ011 - a civil day
        raise f.wrong("une date de naissance passée")
    return day


TEXT = Form(Nature.TEXT, _text, check=_text)
LONG_TEXT = Form(Nature.TEXT, _long_text, check=_long_text, longest=2 * f.LONGEST)
IDENT = Form(Nature.IDENT, f.ident, check=f.ident)
IDENTS = Form(Nature.IDENTS, f.idents, ",".join, f.distinct)
ZONE = Form(Nature.IDENT, f.zone, check=f.zone)
DEPARTEMENT = Form(Nature.IDENT, f.departement, check=f.departement)
DAY = Form(Nature.DAY, f.day, c.day, f.within_years)
BIRTH = Form(Nature.DAY, lambda text: _past(f.day(text)), c.day, _past)
"""The form of a day of birth, which can't be in the future."""

CLOCK = Form(Nature.CLOCK, f.clock, "{:%H:%M}".format)
MOMENT = Form(Nature.MOMENT, f.moment, lambda value: c.moment(*value), _in_years)
FLAG = Form(Nature.CHOICE, f.yes, lambda value: "oui" if value else "non", choices=("oui", "non"))
WANTED = Form(Nature.CHOICE, f.wish, c.wish, choices=("travailler", "repos"))
WEEKDAYS = Form(Nature.WEEKDAYS, f.weekdays, c.weekdays, lambda days: days or f.needed(""))
HOURS = Form(Nature.HOURS, f.hours, c.hours, f.within_hours)
COUNT = Form(Nature.NUMBER, f.between(1, 520), c.count, between(1, 520).check, high=520)


def refusal(read: Callable[[str], object], text: str) -> str:
    """Return what a reader expected instead of a text (empty: it accepts the text)."""
    try:
        read(text)
    except PydanticCustomError as error:
        return error.message()
    return ""
