"""Turn a rota into the rows of the month's history, each with its uid and its revisions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from api.data.association import Published
from scheduler.domain.problem import Assignment, Worked
from scheduler.domain.rota import Rota

#: Ids are opaque to calendars, yet the same rota published twice gives the same file.
SPACE = uuid.UUID("6d1f1a52-6f7e-4e0c-9d3b-2f0a5c8b7e11")


@lru_cache(maxsize=1 << 16)
def derived_uid(mediator: str, *about: str) -> str:
    """
    Return the uid that a folder gives to a person's calendar event.

    `about` is the slot, or what `calendars.events.key_of` says after the person. Who has
    this program can work the uid out, so a database gives others (`api.ledger.subjects.uid_of`).
    An import asks for each one four times, once it has read all the months of the folder.
    """
    return str(uuid.uuid5(SPACE, "\n".join((mediator, *about))))


def published_rows(rota: Rota, before: Iterable[Published], now: datetime) -> tuple[Published, ...]:
    """
    Return the rows of the month's history after this rota is published at `now`.

    `before` is what the month's file held. A person who keeps a slot keeps its `uid`; `sequence`
    and `changed` move only where times or place did. Rows of slots that the rota doesn't hold
    (other dispositifs, days before a replan) stay as they were, and so does what is settled.
    """
    problem = rota.problem
    old = {(p.worked.mediator, p.worked.duty.id): p for p in before}
    settled = problem.settled
    kept = [
        p
        for (who, slot), p in old.items()
        if slot not in problem.slot_of or Assignment(who, slot) in settled
    ]
    rows = [
        _row(assignment, rota, old.get((assignment.mediator, assignment.slot)), now)
        for assignment in rota.assignments
    ]
    return tuple(sorted((*kept, *rows), key=lambda p: p.order))


def _row(assignment: Assignment, rota: Rota, old: Published | None, now: datetime) -> Published:
    duty = replace(rota.problem.slot_of[assignment.slot].duty, decided=False)
    worked = Worked(mediator=assignment.mediator, duty=duty)
    if old is None:
        uid = derived_uid(assignment.mediator, assignment.slot)
        return Published(uid=uid, worked=worked, created=now, changed=now)
    same = (duty.span.first, duty.span.last, duty.site) == (
        old.worked.duty.span.first,
        old.worked.duty.span.last,
        old.worked.duty.site,
    )
    if same:
        return replace(old, worked=worked)
    return replace(old, worked=worked, sequence=old.sequence + 1, changed=now)
