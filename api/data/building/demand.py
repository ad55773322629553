"""Build what is to hold from rows: templates, seasons, locks, appointments, markets."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from api.data.building.values import COHERENT, ends_in_order, from_row, overlap
from api.data.market import Market
from api.data.rows import demand as d
from api.data.rows import places as l
from api.data.rows.lines import Line, Placed, Tables, already
from api.data.rows.places import DispositifRow
from api.data.rows.readers import NOBODY
from api.french.words import period_words
from calendars.appointments import LIVE, Appointment, AppointmentState
from calendars.holidays import name_of
from calendars.school import SchoolCalendar, SchoolOverride
from calendars.templates.clock import TemplateBreak
from calendars.templates.seasons import Season
from calendars.templates.template import ExceptionAction, Template, TemplateException
from scheduler.domain.employment.grounds import Ground
from scheduler.domain.slots import Need, SlotKind
from scheduler.errors import ImpossibleTimeError, InvalidProblemError

LONGEST = 15 * 60
"""Minutes between start and end of a post: 24 h less the shortest daily rest, 9 h (D3131-6)."""


def templates(tables: Tables) -> Iterator[Template]:
    """Build templates; note a template that contradicts itself, at its line."""
    needs: dict[str, list[Need]] = {}
    for need in tables.of(d.NeedRow):
        _need(tables, need, needs)
    breaks: dict[str, list[TemplateBreak]] = {}
    for pause in tables.of(d.BreakRow):
        breaks.setdefault(pause.row.template, []).append(from_row(TemplateBreak, pause.row))
    agencies = {placed.row.id: placed.row.agency for placed in tables.of(DispositifRow)}
    for placed in tables.of(d.TemplateRow):
        row = placed.row
        _check_length(tables, placed)
        if not needs.get(row.id):
            continue  # noted by the links, or its needs are
        with tables.noting(placed, "", COHERENT, row.id):
            yield from_row(
                Template,
                row,
                agency=agencies.get(row.dispositif, ""),
                needs=tuple(needs[row.id]),
                breaks=tuple(breaks.get(row.id, ())),
                supervises=frozenset(row.supervises),
            )


def _check_length(tables: Tables, placed: Placed[d.TemplateRow]) -> None:
    """Note a template longer than anybody may work: people often exchange its start and end."""
    row = placed.row
    minutes = (row.end.hour - row.start.hour) * 60 + row.end.minute - row.start.minute
    minutes = (minutes - 1) % (24 * 60) + 1
    if row.kind is not SlotKind.STANDBY and minutes > LONGEST:
        expected = (
            f"une fin au plus {LONGEST // 60} h après le début ({placed.text('debut')}) ; une fin "
            "égale ou antérieure au début est le lendemain"
        )
        tables.refuse(placed, "fin", expected)


def _need(tables: Tables, placed: Placed[d.NeedRow], needs: dict[str, list[Need]]) -> None:
    row = placed.row
    of_template = needs.setdefault(row.template, [])
    for other in of_template:
        for role in sorted(other.roles & row.roles):
            if other.titles == frozenset(row.titles):
                tables.refuse(placed, "roles", "un rôle dans un seul besoin du gabarit", role)
            elif other.weights != (row.missing_weight, row.surplus_weight):
                tables.refuse(placed, "poids_manque", "les poids de l’autre besoin de ce rôle")
    try:
        of_template.append(from_row(Need, row, titles=frozenset(row.titles)))
    except InvalidProblemError:
        counts = f"{row.minimum} / {row.target} / {row.maximum}"
        tables.refuse(
            placed, "maximum", "minimum ≤ cible ≤ maximum, et un maximum d’au moins 1", counts
        )


def exceptions(tables: Tables, templates: tuple[Template, ...]) -> Iterator[TemplateException]:
    """Build exceptions; those that change a number of people change the template's first need."""
    by_id = {template.id: template for template in templates}
    for placed in tables.of(d.ExceptionRow):
        row, template = placed.row, by_id.get(placed.row.template)
        counts = {"minimum": row.minimum, "target": row.target, "maximum": row.maximum}
        changed: dict[str, Any] = {n: count for n, count in counts.items() if count is not None}
        with tables.noting(placed, "", COHERENT, row.template):
            needs = None
            if template is not None and changed:
                first, *others = template.needs
                needs = (replace(first, **changed), *others)
            yield from_row(TemplateException, row, needs=needs)


