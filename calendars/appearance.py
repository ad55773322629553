"""Decide what a calendar shows, and hides, of a shift, training, absence or on-call gap."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from calendars.standby import Gap
from scheduler.domain.duty import BreakKind
from scheduler.domain.people import Absence
from scheduler.domain.problem import Training
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import Span, instant_of, midnight_minute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.duty import Break

NAMESAKE = " · "
"""Text between a name and the mark that distinguishes namesakes."""

KINDS = {
    SlotKind.DAY: "Jour",
    SlotKind.EVENING: "Soirée",
    SlotKind.NIGHT: "Nuit",
    SlotKind.STANDBY: "Astreinte",
    SlotKind.TEAM: "Temps d’équipe",
}

BREAKS = {
    BreakKind.UNPAID: "non payée",
    BreakKind.PAID: "payée",
    BreakKind.WATCH: "sur place, en veille",
}


class Naming(Protocol):
    """Names of dispositifs and sites; an id without a name stands for itself."""

    def dispositif(self, ident: str) -> str:
        """Return the name of a dispositif."""

    def site(self, ident: str) -> str:
        """Return the name of a site (empty: no site)."""

    def address(self, site: str) -> str:
        """Return the address of a site, empty where it isn't known."""

    def purpose(self, slot: str) -> str:
        """Return what the appointment, or a team's time, that made a slot is (empty: none did)."""


@dataclass(frozen=True, kw_only=True)
class Appearance:
    """The visible part of an event: clean texts; `description` may have several lines."""

    span: Span
    all_day: bool
    summary: str
    category: str
    location: str = ""
    description: str = ""

    def digest(self, who: str, *beside: str) -> str:
        """
        Return the digest of everything that feeds show of the event.

        `who`: the person's short name. `beside`: the lines that name who is near.
        """
        parts = (
            str(self.span.first),
            str(self.span.last),
            str(self.all_day),
            self.summary,
            self.category,
            self.location,
            self.description,
            who,
            *beside,
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def appearance(entry: Slot | Training | Absence | Gap, *, names: Naming) -> Appearance:
    """
    Return what calendars show of an entry.

    An absence is shown without its reason, whatever its kind. A slot is shown without its source
    and its needs: only planners need these.
    """
    match entry:
        case Slot():
            kind = KINDS[entry.kind]
            return Appearance(
                span=entry.span,
                all_day=False,
                summary=clean(f"{kind} – {names.dispositif(entry.dispositif)}"),
                category=kind,
                location=_location(entry.site, names),
                description="\n".join(_lines(entry, names)),
            )
        case Training():
            return Appearance(
                span=entry.span,
                all_day=False,
                summary="Formation",
                category="Formation",
                location=_location(entry.site, names),
                description="\n".join(_break(pause) for pause in entry.breaks),
            )
        case Absence():
            return Appearance(
                span=entry.span,
                all_day=whole_days(entry.span),
                summary="Absence",
                category="Absence",
            )
        case Gap():
            return Appearance(
                span=entry.span,
                all_day=False,
                summary="Astreinte sans référent" if entry.due else "Pas d’astreinte",
                category="Astreinte",
            )


def whole_days(span: Span) -> bool:
    """Whether a span runs from midnight to midnight in Paris."""
    last = span.days[-1]
    return span.first == midnight_minute(span.day) and span.last == midnight_minute(
        last.fromordinal(last.toordinal() + 1)
    )


@lru_cache(maxsize=4096)
def short_name(name: str) -> str:
    """Return « Prénom N. » for a full name, with its mark among namesakes; one word stays."""
    bare, mark = split_name(clean(name))
    words = bare.split()
    if len(words) < 2:  # noqa: PLR2004 - a first and a last name
        return "".join(words) + mark
    return f"{words[0]} {words[1][0].upper()}.{mark}"


def split_name(name: str) -> tuple[str, str]:
    """Split a name from the mark among namesakes (may be empty): `Ada Lemoine`, ` · Nantes`."""
    bare, apart, mark = name.partition(NAMESAKE)
    return bare, apart + mark


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Return the text on one line, without control characters and what UTF-8 can't write."""
    spaced = "".join(" " if c in "\t\n\r\v\f\u0085\u2028\u2029" else c for c in text)
    kept = "".join(
        c for c in spaced if unicodedata.category(c) not in {"Cc", "Cs"} and c != "\ufeff"
    )
    return " ".join(kept.split())


def _location(site: str, names: Naming) -> str:
    parts = (clean(names.site(site)), clean(names.address(site)))
    return ", ".join(part for part in parts if part)


def _lines(slot: Slot, names: Naming) -> Iterator[str]:
    if words := clean(names.purpose(slot.id)):
        yield words
    yield from map(_break, slot.breaks)


def _break(pause: Break) -> str:
    where = ""
    if pause.first is not None:
        begins = instant_of(pause.first)
        # Clocks show this time twice that night: the second time, it is said.
        where = f" à {begins:%H:%M}" + (", heure d’hiver" if begins.fold else "")
    return f"Pause de {pause.minutes} min{where} ({BREAKS[pause.kind]})"
