"""
Rewrite cells typed by people or by French Excel into the spelling of the format.

A text with one meaning is rewritten in silence: `Médiateur`, `35h`, `01-02-2027`. A text with two
possible meanings takes the one that is likely in its column, with a remark: a year of two digits,
`17.30`. Any other text is left as it was typed, and the column's reader refuses it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from api.data.rows.columns import Column
from api.data.rows.forms import BIRTH, FLAG, Nature
from api.french.plain import plain

Note = Callable[[str, str], None]
"""Told what was read, and why that was chosen."""

PIVOT = 60
"""A year of two digits below this one is in the 2000s; the others are in the 1900s."""

QUARTERS = frozenset({"00", "25", "50", "75"})
"""Hundredths of an hour that nobody takes for minutes in a column of numbers."""

DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[ T]00:00(?::00)?)?")
ISO_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]00:00(?::00)?")
MOMENT = re.compile(r"(\S+?)(?:\s+(?:à\s+)?|T)(\d.*)")
POINTED = re.compile(r"(\d{1,2})[.,]([0-5]\d)")
SECONDS = re.compile(r"(\d{1,4}:\d{2}):00")
SPACED = re.compile(r"(\d{1,4})\s*[hH:]\s*(\d{2})?(?:\s*(?:mn|min))?|(\d{1,4})\s+heures?")
HUNDREDTHS = re.compile(r"(\d{1,4})[.,]([0-5]\d)")
THOUSANDS = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?")
BLANKS = re.compile(r"[ \u00a0\u202f]")
ANSWERS = {"o": "oui", "n": "non", "vrai": "oui", "faux": "non", "true": "oui", "false": "non"}


def as_format(column: Column, text: str, note: Note) -> str:
    """Return a cell's text as the format writes it; call `note` with a choice between meanings."""
    read = READERS.get(column.nature)
    return read(column, text, note) if text and read is not None else text


def _day(column: Column, text: str, note: Note) -> str:
    match = DAY.fullmatch(text)
    if match is None:
        midnight = ISO_MIDNIGHT.fullmatch(text)
        return midnight[1] if midnight else text
    day, month, year = int(match[1]), int(match[3]), int(match[4])
    written = f"{day:02d}/{month:02d}/"
    if len(match[4]) > 2:  # noqa: PLR2004 - figures
        return f"{written}{year:04d}"
    full_year = 2000 + year if year < PIVOT else 1900 + year
    born = column.form is BIRTH
    # A civil day, hence no zone.
    if born and (full_year, month, day) > _today():
        full_year -= 100
    rule = "naissance passée" if born else f"de 00 à {PIVOT - 1} : 2000, de {PIVOT} à 99 : 1900"
    note(f"{written}{full_year}", f"année à deux chiffres, {rule}")
    return f"{written}{full_year}"


def _today() -> tuple[int, int, int]:
    today = date.today()  # noqa: DTZ011 - a civil day
    return today.year, today.month, today.day


def _clock(_: Column, text: str, note: Note) -> str:
    if match := POINTED.fullmatch(text):
        note(f"{match[1]}:{match[2]}", "heures et minutes, dans une colonne d’heures du jour")
        return f"{match[1]}:{match[2]}"
    return _plain_clock(text)


def _plain_clock(text: str) -> str:
    if match := SECONDS.fullmatch(text):
        return match[1]
    if (match := SPACED.fullmatch(text)) and match[1] and len(match[1]) <= 2:  # noqa: PLR2004
        return f"{match[1]}:{match[2] or '00'}"
    return text


def _moment(column: Column, text: str, note: Note) -> str:
    match = MOMENT.fullmatch(text)
    if match is None:
        return _day(column, text, note)
    return f"{_day(column, match[1], note)} {_clock(column, match[2], note)}"


def _hours(_: Column, text: str, note: Note) -> str:
    text = SECONDS.sub(r"\1", text) if SECONDS.fullmatch(text) else text
    if match := SPACED.fullmatch(text):
        return f"{match[1]}h{match[2]}" if match[2] else match[1] or match[3]
    if (match := HUNDREDTHS.fullmatch(text)) and match[2] not in QUARTERS:
        note(
            f"{match[1]} h {round(int(match[2]) * 60 / 100):02d}",
            "nombre d’heures décimal, dans une colonne de nombres ; des heures et minutes "
            "s’écrivent 17h30",
        )
    return _number(_, text, note)


def _number(_: Column, text: str, __: Note) -> str:
    return BLANKS.sub("", text) if THOUSANDS.fullmatch(text) else text


def _choice(column: Column, text: str, _: Note) -> str:
    choice = _choices_by_plain(column.choices).get(plain(text))
    if choice is None and column.choices == FLAG.choices:
        return ANSWERS.get(plain(text), text)
    return choice or text


def _choices(column: Column, text: str, _: Note) -> str:
    written_as = _choices_by_plain(column.choices)
    return ",".join(written_as.get(plain(part), part.strip()) for part in text.split(","))


def _weekdays(_: Column, text: str, __: Note) -> str:
    return ",".join(plain(part) for part in text.split(","))


def _choices_by_plain(choices: tuple[str, ...]) -> Mapping[str, str]:
    return {plain(choice): choice for choice in choices}


READERS: Mapping[Nature, Callable[[Column, str, Note], str]] = {
    Nature.DAY: _day,
    Nature.MOMENT: _moment,
    Nature.CLOCK: _clock,
    Nature.HOURS: _hours,
    Nature.NUMBER: _number,
    Nature.CHOICE: _choice,
    Nature.CHOICES: _choices,
    Nature.WEEKDAYS: _weekdays,
}
