"""Build appointments from rows; note those that contradict themselves or their dispositif."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from api.data.building.values import from_row
from api.data.rows import demand as d
from api.data.rows import places as l
from api.data.rows.lines import Placed, Tables, already
from api.data.rows.readers import NOBODY
from calendars.appointments import LIVE, Appointment, AppointmentState
from calendars.holidays import name_of
from scheduler.errors import ImpossibleTimeError

CONTACT = re.compile(r"(?:\+33|\b0)[ .-]?[1-9](?:[ .-]?\d{2}){4}\b|\S@\S")
"""A French phone number, or an address of electronic mail."""

WORDS = ("lieu", "reference", "reponse")

Row = d.AppointmentRow


def appointments(tables: Tables) -> tuple[Appointment, ...]:
    """Build the appointments, whatever was decided of them."""
    dispositifs = {placed.row.id: placed.row.agency for placed in tables.of(l.DispositifRow)}
    sites = {placed.row.id: placed.row.agency for placed in tables.of(l.SiteRow)}
    departements = {placed.row.id: placed.row.departement for placed in tables.of(l.AgencyRow)}
    templates = {line.value("id"): line for line in tables.lines[d.TemplateRow]}
    ends = _ends(tables)
    built = []
    for placed in tables.of(Row):
        row = placed.row
        agency = dispositifs.get(row.dispositif, "")
        faults = [*_faults(placed), *_of_other_agency(placed, agency, sites)]
        if row.id in templates:
            where = already(templates[row.id])
            faults.append(("id", f"un identifiant qui n’est pas celui d’un gabarit ({where})"))
        appointment = from_row(
            Appointment,
            row,
            agency=agency,
            titles=frozenset(row.titles),
            mediator="" if row.mediator == NOBODY else row.mediator,
        )
        try:
            _ = appointment.span
        except ImpossibleTimeError as error:
            faults.append(("debut", f"une heure qui existe ({error})"))
        if row.state in LIVE:
            faults += _closed(row, departements.get(agency, ""), ends)
        for header, expected in faults:
            tables.refuse(placed, header, expected)
        if not faults:
            built.append(appointment)
    return tuple(built)


def _faults(placed: Placed[Row]) -> Iterator[tuple[str, str]]:
    """Yield what a row says wrong by itself: the header, and what was expected."""
    row = placed.row
    if row.state not in LIVE and not row.reply.strip():
        word = "refusé" if row.state is AppointmentState.REFUSED else "annulé"
        yield "reponse", f"pourquoi il est {word}"
    for header in WORDS:
        if CONTACT.search(placed.text(header)):
            yield (
                header,
                "ni téléphone ni adresse électronique : une référence et un lieu suffisent",
            )


def _of_other_agency(
    placed: Placed[Row], agency: str, sites: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield that the site is another agency's: nobody of the dispositif goes there."""
    if agency and sites.get(placed.row.site) not in {"", None, agency}:
        yield "site", f"un site de l’agence « {agency} », qui tient le dispositif"


def _ends(tables: Tables) -> dict[str, date]:
    """
    Return the last day of the templates of each dispositif, if all of them end.

    Where a market pays for it, the market's end says so (`api.data.building.markets`).
    """
    paid = {name for placed in tables.of(d.MarketRow) for name in placed.row.dispositifs}
    ends: dict[str, date] = {}
    for row in (placed.row for placed in tables.of(d.TemplateRow)):
        if row.dispositif not in paid:
            before = ends.get(row.dispositif, date.min)
            ends[row.dispositif] = max(before, row.until or date.max)
    return ends


def _closed(row: Row, departement: str, ends: Mapping[str, date]) -> Iterator[tuple[str, str]]:
    """Yield that the day is a public holiday, or after all that the dispositif has to hold."""
    if name := name_of(row.day, departement=departement):
        yield "jour", f"un jour qui n’est pas férié ({name})"
    end = ends.get(row.dispositif, date.max)
    if row.day > end:
        yield "jour", f"le {end:%d/%m/%Y} ou avant : le dispositif n’est plus tenu ensuite"
