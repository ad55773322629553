"""Read values of rules as people write them: `12 h`, `10 h 30`, `22:00`, `1/3`, `12 semaines`."""

from __future__ import annotations

import re
from collections.abc import Callable

from api.data.rows import readers as f
from scheduler.rule import MONTHS, NAMES, REFERENCES, many

SPACES = re.compile(r"[\s\u00a0\u202f]+")
HOURS = re.compile(
    r"(\d{1,5})(?:[.,](\d{1,2}))?\s?h(?:eures?)?(?:\s?(\d{1,2})(?:\s?min)?)?", re.IGNORECASE
)
MINUTES = re.compile(r"(\d{1,6})\s?min(?:utes?)?", re.IGNORECASE)
DIVISOR = re.compile(r"1\s?/\s?(\d{1,4})")
PERCENT = re.compile(r"(\d{1,4})(?:[.,](\d))?\s?%")
COUNT = re.compile(r"(\d{1,9})(?:\s?(\D.*))?")
THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")


def quantity(text: str, unit: str) -> int:
    """
    Return a value in a rule's unit, from our own text (`scheduler.rule.shown`) or people's.

    PydanticCustomError: it isn't in that unit: the message says how one looks.
    """
    flat = THOUSANDS.sub("", SPACES.sub(" ", f.needed(text).strip()))
    return READERS.get(unit, _counted(unit))(flat)


def expected(unit: str) -> str:
    """Say in French how a value in a unit is written."""
    name = many(NAMES.get(unit, unit))
    return LOOKS.get(unit, f"un nombre entier de {name}, comme 2 {name}")


def _minutes(text: str) -> int:
    """Read a duration as minutes; refuse a bare number, which may be hours or minutes."""
    if match := MINUTES.fullmatch(text):
        return int(match[1])
    match = HOURS.fullmatch(text)
    if match is None or (match[2] and match[3]) or int(match[3] or 0) >= 60:  # noqa: PLR2004
        raise f.wrong(expected("minutes"))
    part = round(60 * int(match[2]) / 10 ** len(match[2])) if match[2] else int(match[3] or 0)
    return int(match[1]) * 60 + part


def _clock(text: str) -> int:
    try:
        read = f.clock(text.replace(" ", ""))
    except ValueError:
        raise f.wrong(expected("clock")) from None
    return read.hour * 60 + read.minute


def _divisor(text: str) -> int:
    match = DIVISOR.fullmatch(text)
    if match is None or int(match[1]) < 1:
        raise f.wrong(expected("divisor"))
    return int(match[1])


def _permille(text: str) -> int:
    match = PERCENT.fullmatch(text)
    if match is None:
        raise f.wrong(expected("permille"))
    return int(match[1]) * 10 + int(match[2] or 0)


def _month(text: str) -> int:
    if text.lower() not in MONTHS:
        raise f.wrong(expected("month"))
    return MONTHS.index(text.lower()) + 1


def _reference(text: str) -> int:
    if text.lower() not in REFERENCES:
        raise f.wrong(expected("reference"))
    return REFERENCES.index(text.lower())


def _counted(unit: str) -> Callable[[str], int]:
    name = NAMES.get(unit, unit)

    def read(text: str) -> int:
        match = COUNT.fullmatch(text)
        if match is None or (match[2] or name).strip().lower() not in {name, many(name)}:
            raise f.wrong(expected(unit))
        return int(match[1])

    return read


READERS: dict[str, Callable[[str], int]] = {
    "minutes": _minutes,
    "clock": _clock,
    "divisor": _divisor,
    "permille": _permille,
    "month": _month,
    "reference": _reference,
}
LOOKS = {
    "minutes": "une durée comme 12 h, 10 h 30 ou 45 min",
    "clock": "une heure de la journée comme 22:00",
    "divisor": "une part comme 1/3",
    "permille": "un taux comme 25 % ou 12,5 %",
    "month": "un mois comme mai",
    "reference": "« douze mois consécutifs » ou « année civile »",
}
