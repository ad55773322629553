"""Give each post that somebody must leave to a colleague, one after the other, as by hand."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace

from api.month.starts import Starts
from scheduler.domain.problem import Assignment, may_hold


def simple_repair(
    starts: Starts, left: Iterable[Assignment], seconds: float
) -> frozenset[Assignment]:
    """
    Return the month that stands without what must be left, each post held by the best colleague.

    `left`: what must be left; of it, what isn't planned again stays. A post stays empty where
    nobody may lawfully come as things are then, and once so many seconds have passed.
    """
    deadline = time.monotonic() + seconds
    problem = starts.problem
    gone = {a for a in left if a.slot not in starts.kept}
    month = starts.standing - gone
    # Each post that is filled lifts what blocks by its being empty, and none comes back.
    starts = replace(starts, than=month)
    for each in sorted(gone, key=lambda a: (problem.slot_of[a.slot].span.first, a)):
        if time.monotonic() > deadline:
            break
        slot = problem.slot_of[each.slot]
        able = (m for m in problem.mediators if m.id != each.mediator and may_hold(m, slot))
        tries = {month | {Assignment(m.id, slot.id)} for m in able} - {month}
        month = starts.best(tries) or month
    return month
