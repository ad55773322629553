"""Check how rows refer to each other, and make an association of them, wherever they are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from api.data.association import (
    Acknowledgement,
    Agency,
    Association,
    Dispositif,
    Published,
    Removal,
    Revision,
    Site,
    Title,
)
from api.data.building import (
    agreements,
    contracts,
    demand,
    employer,
    limits,
    people,
    team_time,
    training,
)
from api.data.building.values import from_rows
from api.data.errors import Faults
from api.data.rows import demand as d
from api.data.rows import people as p
from api.data.rows import places as l
from api.data.rows.columns import Column, Kind
from api.data.rows.employer import AckRow
from api.data.rows.kinds import KINDS
from api.data.rows.limits import RhythmRow
from api.data.rows.lines import KindLines, Line, Placed, Tables, already
from api.data.rows.readers import IDENT, NOBODY
from api.data.rows.readers import day as day_of_cell
from api.french.nearest import suggestion
from calendars.appointments import AppointmentState
from calendars.holidays import holidays_of
from calendars.templates.clashes import clashes
from calendars.templates.expansion import BadTemplatesError
from calendars.templates.template import Template
from scheduler.domain.duty import template_of
from scheduler.domain.problem import Lock
from scheduler.domain.rhythm import RhythmPrice
from scheduler.domain.time import day_span, days_span


def check_links(tables: Tables) -> None:
    """Note as a fault every reference to a missing row, and every duplicate."""
    for kind in KINDS.values():
        for column in kind.columns.values():
            if column.names:
                _check_references(tables, kind, column)
        if kind.once:
            _check_unique(tables, kind)
    _check_trips(tables)
    _check_templates(tables)
    _check_locks(tables)
    _check_contracts(tables)


def _check_references(tables: Tables, kind: Kind, column: Column) -> None:
    """Note the ids in a column that no row of the named kind has."""
    named = KINDS[column.names]
    for line in tables.lines[kind.model]:
        for name in ids(line.value(column.field)):
            erased = column.outlives and name == NOBODY
            # What isn't even an id is refused as such where the column is read.
            if not erased and IDENT.fullmatch(name) and not tables.knows(named.name, name):
                hint = suggestion(name, tables.ids[named.name], 0.75)
                tables.refuse(
                    line,
                    column.header,
                    f"un identifiant de {named.word} qui figure dans {named.file}{hint}",
                    name,
                )


def ids(value: str | tuple[str, ...] | None) -> Sequence[str]:
    """Return the ids in a column's value, whether it was read or is still text."""
    if isinstance(value, tuple):
        return value
    return [part.strip() for part in (value or "").split(",") if part.strip()]


def _check_unique(tables: Tables, kind: Kind) -> None:
    seen: dict[tuple[object, ...], Line] = {}
    headers = [kind.columns[field].header for field in kind.once]
    for line in tables.lines[kind.model]:
        first = seen.setdefault(tuple(line.value(field) for field in kind.once), line)
        if first is not line:
            tables.refuse(
                line,
                headers[-1],
                f"{kind.word} une seule fois ({already(first)})",
                " / ".join(line.text(header) for header in headers),
            )


def _check_trips(tables: Tables) -> None:
    seen: dict[frozenset[str], Line] = {}
    for placed in tables.of(l.TripRow):
        ends = frozenset((placed.row.origin, placed.row.goal))
        if len(ends) == 1:
            tables.refuse(placed, "vers", "un autre site que celui de départ")
            continue
        first = seen.setdefault(ends, placed)
        if first is not placed:
            text = f"un trajet une seule fois, il vaut dans les deux sens ({already(first)})"
            tables.refuse(placed, "vers", text, f"{placed.row.origin} / {placed.row.goal}")


