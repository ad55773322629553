"""What a request for leave bears on: shifts that it breaks, requests at the same time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.reach import Reach
from api.asking.moments import read_span
from api.data.association import Association
from api.database.tables.asking import LeaveRow, LeaveState
from api.database.tables.ledger import PublishedSlotRow
from api.database.tables.month import RotaRow
from api.ledger.history import whole
from api.month.frames import frame_of
from api.month.places.drafts import assignments_of, drafts
from scheduler.domain.duty import Duty
from scheduler.domain.problem import Assignment
from scheduler.domain.time import Span
from scheduler.errors import InvalidProblemError

DRAFTS = 400
"""Drafts that are looked at for what a request bears on: the latest."""

LIVE = (LeaveState.ASKED.value, LeaveState.GRANTED.value)


def span_of(row: LeaveRow) -> Span:
    """Return the time that a request is for."""
    return read_span(row.start, row.end)


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


@dataclass(frozen=True, kw_only=True)
class DraftedShift:
    """A shift that a draft gives the person in an absence, and that isn't published."""

    rota: str
    title: str
    version: int
    shift: BrokenShift


@dataclass(frozen=True, kw_only=True)
class Impact:
    """
    What to look at before a request is answered.

    `broken`: the person's published shifts that fall in it. `drafted`: those that drafts give them
    besides. `others`: requests at the same time by people of the same dispositifs, still asked or
    granted, by start.
    """

    broken: tuple[BrokenShift, ...]
    drafted: tuple[DraftedShift, ...]
    others: tuple[LeaveRow, ...]

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots of the published shifts that it breaks, by id."""
        return tuple(sorted({shift.slot for shift in self.broken}))


def weigh(session: Session, row: LeaveRow, reach: Reach) -> Impact:
    """Return what a request would break now, of which the caller may read, and requests near it."""
    association, span = whole(session), span_of(row)
    people = reach.people(association)
    others = [other for other in colleagues(association, row.mediator) if other in people]
    query = select(LeaveRow).where(LeaveRow.mediator.in_(others), LeaveRow.state.in_(LIVE))
    requests = session.scalars(query.order_by(LeaveRow.start, LeaveRow.id))
    months = {day.replace(day=1) for day in (span.day - timedelta(days=1), *span.days)}
    readable = [
        draft
        for draft in drafts(session, limit=DRAFTS)
        if draft.month in months and reach.planning(draft, association)
    ]
    return Impact(
        broken=broken(session, association, row.mediator, span),
        drafted=drafted(session, association, row.mediator, span, readable),
        others=tuple(other for other in requests if span_of(other).touches(span)),
    )


def broken(
    session: Session, association: Association, mediator: str, span: Span
) -> tuple[BrokenShift, ...]:
    """Return a person's published shifts that share time with a stretch, by start."""
    shifts = _published_in(association, mediator, span)
    query = select(PublishedSlotRow).where(PublishedSlotRow.id.in_([duty.id for duty in shifts]))
    needs = {row.id: row for row in session.scalars(query)}
    return tuple(_broken(duty, association, needs.get(duty.id)) for duty in shifts)


def broken_slots(association: Association, mediator: str, span: Span) -> tuple[str, ...]:
    """Return the slots of the shifts that `broken` returns, by id, without reading their needs."""
    return tuple(sorted({duty.id for duty in _published_in(association, mediator, span)}))


def _published_in(association: Association, mediator: str, span: Span) -> list[Duty]:
    duties = (row.worked.duty for row in association.published_of.get(mediator, ()))
    return [duty for duty in duties if duty.span.touches(span)]


def _broken(duty: Duty, association: Association, need: PublishedSlotRow | None) -> BrokenShift:
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
    dispositifs = frozenset[str]() if me is None else me.dispositifs
    return [m.id for m in association.mediators if m.id != mediator and m.dispositifs & dispositifs]