def seasons(tables: Tables) -> tuple[Season, ...]:
    """Build seasons; a season has a row for each of its stretches of days."""
    spans: dict[str, list[tuple[date, date]]] = {}
    names: dict[str, str] = {}
    for placed in tables.of(d.SeasonRow):
        row = placed.row
        if row.last < row.first:
            tables.refuse(placed, "fin", f"une fin le {row.first:%d/%m/%Y} ou après")
            continue
        if names.setdefault(row.id, row.name) != row.name:
            tables.refuse(
                placed, "nom", f"le même nom sur chaque ligne de la saison (« {names[row.id]} »)"
            )
        spans.setdefault(row.id, []).append((row.first, row.last))
    return tuple(Season(id=id_, name=names[id_], spans=tuple(s)) for id_, s in spans.items())


def school(tables: Tables) -> SchoolCalendar:
    """Build the school calendar: the official one, changed by the association's rows."""
    calendar = SchoolCalendar()
    for placed in tables.of(d.SchoolRow):
        with tables.noting(placed, "fin", COHERENT):
            override = from_row(SchoolOverride, placed.row)
            calendar = SchoolCalendar(overrides=(*calendar.overrides, override))
    return calendar


def grounds(tables: Tables) -> Iterator[Ground]:
    """Build recorded derogations."""
    for placed in tables.of(d.GroundRow):
        if ends_in_order(tables, placed, placed.row.since, placed.row.until):
            yield from_row(Ground, placed.row)


CONTACT = re.compile(r"(?:\+33|\b0)[ .-]?[1-9](?:[ .-]?\d{2}){4}\b|\S@\S")
"""A French phone number, or an address of electronic mail."""

NO_CONTACT = "ni téléphone ni adresse électronique : une référence et un lieu suffisent"
WORDS = ("lieu", "reference", "reponse")

Row = d.AppointmentRow


def appointments(tables: Tables) -> Iterator[Appointment]:
    """Build the appointments, whatever was decided of them."""
    dispositifs = {placed.row.id: placed.row.agency for placed in tables.of(l.DispositifRow)}
    sites = {placed.row.id: placed.row.agency for placed in tables.of(l.SiteRow)}
    departements = {placed.row.id: placed.row.departement for placed in tables.of(l.AgencyRow)}
    templates = {line.value("id"): line for line in tables.lines[d.TemplateRow]}
    ends = _ends(tables)
    for placed in tables.of(Row):
        row = placed.row
        agency = dispositifs.get(row.dispositif, "")
        faults = [*_in_itself(placed), *_of_other_agency(placed, agency, sites)]
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
            faults += _on_closed_day(row, departements.get(agency, ""), ends)
        if tables.accepts(placed, faults):
            yield appointment


def _in_itself(placed: Placed[Row]) -> Iterator[tuple[str, str]]:
    """Yield what a row says wrong by itself: the header, and what was expected."""
    row = placed.row
    if row.state not in LIVE and not row.reply.strip():
        word = "refusé" if row.state is AppointmentState.REFUSED else "annulé"
        yield "reponse", f"pourquoi il est {word}"
    for header in WORDS:
        if CONTACT.search(placed.text(header)):
            yield header, NO_CONTACT


