"""Whose something is: the caller's own person, or someone whom the caller answers for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.access.caller import Role
from api.data.stored.association import read
from api.web.problems import not_found

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.access.caller import Caller
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


def people(who: Caller, session: Session, roles: frozenset[Role] = OVER) -> dict[str, Mediator]:
    """Return the people whom the caller answers for, by id."""
    return {m.id: m for m in read(session).mediators if answers_for(who, m, roles)}
