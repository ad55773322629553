"""One event of a calendar, with what its calendar says of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.data.errors import Where
from api.intake.calendar.stamps import PropertyError, Stamp, Zones, stamp_of
from api.intake.calendar.words import text_of
from calendars.ical.calendar import PRODID

if TYPE_CHECKING:
    from datetime import date

#: What the library raises on what is no calendar.
RAISED = (ValueError, LookupError, AttributeError, TypeError, ArithmeticError, RecursionError)


class CalendarEvent:
    """One event, with what its calendar says."""

    def __init__(self, event: Any, calendar: Any, zones: Zones, file: str) -> None:
        self.event, self.calendar, self.zones, self.file = event, calendar, zones, file
        self.line = 0
        self.own = text_of(calendar, "PRODID") == PRODID
        self.uid = text_of(event, "UID")

    @property
    def summary(self) -> str:
        """Its title, or else its uid."""
        return text_of(self.event, "SUMMARY") or self.uid

    @property
    def cancelled(self) -> bool:
        """Whether it doesn't take place."""
        return text_of(self.event, "STATUS").upper() == "CANCELLED"

    def where(self, name: str = "") -> Where:
        """Name its place, or a property's."""
        return Where(file=self.file, line=self.line, column=name)

    def found(self, name: str) -> str:
        """Return a property as it stands, for a message, with the event's title."""
        prop = self.event.get(name)
        if prop is None or isinstance(prop, list) or name in {"SUMMARY", "ATTENDEE"}:
            return self.summary
        try:
            written = prop.to_ical()
        except RAISED:
            written = b""
        text = written.decode(errors="replace") if isinstance(written, bytes) else str(written)
        return f"{text} ({self.summary})" if self.summary else text

    def replaced(self) -> Stamp | None:
        """
        Return which occurrence of a repetition it stands for.

        Raises
        ------
        PropertyError
            It stands for several.
        """
        found = stamp_of(self.event, "RECURRENCE-ID", self.zones)
        if found is not None and "RANGE" in self.event["RECURRENCE-ID"].params:
            raise PropertyError("RECURRENCE-ID", "un événement par date changée (sans RANGE)")
        return found


def moment_of(stamp: Stamp) -> date | int:
    """Return what tells an occurrence from the others: its day, or its minute."""
    return stamp.instant().minute if stamp.timed else stamp.local
