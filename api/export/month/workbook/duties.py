"""The list of all that a month holds, one line each, which a program can read back whole."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from api.data.folder.history import breaks_text
from api.export.month.csv import clock_of
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

HEADER = (
    *("personne", "nom", "date", "début", "date fin", "fin", "nature", "dispositif", "site"),
    *("pauses", "créneau", "agence_id", "dispositif_id", "site_id"),
)
WIDTHS = (22, 24, 11, 8, 11, 8, 11, 30, 28, 34, 28, 12, 12, 16)


def duties_sheet(sheet: Any, styles: Styles, rota: Rota, names: Names) -> None:
    """
    List shifts, training and absences by start and person; times are as clocks show them.

    Of an absence, that it is one: no reason.
    """
    for column, (title, width) in enumerate(zip(HEADER, WIDTHS, strict=True)):
        sheet.write_string(0, column, title, styles.head)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 2)
    people = rota.problem.mediator_of
    entries = sorted(of_rota(rota), key=lambda e: (e[1].span.first, people[e[0]].name, e[0]))
    for row, (mediator, what) in enumerate(entries, 1):
        cells = (mediator, people[mediator].name, *_hours(what), *_places(what, names))
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, datetime.combine(cell, time()), styles.date)
            else:
                sheet.write_string(row, column, cell, styles.text)


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
