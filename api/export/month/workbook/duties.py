"""The list of all that a month holds, one line each, which a program can read back whole."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from api.data.folder.history import breaks_text
from api.export.month.csv import clock_of
from api.export.workbook import Column, Table
from api.french.words import KINDS
from calendars.appearance import whole_days
from calendars.published import of_rota
from calendars.standby import Gap
from scheduler.domain.people import Absence
from scheduler.domain.problem import Training
from scheduler.domain.slots import Slot
from scheduler.domain.time import day_of

if TYPE_CHECKING:
    from api.export.styles import Styles
    from api.planning.names import Names
    from calendars.published import Entry
    from scheduler.domain.rota import Rota

COLUMNS = (
    *(Column("personne", 22), Column("nom", 24), Column("date", 11), Column("début", 8)),
    *(Column("date fin", 11), Column("fin", 8), Column("nature", 11), Column("dispositif", 30)),
    *(Column("site", 28), Column("pauses", 34), Column("créneau", 28), Column("agence_id", 12)),
    *(Column("dispositif_id", 12), Column("site_id", 16)),
)


def duties_sheet(book: Any, styles: Styles, rota: Rota, names: Names) -> None:
    """
    List shifts, training and absences by start and person; times are as clocks show them.

    Of an absence, that it is one: no reason.
    """
    table = Table(book, styles, "Services", COLUMNS, frozen=2)
    people = rota.problem.mediator_of
    for mediator, entry in sorted(
        of_rota(rota), key=lambda e: (e[1].span.first, people[e[0]].name, e[0])
    ):
        table.row((mediator, people[mediator].name, *_hours(entry), *_places(entry, names)))


def _hours(what: Entry) -> tuple[date | str, ...]:
    """Return day and time of start and end; whole days have no times, the last being included."""
    start, end = what.span.start, what.span.end
    if isinstance(what, Absence) and whole_days(what.span):
        return what.span.day, "", day_of(what.span.last) - timedelta(days=1), ""
    return start.date(), clock_of(start), end.date(), clock_of(end)


def _places(what: Entry, names: Names) -> tuple[str, ...]:
    """Return nature, places by name, breaks, and ids."""
    match what:
        case Slot():
            return (
                *(KINDS[what.kind], names.dispositif(what.dispositif), names.site(what.site)),
                *(breaks_text(what.breaks), what.id),
                *(what.agency, what.dispositif, what.site),
            )
        case Training():
            site = names.site(what.site)
            return ("formation", "", site, breaks_text(what.breaks), what.id, "", "", what.site)
        case Absence():
            return ("absence", *("",) * 7)
        case Gap():
            return ("sans astreinte", names.dispositif(what.dispositif), *("",) * 6)
