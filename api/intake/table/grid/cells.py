"""Read a cell of a grid: it holds hours, a code, or several of these."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain

from api.data.sheets.cells import Broken, Value, as_text, compact
from api.intake.table.legend import Legend, Meaning
from api.intake.table.rows import meaning_of
from api.intake.text.clock import ALONE, HOURS_EXPECTED, NUMBER, NotReadError, clock_in_cell
from api.intake.text.hours import Stretch, pauses_of, stretch, stretches_of
from api.intake.unknown_codes import DOUBTFUL, UnknownCodeError, doubt_of, is_code

PARTS = re.compile(r"\s*(?:[/+;&\n]|,\s|\bet\b)\s*")
BLANKS = re.compile(r"[\s:]+")
MANY = 12
"""The most words of a cell that are tried as codes or hours; a longer text is a remark."""

TAKEN_FOR_DATE = (
    "des horaires comme 8h-12h (le tableur a pris cette case pour une date : donnez-lui le format "
    "texte)"
)
TRAINING = (
    "des heures avec ce code, comme « {code} 9h-17h », ou dans une légende : le code seul ne dit "
    "pas quand"
)


def meanings_of(value: Value, legend: Legend) -> tuple[Meaning, ...]:
    """Read a cell (NotReadError: it can't be read as a whole)."""
    if isinstance(value, Broken):
        raise NotReadError(value.expected)
    if isinstance(value, date):
        raise NotReadError(TAKEN_FOR_DATE)
    text = as_text(value).strip()
    if not isinstance(value, str) and legend.usual(compact(text)):
        raise NotReadError(NUMBER)
    return _Reader(legend).whole(text)


def codes_in(text: str, legend: Legend) -> Iterator[str]:
    """Yield the codes of a cell that was read: all of it, its parts, or what is beside hours."""
    compacted = compact(text)
    if meaning_of(compacted, legend) is not None:
        yield compacted
        return
    for part in PARTS.split(text.strip()):
        pieces = (compact(part), *(code for code, _ in _cut(part)))
        yield from [piece for piece in pieces if meaning_of(piece, legend) is not None][:1]


class _Reader:
    """A reader of the texts of cells, part by part."""

    def __init__(self, legend: Legend) -> None:
        self.legend = legend

    def whole(self, text: str) -> tuple[Meaning, ...]:
        """Read the whole text of a cell (see `meanings_of`) (NotReadError: it can't be read)."""
        meanings = self.part(text)
        if meanings is None:
            parts = [part for part in PARTS.split(text) if part]
            read = [self.part(part) for part in parts] if len(parts) > 1 else [None]
            if None in read:
                if is_code(compact(text)):
                    raise UnknownCodeError(self.expected(text))
                raise NotReadError(self.expected(text))
            meanings = tuple(chain.from_iterable(part for part in read if part))
        for meaning in meanings:
            if not (meaning.stretches or meaning.rest or meaning.absence):
                raise UnknownCodeError(TRAINING.format(code=compact(text)))
        return meanings

    def part(self, text: str) -> tuple[Meaning, ...] | None:
        """Read a code, hours, or a code with hours (None: it is none of these)."""
        coded = meaning_of(compact(text), self.legend)
        if coded is not None:
            return (coded,)
        try:
            return (_worked(stretches_of(text)),)
        except NotReadError as error:
            if error.expected != HOURS_EXPECTED:
                raise
        for code, rest in _cut(text):
            coded = meaning_of(code, self.legend)
            if coded is not None and not coded.rest:
                try:
                    stretches = stretches_of(rest)
                except NotReadError as error:
                    if error.expected != HOURS_EXPECTED:
                        raise
                    continue
                # A place holds for all that follows; an absence for its own hours alone.
                if coded.absence is None or len(stretches) == 1:
                    return (replace(coded, stretches=stretches),)
        return None

    def expected(self, text: str) -> str:
        """Say in French what a cell could hold instead of a text."""
        if ALONE.fullmatch(text):
            return NUMBER
        if any(letter.isdigit() for letter in text):
            return HOURS_EXPECTED
        if doubt := doubt_of(text):
            return DOUBTFUL.format(doubt=doubt)
        return f"des horaires comme 21:30-06:00, ou un code connu ({self.legend.listed_codes})"


def pair_of(start: Value, end: Value, pause: Value | None, legend: Legend) -> tuple[Meaning, ...]:
    """
    Read a day written in two cells, or in three with the break (None: no such columns).

    NotReadError: they can't be read.
    """
    if end == "" and isinstance(start, str) and meaning_of(compact(start), legend) is not None:
        return meanings_of(start, legend)
    if start == "" or end == "":
        raise NotReadError("une heure de début et une heure de fin, dans les deux cases")
    pauses = None if pause is None else pauses_of(pause)
    return (_worked((stretch(clock_in_cell(start), clock_in_cell(end), pauses),)),)


def _worked(stretches: tuple[Stretch, ...]) -> Meaning:
    return Meaning(stretches=stretches)


def _cut(text: str) -> Iterator[tuple[str, str]]:
    """Yield a text cut in two at each blank: what may be a code, and what may be hours."""
    for place in list(BLANKS.finditer(text))[:MANY]:
        before, after = text[: place.start()], text[place.end() :]
        yield compact(before), after
        yield compact(after), before