def _check_templates(tables: Tables) -> None:
    """Note templates without need, and needs of a role that nobody has in the dispositif."""
    needed = {line.value("template") for line in tables.lines[d.NeedRow]}
    roles: dict[str, set[str]] = {}
    for person in tables.lines[p.PersonRow]:
        for dispositif in ids(person.value("dispositifs")):
            roles.setdefault(dispositif, set()).add(person.value("role"))
    # Where someone's dispositif is mistyped, who has which role isn't known: that comes first.
    placed_all = roles.keys() <= tables.ids["dispositifs"]
    wanted: dict[str, set[str]] = {}
    for need in tables.of(d.NeedRow):
        if need.row.minimum:
            wanted.setdefault(need.row.template, set()).update(need.row.roles)
    for placed in tables.lines[d.TemplateRow]:
        id_, dispositif = placed.value("id"), placed.value("dispositif")
        if id_ not in needed and tables.complete(d.NeedRow):
            tables.refuse(placed, "id", "au moins une ligne de ce gabarit dans besoins.csv")
        roles_needed = wanted.get(id_, set())
        checkable = dispositif in tables.ids["dispositifs"] and tables.complete(p.PersonRow)
        checkable = checkable and placed_all
        if roles_needed and checkable and not roles_needed & roles.get(dispositif, set()):
            tables.refuse(
                placed,
                "dispositif",
                "un dispositif où quelqu’un a l’un des rôles demandés dans besoins.csv",
            )


def _check_locks(tables: Tables) -> None:
    """Note locks that name no slot by its template and day, as in `19-B1-2026-10-02`."""
    for placed in tables.of(d.LockRow):
        template = template_of(placed.row.slot)
        checkable = template in tables.ids["rendez_vous"] or any(
            tables.knows(kind, template) for kind in ("gabarits", "temps_equipe")
        )
        if checkable:
            try:
                day_of_cell(placed.row.slot.removeprefix(f"{template}-"))
            except ValueError:
                pass
            else:
                continue
        tables.refuse(
            placed, "creneau", "un créneau : identifiant de gabarit, tiret, jour (19-B1-2026-10-02)"
        )


def _check_contracts(tables: Tables) -> None:
    """Note people without a contract: nobody would notice that they are never planned."""
    with_contract = {line.value("mediator") for line in tables.lines[p.ContractRow]}
    for placed in tables.lines[p.PersonRow]:
        id_ = placed.value("id")
        if id_ not in with_contract and tables.complete(p.ContractRow):
            tables.refuse(placed, "id", "au moins un contrat de cette personne dans contrats.csv")


AHEAD = timedelta(days=730)
NOTHING: Mapping[str, tuple[Published, ...]] = MappingProxyType({})


def association_of(
    tables: Tables,
    *,
    history: Mapping[str, tuple[Published, ...]] = NOTHING,
    removals: tuple[Removal, ...] = (),
    revisions: tuple[Revision, ...] = (),
) -> Association:
    """
    Make an association from rows, whether a folder or a database has them.

    BadFilesError: something in the rows is wrong, or faults were noted before: all of them at once.
    """
    faults = tables.faults
    check_links(tables)
    every_appointment = tuple(demand.appointments(tables))
    accepted = tuple(each for each in every_appointment if each.state is AppointmentState.ACCEPTED)
    posts = (*demand.templates(tables), *(each.template() for each in accepted))
    own_time, not_held = team_time.team_times(tables)
    templates = (*posts, *own_time)
    exceptions = (*demand.exceptions(tables, posts), *not_held)
    trained, members = tuple(training.cohorts(tables)), training.members(tables)
    absences, school = tuple(people.absences(tables)), demand.school(tables)
    hired = people.mediators(tables, school)
    mediators = training.with_courses(tables, hired, trained, members, absences)
    applied, terms = agreements.applied_and_terms(tables)
    contracts.within_agreements(tables, {m.id: m for m in mediators}, applied, terms)
    association = Association(
        agencies=from_rows(Agency, tables, l.AgencyRow),
        dispositifs=from_rows(Dispositif, tables, l.DispositifRow),
        sites=from_rows(Site, tables, l.SiteRow),
        travel=tuple((r.origin, r.goal, r.minutes) for r in (t.row for t in tables.of(l.TripRow))),
        mediators=mediators,
        titles=from_rows(Title, tables, p.TitleRow),
        markets=demand.markets(tables),
        templates=templates,
        exceptions=exceptions,
        appointments=every_appointment,
        seasons=demand.seasons(tables),
        school=school,
        cohorts=trained,
        members=members,
        absences=absences,
        delegations=people.delegations(tables, mediators),
        wishes=tuple(people.wishes(tables)),
        pairs=tuple(people.pairs(tables)),
        limits=tuple(limits.limits(tables, templates)),
        successions=tuple(limits.successions(tables, templates)),
        rhythm=from_rows(RhythmPrice, tables, RhythmRow),
        streaks=tuple(limits.streaks(tables)),
        grounds=tuple(demand.grounds(tables)),
        vehicles=tuple((v.row.agency, v.row.count) for v in tables.of(l.VehicleRow)),
        locks=(
            *from_rows(Lock, tables, d.LockRow),
            *filter(None, (each.lock() for each in accepted)),
        ),
        history=history,
        removals=removals,
        revisions=revisions,
        employer=employer.employer(tables),
        outside=tuple(employer.outside(tables)),
        carried=tuple(employer.carried(tables)),
        past_weeks=tuple(employer.past_weeks(tables)),
        notices=tuple(employer.notices(tables)),
        applied=applied,
        terms=terms,
        acknowledgements=from_rows(Acknowledgement, tables, AckRow),
        rubrics=tuple(employer.rubrics(tables)),
    )
    if not faults.errors:
        _try_days(association, tables)
    if not faults.errors:
        _try_places(association, tables)
    faults.refuse()
    return association


