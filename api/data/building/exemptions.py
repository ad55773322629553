"""Build what the law lets single people do: longer leave, a job in school holidays."""

from __future__ import annotations

from datetime import timedelta

from api.data.building.periods import ends_in_order
from api.data.building.values import from_row
from api.data.rows.lines import Placed, Tables
from api.data.rows.people import HolidayJobRow, LongLeaveRow, PersonRow
from api.data.rows.places import AgencyRow
from calendars.school import FIRST_KNOWN, SchoolCalendar
from scheduler.domain.exemptions import HolidayJob, LongLeave

LONGEST_JOB = timedelta(days=92)
"""Days that one request may lie apart, at most: no school holidays last longer."""


def long_leaves(tables: Tables) -> dict[str, tuple[LongLeave, ...]]:
    """Build exemptions from the longest leave, by person; note one that ends too soon."""
    built: dict[str, tuple[LongLeave, ...]] = {}
    for placed in tables.of(LongLeaveRow):
        row = placed.row
        if ends_in_order(tables, placed, row.since, row.until):
            built[row.mediator] = (*built.get(row.mediator, ()), from_row(LongLeave, row))
    return built


def holiday_jobs(tables: Tables, school: SchoolCalendar) -> dict[str, tuple[HolidayJob, ...]]:
    """Build requests to the inspecteur, by person, with the school holidays that they touch."""
    agencies = {placed.row.id: placed.row for placed in tables.of(AgencyRow)}
    at = {placed.row.id: placed.row.agency for placed in tables.of(PersonRow)}
    built: dict[str, tuple[HolidayJob, ...]] = {}
    for placed in tables.of(HolidayJobRow):
        row = placed.row
        agency = at.get(row.mediator, "")
        if not _days_follow(tables, placed) or agency not in agencies:
            continue
        zone = row.zone or agencies[agency].zone
        if not zone:
            tables.refuse(placed, "zone_scolaire", "A, B ou C : l’agence n’a pas de zone scolaire")
            continue
        breaks = school.breaks_between(zone, row.since, row.until, agency)
        job = from_row(HolidayJob, row, breaks=breaks)
        built[row.mediator] = (*built.get(row.mediator, ()), job)
    return built


def _days_follow(tables: Tables, placed: Placed[HolidayJobRow]) -> bool:
    """Whether the days of a request follow each other, and an answer is whole; note otherwise."""
    row = placed.row
    if row.since <= FIRST_KNOWN:
        tables.refuse(placed, "debut", f"après le {FIRST_KNOWN:%d/%m/%Y}, premier jour connu")
    elif not ends_in_order(tables, placed, row.since, row.until, column="fin"):
        return False
    elif row.until - row.since >= LONGEST_JOB:
        tables.refuse(placed, "fin", f"{LONGEST_JOB.days} jours au plus, comme les vacances d’été")
    elif row.answer is None and row.answered is not None:
        tables.refuse(placed, "reponse", "une réponse, puisqu’elle a un jour")
    elif row.answer is not None and row.answered is None:
        tables.refuse(placed, "reponse_le", "le jour de la réponse")
    elif row.answered is not None and row.answered < row.requested:
        expected = f"le {row.requested:%d/%m/%Y}, jour de la demande, ou après"
        tables.refuse(placed, "reponse_le", expected)
    else:
        return True
    return False
