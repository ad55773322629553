"""Whose something is: the caller's own person, or someone whom the caller answers for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.access.caller import Role
from api.data.stored.association import read
from api.swaps.sides import PERSON, SHIFT, Part
from api.web.problems import not_found

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.database.tables.asking import SwapRow
    from scheduler.domain.people import Mediator

OVER = frozenset({Role.RESPONSABLE, Role.RH})
"""Who answers for people's requests and hours."""


def own(who: Caller, session: Session) -> Mediator:
    """
    Return the caller's own person.

    Raises
    ------
    Refusal
        The account is nobody's of the association (404).
    """
    found = read(session).mediator_of.get(who.person) if who.person else None
    if found is None:
        raise not_found()
    return found


def answers_for(who: Caller, person: Mediator, roles: frozenset[Role] = OVER) -> bool:
    """Whether the caller answers for a person: for their agency, or one of their dispositifs."""
    return who.may(roles, person.agency) or any(
        who.may(roles, person.agency, one) for one in person.dispositifs
    )


def someone(who: Caller, session: Session, person: str, roles: frozenset[Role] = OVER) -> Mediator:
    """
    Return a person whom the caller answers for.

    Raises
    ------
    Refusal
        Nobody, or not theirs (404).
    """
    found = read(session).mediator_of.get(person)
    if found is None or not answers_for(who, found, roles):
        raise not_found()
    return found


def part_of(who: Caller, session: Session, row: SwapRow) -> Part:
    """
    Return what of a swap a responsable answers for.

    Raises
    ------
    Refusal
        Nothing of it is theirs (404).
    """
    roles = frozenset({Role.RESPONSABLE})
    theirs = frozenset(people(who, session, roles))
    slots = {one["slot"] for one in row.shifts if who.may(roles, one["agency"], one["dispositif"])}
    sides = {f"{PERSON}{one}" for one in (row.mediator, row.other) if one in theirs}
    sides |= {f"{SHIFT}{slot}" for slot in slots}
    if not sides:
        raise not_found()
    return Part(sides=frozenset(sides), subjects=theirs | slots)


def people(who: Caller, session: Session, roles: frozenset[Role] = OVER) -> dict[str, Mediator]:
    """Return the people whom the caller answers for, by id."""
    return {m.id: m for m in read(session).mediators if answers_for(who, m, roles)}
