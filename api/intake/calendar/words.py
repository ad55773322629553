"""Read the texts of an event: its kind, its place, its breaks, and its person."""

import re
from collections.abc import Iterable
from typing import Any

from api.french.plain import plain
from api.intake.calendar.stamps import PropertyError
from api.intake.table.legend import Legend, Meaning
from api.intake.table.rows import meaning_of
from api.intake.text.clock import Clock
from api.intake.text.hours import PAUSE, Pause, matched_pauses
from api.intake.text.words import ABSENCES, KINDS
from scheduler.domain.duty import BreakKind, DutyKind
from scheduler.domain.people import AbsenceKind

SEGMENTS = re.compile(r"\s+[–—-]\s+|\s*[:,(]\s*")
FEWEST = 5
"""From this number of letters on, a first word is enough by itself: « Astreinte semaine 23 »."""

#: How this program's calendars write breaks (see `calendars.appearance`).
OWN_PAUSE = re.compile(r"Pause de (\d+) min(?: à (\d\d):(\d\d)(, heure d’hiver)?)? \(([^)]*)\)")
OWN_KINDS = {
    "non payée": BreakKind.UNPAID,
    "payée": BreakKind.PAID,
    "sur place, en veille": BreakKind.WATCH,
}
WINTER = 60
CALENDAR = re.compile(
    r"(?:planning|calendrier|agenda|horaires?|rota|services?)\s*(?:[–—:-]|de\b|d['’])?\s*",
    re.IGNORECASE,
)


def text_of(event: Any, name: str) -> str:
    """Return the text of a property on one line; if there are several, the first one."""
    prop = event.get(name)
    if isinstance(prop, list):
        prop = prop[0] if prop else None
    return "" if prop is None else " ".join(str(prop).split())


def categories_of(event: Any) -> tuple[str, ...]:
    """Return the categories of an event."""
    prop = event.get("CATEGORIES")
    lists = prop if isinstance(prop, list) else [prop]
    return tuple(
        " ".join(str(category).split()) for each in lists for category in getattr(each, "cats", ())
    )


def meaning_in(event: Any, legend: Legend, *, own: bool) -> Meaning | None:
    """Return the meaning of an event's title or category (None: neither is known)."""
    summary = text_of(event, "SUMMARY")
    if own:
        return _own(summary, categories_of(event))
    for text in (summary, *categories_of(event)):
        meaning = meaning_of(text, legend) if text else None
        if meaning is not None:
            return meaning
    segments = SEGMENTS.split(summary)
    for segment in segments if len(segments) > 1 else ():
        # A letter alone is more often an initial than a code.
        meaning = meaning_of(segment, legend) if len(plain(segment)) > 1 else None
        if meaning is not None:
            return meaning
    first = plain(summary).partition(" ")[0]
    if len(first) >= FEWEST and first in ABSENCES:
        return Meaning(absence=ABSENCES[first])
    if len(first) >= FEWEST and first in KINDS:
        return Meaning(kind=KINDS[first])
    return None


def _own(summary: str, categories: Iterable[str]) -> Meaning:
    """Return the meaning of an event that this program's own calendars wrote."""
    kind = plain(next(iter(categories), ""))
    if kind == "absence":
        return Meaning(absence=AbsenceKind.OTHER)
    # « Nuit – Parc des Chantiers », or in a site's calendar « Aya D. – Nuit – Parc… ».
    _, _, dispositif = summary.partition(f"{next(iter(categories), '')} – ")
    return Meaning(kind=KINDS.get(kind, DutyKind.WORK), dispositif=dispositif)


def pauses_in(event: Any, *, own: bool) -> tuple[Pause, ...] | None:
    """
    Return the breaks in an event's description (None: it mentions no break).

    NotReadError: it mentions a break that can't be read.
    """
    prop = event.get("DESCRIPTION", "")
    text = "\n".join(map(str, prop)) if isinstance(prop, list) else str(prop)
    if own:
        return tuple(_own_pause(match) for match in OWN_PAUSE.finditer(text))
    pauses = [pause for match in PAUSE.finditer(text) for pause in matched_pauses(match)]
    return tuple(pauses) or None


def _own_pause(match: re.Match[str]) -> Pause:
    start = None
    if match[2]:
        offset = WINTER if match[4] else None
        start = Clock(int(match[2]) * 60 + int(match[3]), offset)
    return Pause(int(match[1]), start, OWN_KINDS.get(match[5], BreakKind.UNPAID))


def people_of(event: Any, calendar: Any, stem: str, where: str, *, own: bool) -> tuple[str, ...]:
    """
    Return the names that may be those of an event's person, the most likely first.

    `where`: where a mapping file says that the name is (see `correspondence.PEOPLE`), empty where
    it doesn't. `stem`: the file's name. PropertyError: nobody is named, or several people are.
    """
    title = text_of(calendar, "X-WR-CALNAME") or text_of(calendar, "NAME")
    summary = SEGMENTS.split(text_of(event, "SUMMARY"))[0]
    shared = own and text_of(event, "CLASS").upper() != "PRIVATE"
    name_in = {
        "calendrier": CALENDAR.sub("", title, count=1) if CALENDAR.match(title) else title,
        "participant": _attendee(event, alone=where in {"", "participant"} and not title),
        "organisateur": _name(event.get("ORGANIZER")),
        "resume": summary if where or shared else "",
        "fichier": "" if shared else stem,
    }
    if where:
        names = [name_in[where]]
    elif shared:
        names = [summary]
    else:
        names = list(name_in.values())
    people = tuple(dict.fromkeys(name for name in names if name))
    if not people:
        raise PropertyError("SUMMARY", "une personne : un calendrier par personne, à son nom")
    return people


def _attendee(event: Any, *, alone: bool) -> str:
    prop = event.get("ATTENDEE")
    if not isinstance(prop, list):
        return _name(prop)
    if alone:
        raise PropertyError("ATTENDEE", "un seul participant : un calendrier par personne")
    return ""


def _name(address: Any) -> str:
    if address is None or isinstance(address, list):
        return ""
    named = " ".join(str(getattr(address, "params", {}).get("CN", "")).split())
    text = str(address)
    return named or (text[7:] if text.lower().startswith("mailto:") else text).partition("@")[0]
