"""Build people from rows, with their contracts, titles, absences, wishes and pairs."""

from __future__ import annotations

from datetime import time, timedelta

from api.data.association import Title
from api.data.building import exemptions, fixed_terms
from api.data.building.amendments import add_amendments
from api.data.building.forfait import fits, forfait_of
from api.data.building.homonyms import distinguish_homonyms
from api.data.building.periods import overlap
from api.data.building.protections import protections
from api.data.building.values import from_row
from api.data.rows import people as p
from api.data.rows.lines import Placed, Tables
from api.data.rows.places import AgencyRow
from api.data.rows.readers import NOBODY
from calendars.school import SchoolCalendar
from scheduler.domain.contracts import Contract
from scheduler.domain.forfait import MOST_DAYS
from scheduler.domain.hours import FULL_WEEK
from scheduler.domain.people import Absence, Mediator, Pair, Wish
from scheduler.domain.time import Span, at, midnight
from scheduler.errors import InvalidProblemError


def mediators(tables: Tables, school: SchoolCalendar) -> tuple[Mediator, ...]:
    """
    Build people with their contracts, and mark the names of namesakes.

    Overlapping contracts are noted on their lines.
    """
    contracts: dict[str, list[Contract]] = {}
    persons = {placed.row.id: placed.row for placed in tables.of(p.PersonRow)}
    for placed in tables.of(p.ContractRow):
        person = persons.get(placed.row.mediator)
        contract = _contract(tables, placed) if fits(tables, placed, person) else None
        if contract is not None:
            _add(tables, placed, contracts.setdefault(placed.row.mediator, []), contract)
    add_amendments(tables, contracts)
    fixed_terms.check_renewals(tables, tables.of(p.ContractRow), contracts)
    posted = fixed_terms.with_predecessors(contracts)
    leaves, jobs = exemptions.long_leaves(tables), exemptions.holiday_jobs(tables, school)
    protected = protections(tables)
    socle = {placed.row.mediator: placed.row.day for placed in tables.of(p.SocleRow)}
    agencies = {placed.row.id: placed.row.name for placed in tables.of(AgencyRow)}
    people = (
        from_row(
            Mediator,
            row,
            contracts=posted.get(row.id, ()),
            dispositifs=frozenset(row.dispositifs),
            sites=frozenset(row.sites),
            socle=socle.get(row.id),
            long_leaves=leaves.get(row.id, ()),
            holiday_jobs=jobs.get(row.id, ()),
            protections=protected.get(row.id, ()),
        )
        for row in persons.values()
    )
    return distinguish_homonyms(people, agencies)


def _contract(tables: Tables, placed: Placed[p.ContractRow]) -> Contract | None:
    row = placed.row
    if not fixed_terms.coherent(tables, placed):
        return None
    forfait = forfait_of(row)
    minutes = row.weekly_minutes
    if forfait is not None:
        minutes = FULL_WEEK * forfait.days // MOST_DAYS
    try:
        # Who was erased may be another who was: the person replaced is unknown.
        replaces = "" if row.replaces == NOBODY else row.replaces
        return from_row(Contract, row, weekly_minutes=minutes, forfait=forfait, replaces=replaces)
    except InvalidProblemError:
        tables.refuse(placed, "fin", f"une fin le {row.start:%d/%m/%Y} ou après")
        return None


def _add(
    tables: Tables, placed: Placed[p.ContractRow], others: list[Contract], contract: Contract
) -> None:
    """Add a contract to a person's others; note it instead if it overlaps one of them."""
    for other in others:
        if overlap((contract.start, contract.end), (other.start, other.end)):
            end = f"{other.end:%d/%m/%Y}" if other.end else "sans fin"
            tables.refuse(
                placed,
                "debut",
                (
                    "un contrat qui n’en chevauche pas un autre de la même personne "
                    f"({other.start:%d/%m/%Y} – {end})"
                ),
            )
            return
    others.append(contract)


def titles(tables: Tables) -> tuple[Title, ...]:
    """Build the titles."""
    return tuple(from_row(Title, placed.row) for placed in tables.of(p.TitleRow))


def absences(tables: Tables) -> tuple[Absence, ...]:
    """Build absences; if the last day has no time, all of it counts."""
    spans = ((placed.row, span_of(tables, placed)) for placed in tables.of(p.AbsenceRow))
    return tuple(from_row(Absence, row, span=span) for row, span in spans if span is not None)


def wishes(tables: Tables) -> tuple[Wish, ...]:
    """Build wishes; if the last day has no time, all of it counts."""
    spans = ((placed.row, span_of(tables, placed)) for placed in tables.of(p.WishRow))
    return tuple(
        from_row(Wish, row, span=span, templates=frozenset(row.templates))
        for row, span in spans
        if span is not None
    )


def span_of(
    tables: Tables, placed: Placed[p.AbsenceRow] | Placed[p.WishRow] | Placed[p.DelegationRow]
) -> Span | None:
    """Return the time from `debut` to `fin`, or note why there is none (None)."""
    row, ends = placed.row, []
    for column, (day, clock), over in (("debut", row.start, 0), ("fin", row.end, 1)):
        try:
            ends.append(midnight(day + timedelta(days=over)) if clock is None else at(day, clock))
        except InvalidProblemError as error:
            cell = placed.text(column)
            tables.refuse(placed, column, f"une heure qui existe : {error}", cell)
    if len(ends) < len(("debut", "fin")):
        return None
    try:
        return Span(*ends)
    except InvalidProblemError:
        start, clock = row.start
        tables.refuse(
            placed, "fin", f"une fin après le début ({start:%d/%m/%Y} {clock or time():%H:%M})"
        )
        return None


def pairs(tables: Tables) -> tuple[Pair, ...]:
    """Build pairs; the two people must be different."""
    built = []
    for placed in tables.of(p.PairRow):
        row = placed.row
        if row.first == row.second:
            tables.refuse(placed, "seconde", "une autre personne que la première")
            continue
        if row.since and row.until and row.until < row.since:
            tables.refuse(placed, "jusqu_au", f"le {row.since:%d/%m/%Y} ou après")
            continue
        built.append(from_row(Pair, row))
    return tuple(built)
