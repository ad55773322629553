"""Échanges tels qu'ils sont gardés: where each stands, whose they are, how one ends."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from api.access.trail import note as note_deed
from api.asking.errors import ConflictError, PassedError, UnknownError
from api.asking.exchange import Weighed, month_of, operation, stands, weigh
from api.ledger.history import whole
from api.store.tables.asking import SwapRow

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from api.access.caller import Caller
    from api.association import Association
    from api.store.tables.ledger import PublicationRow

MOST = 200
"""Swaps of one person that are listed: the latest."""


class State(StrEnum):
    """Where a swap stands. LAPSED: a shift changed or began before it was published."""

    ASKED = "demande"
    ACCEPTED = "accepte"
    APPROVED = "approuve"
    REFUSED = "refuse"
    WITHDRAWN = "retire"
    LAPSED = "caduc"


DEEDS = {
    State.ASKED: "demander",
    State.ACCEPTED: "accepter",
    State.APPROVED: "approuver",
    State.REFUSED: "refuser",
    State.WITHDRAWN: "retirer",
}
LIVE = (State.ASKED.value, State.ACCEPTED.value)


def state_of(swap: SwapRow, association: Association, now: datetime) -> State:
    """Return where a swap stands now: it lapses by itself."""
    state = State(swap.state)
    if swap.state in LIVE and not stands(swap.shifts, association, now):
        return State.LAPSED
    return state


def weighed(association: Association, swap: SwapRow, now: datetime) -> Weighed:
    """Judge a swap on what is published (see `api.asking.exchange.weigh`)."""
    gesture = operation(swap.mediator, swap.gives, swap.other, swap.takes)
    return weigh(association, month_of(swap.shifts), gesture, now)


def lapse(session: Session, publication: PublicationRow) -> None:
    """Close the swaps that a publication makes impossible, in its own transaction."""
    association = whole(session)
    live = session.scalars(select(SwapRow).where(SwapRow.state.in_(LIVE)))
    for row in live:
        if state_of(row, association, publication.made) is State.LAPSED:
            row.state = State.LAPSED.value
            row.number += 1
    session.flush()


def of(session: Session, person: str) -> list[SwapRow]:
    """Return the swaps that a person asked for or is asked for, the latest first."""
    theirs = or_(SwapRow.mediator == person, SwapRow.other == person)
    order = (SwapRow.asked.desc(), SwapRow.id)
    return list(session.scalars(select(SwapRow).where(theirs).order_by(*order).limit(MOST)))


def get(session: Session, swap: str) -> SwapRow:
    """
    Return a swap.

    Raises
    ------
    UnknownError
        There is none.
    """
    row = session.get(SwapRow, swap)
    if row is None:
        raise UnknownError
    return row


def page(
    session: Session,
    people: Collection[str],
    *,
    state: State | None = None,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> list[SwapRow]:
    """Return swaps of these people, the latest first, at most `limit` after one by time and id."""
    theirs = or_(SwapRow.mediator.in_(people), SwapRow.other.in_(people))
    query = select(SwapRow).where(theirs)
    if state is not None:
        query = query.where(SwapRow.state == state.value)
    if after is not None:
        when, one = after
        later = (SwapRow.asked == when) & (SwapRow.id > one)
        query = query.where((SwapRow.asked < when) | later)
    order = (SwapRow.asked.desc(), SwapRow.id)
    return list(session.scalars(query.order_by(*order).limit(limit)))


def opened(
    session: Session, swap: str, number: int, states: Collection[State], now: datetime
) -> SwapRow:
    """
    Return a swap, if it is in one of these states and as the caller knows it.

    Raises
    ------
    UnknownError, PassedError
        No such swap, or it moved meanwhile.
    ConflictError
        It is closed or lapsed.
    """
    row = get(session, swap)
    if row.number != number:
        raise PassedError(row.number, number)
    state = state_of(row, whole(session), now)
    if state is State.LAPSED:
        raise ConflictError(
            "echange_caduc", "Un des services a changé ou a commencé : cet échange est caduc."
        )
    if state not in states:
        raise ConflictError("echange_clos", f"Cet échange n’attend pas cela : {state}.")
    return row


def end(
    session: Session,
    caller: Caller,
    row: SwapRow,
    state: State,
    now: datetime | None = None,
) -> SwapRow:
    """Bring a swap to a state, and note the deed."""
    row.state = state.value
    row.number += 1
    if state is not State.ACCEPTED:
        row.decided = now or datetime.now(UTC)
        row.decided_by = caller.user
    session.flush()
    noted(session, caller, row, DEEDS[state])
    return row


def noted(session: Session, caller: Caller, row: SwapRow, action: str) -> None:
    """Note a deed in the trail."""
    agency = row.shifts[0]["agency"] if row.shifts else ""
    note_deed(session, caller, action, "echange", row.id, agency=agency)
