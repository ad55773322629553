"""List the published shifts that an absence would break, and how many would be left on each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from api.database.tables.ledger import PublishedSlotRow
from scheduler.domain.time import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from api.data.association import Association, Published


@dataclass(frozen=True, kw_only=True)
class BrokenShift:
    """
    A published shift that falls in an absence.

    `holders`: how many people hold the slot now; `minimum` and `target`: how many it needs (None:
    published before that was kept).
    """

    slot: str
    dispositif: str
    agency: str
    site: str
    span: Span
    holders: int
    minimum: int | None
    target: int | None

    @property
    def left(self) -> int:
        """How many people would still hold the slot."""
        return self.holders - 1

    @property
    def uncovered(self) -> bool:
        """Whether fewer people than the minimum would still hold the slot."""
        return self.minimum is not None and self.left < self.minimum


def broken(
    session: Session, association: Association, mediator: str, span: Span
) -> tuple[BrokenShift, ...]:
    """Return a person's published shifts that share time with a stretch, by start."""
    mine = list(_shifts_within(association, mediator, span))
    needs = {
        row.id: row
        for row in session.scalars(
            select(PublishedSlotRow).where(
                PublishedSlotRow.id.in_([shift.worked.duty.id for shift in mine])
            )
        )
    }
    return tuple(_broken(shift, association, needs.get(shift.worked.duty.id)) for shift in mine)


def _shifts_within(association: Association, mediator: str, span: Span) -> Iterator[Published]:
    for rows in association.history.values():
        for row in rows:
            if row.worked.mediator == mediator and row.worked.duty.span.touches(span):
                yield row


def _broken(
    shift: Published, association: Association, need: PublishedSlotRow | None
) -> BrokenShift:
    duty = shift.worked.duty
    month = association.history.get(f"{duty.span.day:%Y-%m}", ())
    return BrokenShift(
        slot=duty.id,
        dispositif=duty.dispositif,
        agency=duty.agency,
        site=duty.site,
        span=duty.span,
        holders=sum(1 for row in month if row.worked.duty.id == duty.id),
        minimum=None if need is None else need.minimum,
        target=None if need is None else need.target,
    )


def colleagues(association: Association, mediator: str) -> list[str]:
    """Return the others who may be posted on one of the person's dispositifs."""
    me = association.mediator_of.get(mediator)
    mine = frozenset[str]() if me is None else me.dispositifs
    return [m.id for m in association.mediators if m.id != mediator and m.dispositifs & mine]