def _of_other_agency(
    placed: Placed[Row], agency: str, sites: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield that the site is another agency's: nobody of the dispositif goes there."""
    if agency and sites.get(placed.row.site) not in {"", None, agency}:
        yield "site", f"un site de l’agence « {agency} », qui tient le dispositif"


def _ends(tables: Tables) -> dict[str, date]:
    """
    Return the last day of the templates of each dispositif, if all of them end.

    Where a market pays for it, the market's end says so (`api.data.building.demand`).
    """
    paid = {name for placed in tables.of(d.MarketRow) for name in placed.row.dispositifs}
    ends: dict[str, date] = {}
    for row in (placed.row for placed in tables.of(d.TemplateRow)):
        if row.dispositif not in paid:
            before = ends.get(row.dispositif, date.min)
            ends[row.dispositif] = max(before, row.until or date.max)
    return ends


def _on_closed_day(
    row: Row, departement: str, ends: Mapping[str, date]
) -> Iterator[tuple[str, str]]:
    """Yield that the day is a public holiday, or after all that the dispositif has to hold."""
    if name := name_of(row.day, departement=departement):
        yield "jour", f"un jour qui n’est pas férié ({name})"
    end = ends.get(row.dispositif, date.max)
    if row.day > end:
        yield "jour", f"le {end:%d/%m/%Y} ou avant : le dispositif n’est plus tenu ensuite"


def markets(tables: Tables) -> tuple[Market, ...]:
    """
    Build markets; note those that contradict themselves or share a day of a dispositif.

    An hour held is of one market: those who pay for a dispositif together are one row.
    """
    built: list[tuple[Placed[d.MarketRow], Market]] = []
    for placed in tables.of(d.MarketRow):
        row = placed.row
        in_order = ends_in_order(tables, placed, row.first, row.last, column="fin")
        if not row.dispositifs:
            # Whoever pays for all of none would read it.
            tables.refuse(placed, "dispositifs", "un dispositif au moins")
        elif (row.minutes is None) is (row.visits is None):
            expected = "un volume en heures ou en passages : une des deux cases, et l’autre vide"
            tables.refuse(placed, "passages", expected)
        elif in_order and _alone_in_time(tables, placed, built):
            built.append((placed, from_row(Market, row)))
    markets = tuple(market for _, market in built)
    if len(markets) == len(tables.lines[d.MarketRow]):
        # Until every market is read, which one ends last isn't known: its own fault comes first.
        _end_templates(tables, markets)
    return markets


def _alone_in_time(
    tables: Tables, placed: Placed[d.MarketRow], others: list[tuple[Placed[d.MarketRow], Market]]
) -> bool:
    row = placed.row
    for other, market in others:
        shared = [each for each in row.dispositifs if each in market.dispositifs]
        if shared and overlap((row.first, row.last), (market.first, market.last)):
            expected = (
                f"un seul marché à la fois pour le dispositif « {shared[0]} » (ligne {other.line}, "
                f"{period_words(market.first, market.last)})"
            )
            tables.refuse(placed, "dispositifs", expected)
            return False
    return True


def _end_templates(tables: Tables, built: tuple[Market, ...]) -> None:
    """Note what is to hold (templates, days added, appointments) after the last market's end."""
    last: dict[str, Market] = {}
    for market in sorted(built, key=lambda market: market.last):
        last |= dict.fromkeys(market.dispositifs, market)
    for placed, column, dispositif, day in _to_hold(tables):
        ending = last.get(dispositif)
        if ending is not None and (day is None or day > ending.last):
            expected = (
                f"le {ending.last:%d/%m/%Y} au plus tard, fin du marché « {ending.id} » de "
                f"{ending.payer} (marches.csv)"
            )
            tables.refuse(placed, column, expected)


def _to_hold(tables: Tables) -> Iterator[tuple[Line, str, str, date | None]]:
    """Yield what is to hold: its line, the column of its last day, the dispositif, that day."""
    dispositifs = {placed.row.id: placed.row.dispositif for placed in tables.of(d.TemplateRow)}
    for placed in tables.of(d.TemplateRow):
        yield placed, "jusqu_au", placed.row.dispositif, placed.row.until
    for added in tables.of(d.ExceptionRow):
        if added.row.action is ExceptionAction.ADD:
            yield added, "jour", dispositifs.get(added.row.template, ""), added.row.day
    for appointment in tables.of(d.AppointmentRow):
        if appointment.row.state in LIVE:
            yield appointment, "jour", appointment.row.dispositif, appointment.row.day
