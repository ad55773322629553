"""List the swaps that wait for a responsable's approval, and those that were decided lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from api.access.errors import UnknownError
from api.database.tables.asking import SwapRow, SwapState
from api.swaps.rows import state_of
from api.swaps.sides import AGREED, part_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from api.access.reach import Reach
    from api.data.association import Association

DECIDED = (SwapState.APPROVED.value, SwapState.REFUSED.value)


def waiting(
    session: Session, reach: Reach, association: Association, now: datetime
) -> list[SwapRow]:
    """Return the swaps that both people accept and of which the caller answers for a side."""
    query = select(SwapRow).where(SwapRow.state == SwapState.ACCEPTED.value)
    rows = session.scalars(query.order_by(SwapRow.requested, SwapRow.id))
    return [
        row
        for row in _theirs(rows, reach, association)
        if state_of(row, association, now) is SwapState.ACCEPTED
    ]


def is_agreed(row: SwapRow, reach: Reach, association: Association) -> bool:
    """
    Whether somebody approved the caller's sides of a swap already: it waits for another team.

    What the swap adds may have changed since, and then it is to be approved again.
    """
    sides = {f"{AGREED}{side}" for side in part_of(reach, association, row).sides}
    return sides <= set(row.findings)


def decided(session: Session, reach: Reach, association: Association, limit: int) -> list[SwapRow]:
    """Return the swaps of the caller's people that were approved or refused, the last first."""
    people = reach.people(association)
    query = select(SwapRow).where(
        SwapRow.state.in_(DECIDED),
        SwapRow.mediator.in_(people) | SwapRow.other.in_(people),
    )
    return list(session.scalars(query.order_by(SwapRow.decided.desc(), SwapRow.id).limit(limit)))


def _theirs(rows: Iterable[SwapRow], reach: Reach, association: Association) -> Iterable[SwapRow]:
    for row in rows:
        try:
            part_of(reach, association, row)
        except UnknownError:
            continue
        yield row
