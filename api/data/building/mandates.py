"""Build the hours of representatives from rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.data.building.people import span_of
from api.data.building.values import from_row
from api.data.rows.lines import Placed, Tables, already
from api.data.rows.people import DelegationRow
from scheduler.domain.mandates import Delegation
from scheduler.domain.people import Mediator
from scheduler.errors import InvalidProblemError


def delegations(tables: Tables, mediators: Iterable[Mediator]) -> tuple[Delegation, ...]:
    """
    Build the hours of mandates.

    Noted instead: those without a time, too long, out of contract, or at the time of others of the
    person's.
    """
    people = {person.id: person for person in mediators}
    taken: dict[str, list[tuple[Delegation, Placed[DelegationRow]]]] = {}
    for placed, delegation in _readable(tables):
        person = people.get(delegation.mediator)
        if person is None:
            continue
        if not all(map(person.employed_on, delegation.span.days)):
            tables.refuse(placed, "debut", "un jour où la personne a un contrat")
            continue
        others = taken.setdefault(person.id, [])
        clash = next((line for o, line in others if o.span.touches(delegation.span)), None)
        if clash is not None:
            expected = f"un temps de mandat qui n’en chevauche pas un autre ({already(clash)})"
            tables.refuse(placed, "debut", expected)
            continue
        others.append((delegation, placed))
    return tuple(delegation for of_person in taken.values() for delegation, _ in of_person)


def _readable(tables: Tables) -> Iterator[tuple[Placed[DelegationRow], Delegation]]:
    for placed in tables.of(DelegationRow):
        timeless = [
            header
            for header, (_, clock) in (("debut", placed.row.start), ("fin", placed.row.end))
            if clock is None
        ]
        for header in timeless:
            tables.refuse(placed, header, "un jour et une heure, comme 2026-12-31T14:00")
        span = None if timeless else span_of(tables, placed)
        if span is None:
            continue
        try:
            yield placed, from_row(Delegation, placed.row, span=span)
        except InvalidProblemError as error:
            tables.refuse(placed, "fin", str(error))
