"""Build templates, exceptions, seasons, school days, derogations and locks from rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from api.data.building.periods import ends_in_order
from api.data.building.values import from_row
from api.data.rows import demand as d
from api.data.rows.lines import Placed, Tables
from api.data.rows.places import DispositifRow
from calendars.school import SchoolCalendar, SchoolOverride
from calendars.templates.clock import TemplateBreak
from calendars.templates.seasons import Season
from calendars.templates.template import Template, TemplateException
from scheduler.domain.grounds import Ground
from scheduler.domain.problem import Lock
from scheduler.domain.slots import Need, SlotKind
from scheduler.errors import InvalidProblemError

LONGEST = 15 * 60
"""Minutes between start and end of a post: 24 h less the shortest daily rest, 9 h (D3131-6)."""


def templates(tables: Tables) -> tuple[Template, ...]:
    """Build templates; note a template that contradicts itself, at its line."""
    needs: dict[str, list[Need]] = {}
    for need in tables.of(d.NeedRow):
        _need(tables, need, needs)
    breaks: dict[str, list[TemplateBreak]] = {}
    for pause in tables.of(d.BreakRow):
        breaks.setdefault(pause.row.template, []).append(from_row(TemplateBreak, pause.row))
    agencies = {placed.row.id: placed.row.agency for placed in tables.of(DispositifRow)}
    built = []
    for placed in tables.of(d.TemplateRow):
        row = placed.row
        _check_length(tables, placed)
        if not needs.get(row.id):
            continue  # noted by the links, or its needs are
        try:
            template = from_row(
                Template,
                row,
                agency=agencies.get(row.dispositif, ""),
                needs=tuple(needs[row.id]),
                breaks=tuple(breaks.get(row.id, ())),
                supervises=frozenset(row.supervises),
            )
        except InvalidProblemError as error:
            tables.refuse(placed, "", coherent(error), row.id)
        else:
            built.append(template)
    return tuple(built)


def _check_length(tables: Tables, placed: Placed[d.TemplateRow]) -> None:
    """Note a template longer than anybody may work: people often exchange its start and end."""
    row = placed.row
    minutes = (row.end.hour - row.start.hour) * 60 + row.end.minute - row.start.minute
    minutes = (minutes - 1) % (24 * 60) + 1
    if row.kind is not SlotKind.STANDBY and minutes > LONGEST:
        tables.refuse(
            placed,
            "fin",
            (
                f"une fin au plus {LONGEST // 60} h après le début "
                f"({placed.text('debut')}) ; une fin égale ou antérieure au début est le lendemain"
            ),
        )


def coherent(error: InvalidProblemError) -> str:
    """Say that a row contradicts itself, as what was expected of it, with the contradiction."""
    return f"une ligne cohérente ({error})"


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


def exceptions(tables: Tables, templates: tuple[Template, ...]) -> tuple[TemplateException, ...]:
    """Build exceptions; those that change a number of people change the template's first need."""
    by_id = {template.id: template for template in templates}
    built = []
    for placed in tables.of(d.ExceptionRow):
        row = placed.row
        counts = (row.minimum, row.target, row.maximum)
        template = by_id.get(row.template)
        try:
            needs = None
            if template is not None and any(count is not None for count in counts):
                first = template.needs[0]
                changed = replace(
                    first,
                    minimum=first.minimum if row.minimum is None else row.minimum,
                    target=first.target if row.target is None else row.target,
                    maximum=first.maximum if row.maximum is None else row.maximum,
                )
                needs = (changed, *template.needs[1:])
            built.append(from_row(TemplateException, row, needs=needs))
        except InvalidProblemError as error:
            tables.refuse(placed, "", coherent(error), row.template)
    return tuple(built)


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
    overrides: list[SchoolOverride] = []
    calendar = SchoolCalendar()
    for placed in tables.of(d.SchoolRow):
        row = placed.row
        try:
            override = from_row(SchoolOverride, row)
            calendar = SchoolCalendar(overrides=(*overrides, override))
        except InvalidProblemError as error:
            tables.refuse(placed, "fin", coherent(error))
        else:
            overrides.append(override)
    return calendar


def grounds(tables: Tables) -> tuple[Ground, ...]:
    """Build recorded derogations."""
    built = []
    for placed in tables.of(d.GroundRow):
        row = placed.row
        if ends_in_order(tables, placed, row.since, row.until):
            built.append(from_row(Ground, row))
    return tuple(built)


def locks(tables: Tables) -> tuple[Lock, ...]:
    """Build locks."""
    return tuple(lock_of(placed.row) for placed in tables.of(d.LockRow))


def lock_of(row: d.LockRow) -> Lock:
    """Build the lock that a row describes."""
    return from_row(Lock, row)
