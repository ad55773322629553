"""
Cut a feed that is too big, and add an event that says so on its first day.

Phones and Google refuse big files: it is better to leave out some shifts, and say so, than to show
none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from calendars.events import Event
from calendars.ical.lines import line, stamp, text, when
from scheduler.domain.time import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

LEFT_OUT = UUID("0b8a5a0e-6a53-4f5e-8d1c-5d0c2f6f9b77")
"""Namespace of these events' uids, which depend on the text: another text makes another event."""

ROOM = 480
"""Octets that such an event takes at most."""


@dataclass(frozen=True, kw_only=True)
class EventOctets:
    """An event of a feed, and its octets."""

    published: Event
    octets: bytes

    @property
    def last(self) -> int:
        """UTC minute in which the event ends."""
        return self.published.what.span.last


def within(written: Sequence[EventOctets], past: int | None, room: int) -> list[bytes]:
    """
    Return the events that fit in `room` octets, and an event that says what is left out.

    `written` comes by start. The oldest past events are left out first (`past`: events that end
    before this minute are past; None: any may be), then the most distant future ones.
    """
    over = sum(len(event.octets) for event in written) - room
    if over <= 0:
        return [event.octets for event in written]
    first, last = 0, len(written)
    if past is None or written[0].last <= past:
        over += ROOM
    while over > 0 and first < last and (past is None or written[first].last <= past):
        over -= len(written[first].octets)
        first += 1
    if over > 0:
        over += ROOM
    while over > 0 and last > first:
        last -= 1
        over -= len(written[last].octets)
    before, after = written[:first], written[last:]
    kept = [event.octets for event in written[first:last]]
    changed = max(event.published.modified for event in written)
    if before:
        day = day_of(before[-1].published.what.span.first)
        words = f"Calendrier trop long : jusqu’au {day:%d/%m/%Y}, {_many(before)} en moins"
        kept.insert(0, _notice(words, day, changed))
    if after:
        day = day_of(after[0].published.what.span.first)
        words = f"Calendrier trop long : à partir du {day:%d/%m/%Y}, {_many(after)} en moins"
        kept.append(_notice(f"{words}, voyez le planning publié", day, changed))
    return kept


def _many(left: Sequence[EventOctets]) -> str:
    return "1 événement" if len(left) == 1 else f"{len(left)} événements"


def _notice(words: str, day: date, changed: datetime) -> bytes:
    return notice(str(uuid5(LEFT_OUT, words)), words, day, day, changed)


def notice(uid: str, words: str, first: date, last: date, changed: datetime) -> bytes:
    """Write an all-day event that doesn't make anyone busy."""
    return b"".join(
        (
            line("BEGIN", "VEVENT"),
            text("UID", uid),
            *(line(name, stamp(changed)) for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED")),
            line("SEQUENCE", "0"),
            when("DTSTART", first),
            when("DTEND", last + timedelta(days=1)),
            text("SUMMARY", words),
            line("STATUS", "CONFIRMED"),
            line("TRANSP", "TRANSPARENT"),
            line("END", "VEVENT"),
        )
    )
