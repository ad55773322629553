"""Cut a horizon into windows, and make the problem of one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.domain.problem import Assignment, Worked
from scheduler.domain.time import Span, civil_months, days_span

if TYPE_CHECKING:
    from scheduler.domain.problem import Problem

SHORTEST = 14
"""Days below which what the horizon has of a month joins the month beside it."""


def windows_of(horizon: Span) -> tuple[Span, ...]:
    """Return the civil months of a horizon, in order; stretches of few days join a neighbour."""
    firsts = [first for first, _ in civil_months(horizon)]
    last = horizon.days[-1]
    if len(firsts) > 1 and (firsts[1] - firsts[0]).days < SHORTEST:
        del firsts[1]
    if len(firsts) > 1 and (last - firsts[-1]).days + 1 < SHORTEST:
        del firsts[-1]
    lasts = [*(first - timedelta(days=1) for first in firsts[1:]), last]
    return tuple(map(days_span, firsts, lasts))


def problem_of(whole: Problem, window: Span, decided: frozenset[Assignment]) -> Problem:
    """
    Return the problem of the slots that start in a window.

    What was `decided` of other slots, and what is locked there, is history, as if it had been
    published; leave, training and what is published later are known as they are for the whole.
    """
    slots = tuple(s for s in whole.slots if window.first <= s.span.first < window.last)
    ids = {slot.id for slot in slots}
    locked = whole.lock_of.keys() - whole.settled
    others = tuple(
        Worked(mediator=a.mediator, duty=replace(whole.slot_of[a.slot].duty, decided=False))
        for a in sorted(decided | locked)
        if a.slot not in ids
    )
    return replace(
        whole,
        horizon=window,
        slots=slots,
        history=whole.history + others,
        wishes=tuple(wish for wish in whole.wishes if wish.span.touches(window)),
        locks=tuple(lock for lock in whole.locks if lock.slot in ids),
        previous=frozenset(a for a in whole.previous if a.slot in ids),
    )
