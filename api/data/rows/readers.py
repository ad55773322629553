"""Read cells as values: dates, times, hours, lists; refuse in French what can't be read."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from functools import lru_cache
from typing import TypeVar

from pydantic_core import PydanticCustomError

from api.french.characters import FORMULA, begins_formula, unseen_in_name, unseen_in_text, unwritten
from calendars.holidays import DEPARTEMENT

LONGEST = 120
"""Longest name, id or other cell, in characters; free text (addresses, reasons) has twice that."""

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""The years of a date: births, contracts, what is planned."""

FIRST_MOMENT_YEAR = 2000
"""The first year of what is planned, worked or taken off, which may have its hours."""

MOST_HOURS = 10**9 - 1
DAY_FR = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
DAY_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
CLOCK = re.compile(r"(\d{1,2})(?::(\d{2})|[hH](\d{2})?)")
NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,6})?")
PHONE = re.compile(r"\+\d[\d .()-]*")
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
DELAY = re.compile(r"(\d{1,3})(?:\s*j(?:ours?)?)?(\s+ouvr[ée]s?)?", re.IGNORECASE)
HOURS = re.compile(r"(\d{1,4})\s*[hH]\s*([0-5]\d)?")
IDENT = re.compile(r"[^\s;,|\"']+")
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
DAY_EXPECTED = "une date comme 31/12/2026 ou 2026-12-31"
NO_CONTROL = "un texte sans caractère de contrôle"
CLOCK_EXPECTED = "une heure comme 21:30 ou 21h30"

Value = TypeVar("Value")


def wrong(expected: str) -> PydanticCustomError:
    """Return the error of a cell that doesn't hold what was expected."""
    return PydanticCustomError("roulement", "{expected}", {"expected": expected})


def short(text: str, longest: int = LONGEST) -> str:
    """Refuse a text that is longer than a name may be."""
    if len(text) > longest:
        raise wrong(f"{longest} caractères au plus (reçu : {len(text)})")
    return text


def one_line(text: str) -> str:
    """Refuse line breaks, tabs and invisible characters in a name."""
    if unwritten(text):
        raise wrong(NO_CONTROL)
    if unseen_in_name(text):
        raise wrong("un texte d’une ligne, sans tabulation ni caractère invisible")
    return no_formula(text)


def plain(text: str) -> str:
    """Refuse characters that files or databases can't keep, or that reverse a text's direction."""
    if unseen_in_text(text):
        raise wrong(NO_CONTROL)
    return no_formula(text)


def no_formula(text: str) -> str:
    """Refuse a text that a spreadsheet would run as a formula; numbers and phones are allowed."""
    figures = text == "-" or NUMBER.fullmatch(text) or PHONE.fullmatch(text)
    if begins_formula(text) and not figures:
        raise wrong(f"un texte qui ne commence pas par {', '.join(FORMULA)} (formule de tableur)")
    return text


def needed(text: str) -> str:
    """Refuse an empty cell."""
    if not text:
        raise wrong("une valeur, elle est obligatoire")
    return text


NOBODY = "efface"
"""What replaces the id of a person who was erased, where a row outlives them."""


@lru_cache(maxsize=1 << 14)
def ident(text: str) -> str:
    """Read an id; it has no blank and no comma."""
    if not IDENT.fullmatch(short(needed(text))):
        raise wrong("un identifiant sans espace, virgule ni guillemet")
    return one_line(text)


def idents(text: str) -> tuple[str, ...]:
    """Read ids separated by commas, each at most once."""
    parts = tuple(part.strip() for part in text.split(",")) if text else ()
    if any(part and not IDENT.fullmatch(part) for part in parts):
        raise wrong("des identifiants séparés par des virgules, sans espace ni guillemet")
    return distinct(parts)


def distinct(ids: Sequence[str]) -> tuple[str, ...]:
    """Refuse texts that aren't ids, and an id that is there twice; several may be erased."""
    read = tuple(map(ident, ids))
    for name in read:
        if name != NOBODY and read.count(name) > 1:
            raise wrong(f"« {name} » une seule fois")
    return read


def day(text: str) -> date:
    """Read a date."""
    if match := DAY_FR.fullmatch(needed(text)):
        numbers = [int(n) for n in reversed(match.groups())]
    elif match := DAY_ISO.fullmatch(text):
        numbers = [int(n) for n in match.groups()]
    else:
        raise wrong(DAY_EXPECTED)
    if not FIRST_YEAR <= numbers[0] <= LAST_YEAR:
        raise wrong(f"une année de {FIRST_YEAR} à {LAST_YEAR}")
    try:
        return date(*numbers)
    except ValueError:
        raise wrong("une date qui existe") from None


