"""List the shifts that an absence would break, and how many people would be left on each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from api.database.tables.ledger import PublishedSlotRow
from api.month.frames import frame_of
from api.month.places.drafts import assignments_of
from scheduler.domain.problem import Assignment
from scheduler.domain.time import Span
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import Session

    from api.data.association import Association, Published
    from api.database.tables.month import RotaRow


@dataclass(frozen=True, kw_only=True)
class BrokenShift:
    """
    A shift that falls in an absence.

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


@dataclass(frozen=True, kw_only=True)
class DraftedShift:
    """A shift that a draft gives the person in an absence, and that isn't published."""

    rota: str
    title: str
    version: int
    shift: BrokenShift


def drafted(
    session: Session,
    association: Association,
    mediator: str,
    span: Span,
    drafts: Iterable[RotaRow],
) -> tuple[DraftedShift, ...]:
    """Return the shifts of drafts that share time with a stretch and aren't published, by start."""
    days = tuple(f"{day}" for day in (span.day - timedelta(days=1), *span.days))
    shifts: list[DraftedShift] = []
    for row in drafts:
        version = assignments_of(session, row.id, row.head)
        # The day of a slot is in its id: most drafts give the person nothing on those days.
        if not any(a.mediator == mediator and a.slot.endswith(days) for a in version):
            continue
        try:
            frame = frame_of(association, row)
        except InvalidProblemError:  # the data have left nothing to plan in that month
            continue
        rota = frame.rota(version)
        shifts += [
            DraftedShift(
                rota=row.id,
                title=row.title,
                version=row.head,
                shift=BrokenShift(
                    slot=slot.id,
                    dispositif=slot.dispositif,
                    agency=slot.agency,
                    site=slot.site,
                    span=slot.span,
                    holders=len(rota.team_of[slot.id]),
                    minimum=sum(need.minimum for need in slot.needs),
                    target=sum(need.target for need in slot.needs),
                ),
            )
            for slot in rota.slots_of[mediator]
            if slot.span.touches(span) and Assignment(mediator, slot.id) not in frame.published
        ]
    return tuple(sorted(shifts, key=lambda drafted: (drafted.shift.span.first, drafted.rota)))


def colleagues(association: Association, mediator: str) -> list[str]:
    """Return the others who may be posted on one of the person's dispositifs."""
    me = association.mediator_of.get(mediator)
    mine = frozenset[str]() if me is None else me.dispositifs
    return [m.id for m in association.mediators if m.id != mediator and m.dispositifs & mine]
