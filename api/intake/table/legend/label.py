"""Read the label of a code in a legend: `congés payés`, `Matin 8h-15h (pause 30 min)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from api.french.plain import plain
from api.intake.text.clock import NotReadError
from api.intake.text.days import weekdays_of
from api.intake.text.hours import Stretch, stretches_of
from api.intake.text.pauses import Pause
from api.intake.text.words import KINDS, KINDS_EXPECTED, REST, SAID_ABSENCES

MEANING = (
    f"des heures (debut et fin), un motif (congé, maladie, repos…) ou un type parmi : "
    f"{KINDS_EXPECTED}"
)
BEGINNING = re.compile(r"(?<![\w.,:])(?:de\s|midi|minuit|\d)", re.IGNORECASE)
ASIDE = re.compile(r"\([^()]*\)")
SAID = frozenset({"formation", "cfa", "astreinte"})
"""Words that give the kind of a duty wherever they are in a label."""

ONE_PAUSE = "une pause avec un seul horaire (les coupures sont entre les horaires)"
OF_BREAKS = ("pause", "coupure")
MOST_WORDS = 8
"""Words after the hours, a place most often, that may follow them."""

TO = r"(?:[àÀ] l[’']|(?:[àÀ](?: la)?|[Aa]ux?)\b)"
AFTER = re.compile(rf"\s*(?:[,;(–—-]\s*(?:{TO})?|{TO})\s*([^\W\d_][^,;()]*?)[\s.)]*")
"""What follows hours and may name a place: « 8h-16h, Mairie », « 8h-16h (à la Gare) »."""

NO_PLACES = frozenset(
    (
        *("du", "de", "des", "les", "le", "sauf", "avec", "sans", "et", "ou", "puis", "en", "tous"),
        *("hors", "environ", "selon", "si", "week", "weekend", "we", "semaine", "continu", "midi"),
    )
)
"""Words that begin what is no place: « 8h-16h, Sauf fériés »."""


def label_of(text: str, pauses: tuple[Pause, ...] | None) -> tuple[str, tuple[Stretch, ...], str]:
    """
    Return a label's word for a kind or a reason, its hours and its place; each may be empty.

    NotReadError: it has neither of the first two.
    """
    for word in (text, ASIDE.sub(" ", text)):
        if _says_what(plain(word)):
            return word, (), ""
    for match in BEGINNING.finditer(text):
        rest = text[match.start() :].strip("() ")
        for hours in _hours(rest):
            with suppress(NotReadError):
                stretches = with_pauses(stretches_of(hours), pauses)
                return _kind(text[: match.start()]), stretches, _place(rest[len(hours) :])
    raise NotReadError(MEANING)


def with_pauses(
    stretches: tuple[Stretch, ...], pauses: tuple[Pause, ...] | None
) -> tuple[Stretch, ...]:
    """
    Return stretches with the breaks of their row (None: there is no column of breaks).

    NotReadError: there are several stretches: nothing says in which one the break is.
    """
    if pauses is None:
        return stretches
    if pauses and len(stretches) != 1:
        raise NotReadError(ONE_PAUSE)
    return tuple(
        Stretch(stretch.start, stretch.end, stretch.pauses or pauses) for stretch in stretches
    )


def _hours(text: str) -> Iterator[str]:
    """Yield what may be the hours of a text: all of it, then without the words at its end."""
    yield text
    words = text.split(" ")
    for count in range(1, min(MOST_WORDS, len(words) - 1) + 1):
        rest = " ".join(words[-count:])
        # A figure left out could be an hour, and a break left out would be lost.
        if any(letter.isdigit() for letter in rest) or any(
            word in plain(rest) for word in OF_BREAKS
        ):
            return
        yield " ".join(words[:-count]).rstrip(" ,(-–—")


def _place(text: str) -> str:
    """Return the place after hours, a name with its capital (empty: another word, or nothing)."""
    match = AFTER.fullmatch(text)
    if match is None or not match[1][0].isupper():
        return ""
    words = plain(match[1]).split()
    if not words or words[0] in NO_PLACES or weekdays_of(words[0]):
        return ""
    return "" if _says_what(" ".join(words)) else match[1]


def _says_what(bare: str) -> bool:
    """Whether a plain text says by itself what is done: a kind of duty, a reason, or rest."""
    return bool(bare) and (bare in KINDS or bare in SAID_ABSENCES or bare in REST)


def _kind(text: str) -> str:
    """Return the kind or the reason that is before hours, empty where there is none."""
    bare = plain(text)
    if bare in KINDS or bare in SAID_ABSENCES:
        return text
    return next((word for word in bare.split() if word in SAID), "")