def within_years(value: date) -> date:
    """Refuse a date in a year too far away to be planned."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise wrong(f"une année de {FIRST_YEAR} à {LAST_YEAR}")
    return value


def clock(text: str) -> time:
    """Read a time of the day; 24:00 is midnight."""
    match = CLOCK.fullmatch(needed(text))
    if match is None:
        raise wrong(CLOCK_EXPECTED)
    hours, minutes = int(match[1]), int(match[2] or match[3] or 0)
    if (hours, minutes) == (24, 0):
        return time()
    try:
        return time(hours, minutes)
    except ValueError:
        raise wrong(f"{CLOCK_EXPECTED}, de 00:00 à 23:59") from None


def moment(text: str) -> tuple[date, time | None]:
    """Read a date, with or without a time."""
    first, _, rest = needed(text).replace("T", " ").partition(" ")
    if re.search(r"[zZ]$|[+-]\d{2}:?\d{2}$", rest):
        raise wrong("une heure locale, sans fuseau : 31/12/2026 21:30")
    civil = day(first)
    if civil.year < FIRST_MOMENT_YEAR:
        raise wrong(f"une année de {FIRST_MOMENT_YEAR} à {LAST_YEAR}")
    return civil, clock(rest.strip()) if rest.strip() else None


def number(text: str) -> float:
    """Read a decimal number, with a comma or a point."""
    if not NUMBER.fullmatch(needed(text)):
        raise wrong("un nombre comme 37,5")
    return float(text.replace(",", "."))


def hours(text: str) -> int:
    """Read hours, decimal or written as 26h15, `30 h` or `30 h 00`, and return whole minutes."""
    if match := HOURS.fullmatch(needed(text)):
        return int(match[1]) * 60 + int(match[2] or 0)
    minutes = number(text) * 60
    if minutes < 0:
        raise wrong("des heures positives")
    return round(minutes)


def within_hours(minutes: int) -> int:
    """Refuse more minutes than a cell of hours may hold."""
    if minutes > MOST_HOURS * 60:
        raise wrong("un nombre comme 37,5")
    return minutes


def yes(text: str) -> bool:
    """Read `oui` or `non`."""
    answer = {"oui": True, "non": False}.get(text.lower())
    if answer is None:
        raise wrong("oui ou non")
    return answer


def wish(text: str) -> bool:
    """Read a wish: to work or to be free."""
    answer = {"travailler": True, "repos": False}.get(text.lower())
    if answer is None:
        raise wrong("travailler ou repos")
    return answer


def zone(text: str) -> str:
    """Read a school zone."""
    if text.upper() not in {"A", "B", "C"}:
        raise wrong("une zone scolaire : A, B ou C")
    return text.upper()


def departement(text: str) -> str:
    """Read the code of a département: 35, 2A, 974; a single digit gets its zero back."""
    code = text.strip().upper().rjust(2, "0")
    if DEPARTEMENT.fullmatch(code) is None:
        raise wrong("le code d’un département, tel que 35, 2A ou 974")
    return code


def delay(text: str) -> tuple[int, bool]:
    """Read a delay, `7 jours` or `7 jours ouvrés`: a number, and whether of working days."""
    match = DELAY.fullmatch(needed(text))
    if match is None:
        raise wrong("un délai comme 7 jours ou 7 jours ouvrés")
    return int(match[1]), match[2] is not None


def month(text: str) -> date:
    """Read a month, and return its first day."""
    match = MONTH.fullmatch(needed(text))
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise wrong("un mois comme 2026-10")
    return date(int(match[1]), int(match[2]), 1)


def weekdays(text: str) -> frozenset[int]:
    """Read weekdays, by three letters or in full (lundi is 0)."""
    days = set()
    for part in needed(text).split(","):
        name = part.strip().lower()
        match = [n for n, weekday in enumerate(WEEKDAYS) if name in {weekday, weekday[:3]}]
        if not match:
            raise wrong(
                "des jours séparés par des virgules, parmi lun, mar, mer, jeu, ven, sam, dim"
            )
        days.update(match)
    return frozenset(days)


def between(low: int, high: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from `low` to `high`."""

    def read(text: str) -> int:
        if not re.fullmatch(r"-?\d{1,9}", needed(text)) or not low <= int(text) <= high:
            raise wrong(f"un nombre entier de {low} à {high}")
        return int(text)

    return read


def named(table: Mapping[str, Value]) -> Callable[[str], Value]:
    """Return a reader of French names, which gives the value that a name means."""

    def read(text: str) -> Value:
        value = table.get(needed(text), table.get(text.lower()))
        if value is None:
            raise wrong(f"l’un de : {', '.join(table)}")
        return value

    return read