def _try_days(association: Association, tables: Tables) -> None:
    """Expand templates on the days on which they can fail: clock changes and exceptions."""
    described: tuple[Placed[Any], ...] = (*tables.of(d.TemplateRow), *tables.of(d.TeamTimeRow))
    lines = {placed.row.id: (placed.file, placed.line) for placed in described}
    excepted = {
        (placed.row.template, placed.row.day): placed.line for placed in tables.of(d.ExceptionRow)
    }
    seen: set[tuple[str, date | None]] = set()
    for day in sorted({*changes(association.templates), *(e.day for e in association.exceptions)}):
        try:
            association.slots(association.templates, day_span(day))
        except BadTemplatesError as error:
            for fault in error.faults:
                if (fault.template, fault.day) in seen:
                    continue
                seen.add((fault.template, fault.day))
                line = fault.day and excepted.get((fault.template, fault.day))
                tables.faults.add(
                    *(("exceptions.csv", line) if line else lines[fault.template]),
                    received=fault.template,
                    expected=f"un créneau possible ({fault.message})",
                )


def _try_places(association: Association, tables: Tables) -> None:
    """Note templates of one place whose slots overlap."""
    if not association.templates:
        return
    lines = {placed.row.id: placed.line for placed in tables.of(d.TemplateRow)}
    begins, ends = _days(association.templates)
    years = range(begins.year, ends.year + 1)
    for clash in clashes(
        association.templates,
        association.exceptions,
        days_span(begins, ends),
        holidays=holidays_of(years),
        local=association.local_holidays(years),
        school=association.school,
        seasons=association.seasons,
    ):
        first, second = sorted((clash.first, clash.second), key=lambda template: lines[template])
        tables.faults.add(
            "gabarits.csv",
            lines[second],
            received=second,
            expected=f"un créneau qui n’en chevauche pas un autre du même lieu : {clash.message} "
            f"(« {first} » est à la ligne {lines[first]})",
        )


def _days(templates: Iterable[Template]) -> tuple[date, date]:
    """Return the first and last day of all; without an end, two years after the last start."""
    since = [t.since for t in templates]
    return min(since), max(*(t.until or t.since for t in templates), max(since) + AHEAD)


def changes(templates: Iterable[Template]) -> Iterator[date]:
    """Yield the days on which clocks change and the days before, in the years of templates."""
    years = {t.since.year for t in templates} | {t.until.year for t in templates if t.until}
    if not years:
        return
    for year in range(min(years), max(years) + 1):
        for month in (3, 10):
            last = date(year, month, 31)
            sunday = last - timedelta(days=(last.weekday() + 1) % 7)
            yield sunday - timedelta(days=1)
            yield sunday


class Loose:
    """Rows by kind, as a place has them; files that they name aren't there."""

    def __init__(self, rows: Mapping[str, Sequence[Line]]) -> None:
        self.rows = rows

    def lines_of(self, kind: Kind) -> KindLines:
        """Return the rows of a kind."""
        return KindLines(self.rows.get(kind.name, ()), complete=True)

    def attached(self, name: str) -> bytes | None:  # noqa: ARG002 - as any place has it
        """Return nothing: no file was sent."""
        return None


def loose_association(rows: Mapping[str, Sequence[Line]]) -> Association:
    """Return the association that rows make (BadFilesError: all that is wrong with them)."""
    return association_of(Tables(Loose(rows), Faults()))
