"""Find the shifts of somebody who can't come, and begin the draft in which others take them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import Engine

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.reach import PLANNERS, Reach
from api.database.engine import reading
from api.database.tables.month import RotaRow
from api.ledger.history import whole
from api.month.drafts.service import NewDraft, begin_draft
from api.month.frames import Frame, framed
from api.month.places.drafts import current_drafts
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.slots import Slot
from scheduler.domain.time import Span, minute_at
from scheduler.publication import begun_slots

TITLE = "Remplacements"
"""The title of these drafts; it names nobody, for titles outlive people."""


AWAY, OUTSIDE = "pendant son absence", "hors de son contrat"
"""When somebody can't come, as people read it."""


def is_missing(problem: Problem, who: str, span: Span) -> bool:
    """Whether a person is away for any part of a span, or has no contract on one of its days."""
    return problem.presence.is_away(who, span) or _is_outside(problem, who, span)


def _is_outside(problem: Problem, who: str, span: Span) -> bool:
    person = problem.mediator_of.get(who)
    return person is not None and not all(person.employed_on(day) for day in span.days)


def when_missing(problem: Problem, who: str, slots: Iterable[Slot]) -> str:
    """Say in French when a person can't come, of these shifts to replace (never why)."""
    outside = {_is_outside(problem, who, slot.span) for slot in slots}
    return f"{AWAY} ou {OUTSIDE}" if len(outside) > 1 else OUTSIDE if True in outside else AWAY


def shifts_to_replace(
    frame: Frame, assignments: frozenset[Assignment], now: datetime
) -> Mapping[str, tuple[Slot, ...]]:
    """Return the shifts to come that people hold in a version and can't come for, by person."""
    begun = begun_slots(frame.problem, minute_at(now))
    slots = frame.problem.slot_of
    there: dict[str, list[Slot]] = defaultdict(list)
    for each in assignments:
        if (
            frame.decides(each)
            and each.slot not in begun
            and is_missing(frame.problem, each.mediator, slots[each.slot].span)
        ):
            there[each.mediator].append(slots[each.slot])
    return {
        who: tuple(sorted(mine, key=lambda slot: (slot.span.first, slot.id)))
        for who, mine in sorted(there.items())
    }


def published_to_replace(
    frame: Frame, reach: Reach, now: datetime
) -> Mapping[str, tuple[Slot, ...]]:
    """Return the same of what is published and within a reach; people with no such shift aren't."""
    within = {
        who: tuple(slot for slot in shifts if reach.area(slot.agency, slot.dispositif))
        for who, shifts in shifts_to_replace(frame, frame.published, now).items()
    }
    return {who: shifts for who, shifts in within.items() if shifts}


def begin_replacement(
    caller: Caller, engine: Engine, month: date, person: str, now: datetime
) -> RotaRow:
    """
    Begin, from what is published, a draft of the dispositifs whose shifts somebody can't come for.

    Whoever asks twice goes on with the draft that they began, as long as nothing was published
    since. Call it outside any transaction. Raises `UnknownError`: the person holds no such shift
    that the caller plans.
    """
    with reading(engine) as session:
        frame = framed(whole(session), month, None, now)
        shifts = published_to_replace(frame, Reach(caller, PLANNERS), now).get(person, ())
        if not shifts:
            raise UnknownError
        dispositifs = tuple(sorted({slot.dispositif for slot in shifts}))
        begun = session.scalars(
            current_drafts(session, month)
            .where(RotaRow.title == TITLE, RotaRow.made_by == caller.user)
            .order_by(RotaRow.made.desc())
        )
        mine = next((row for row in begun if tuple(row.dispositifs) == dispositifs), None)
    if mine is not None:
        return mine
    wish = NewDraft(month=f"{month:%Y-%m}", dispositifs=dispositifs, title=TITLE, start="publie")
    return begin_draft(caller, engine, wish)
