"""What the panel of locks shows: who is locked where, by whom, since when, and conflicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.data.stored.association import state
from api.data.stored.history import added_at
from api.french.words import brief_day_of_month, capital, instant_words
from api.month.judging import judge
from api.month.locks import locks_of
from api.page.edits.locks import LOCKS
from api.page.grid.marks import slot_words
from api.page.grid.panel import FindingLine, line_of
from api.planning.names import names_of
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from api.month.drafts.access import ReadVersion
    from scheduler.domain.problem import Lock


@dataclass(frozen=True, kw_only=True)
class LockLine:
    """
    A lock. `origin`: by whom, since when and why. `aside`: what plans don't follow yet, or at all.

    `idle`: it can't apply any more.
    """

    person: str
    name: str
    slot: str
    words: str
    origin: str
    aside: str
    idle: bool


@dataclass(frozen=True, kw_only=True)
class LocksView:
    """The locks of a draft, and what they break by themselves."""

    lines: tuple[LockLine, ...]
    conflicts: tuple[FindingLine, ...]


def locks_view(session: Session, opened: ReadVersion) -> LocksView:
    """Write the locks of a draft's version."""
    frame = opened.frame
    there = locks_of(frame, opened.assignments)
    since = _since(session)
    names = names_of(frame.association)
    people = frame.association.mediator_of
    lines = [
        LockLine(
            person=each.lock.mediator,
            name=people[each.lock.mediator].name,
            slot=each.slot.id,
            words=f"{brief_day_of_month(each.slot.span.day)}, {slot_words(each.slot, names)}",
            origin=_origin(each.lock, since),
            aside="" if each.stands else "pas encore dans ce planning : un calcul l’y mettra",
            idle=False,
        )
        for each in there.locks
    ]
    lines += [
        LockLine(
            person=each.lock.mediator,
            name=each.who,
            slot=each.lock.slot,
            words=f"créneau {each.lock.slot}",
            origin=_origin(each.lock, since),
            aside=f"laissé de côté : {each.why}",
            idle=True,
        )
        for each in there.idle
    ]
    judged = judge(frame, opened.assignments) if there.conflicts else None
    return LocksView(
        lines=tuple(lines),
        conflicts=()
        if judged is None
        else tuple(line_of(finding, judged) for finding in there.conflicts),
    )


def _since(session: Session) -> dict[tuple[str, str], str]:
    """Return when locks were added, in words; of those of a file, nobody knows."""
    at, rows = added_at(session, LOCKS), state(session).indexes[LOCKS]
    since = {}
    for key in rows.keys(0):
        if key in at:
            lock = rows.row(key).__dict__
            since[lock["mediator"], lock["slot"]] = instant_words(at[key].astimezone(PARIS))
    return since


def _origin(lock: Lock, since: dict[tuple[str, str], str]) -> str:
    when = since.get((lock.mediator, lock.slot))
    return capital(f"par {lock.by}{f', le {when}' if when else ''} : {lock.why}")
