"""Find who works, or is on call, in a span, without building anyone's timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.duty import DutyKind
from scheduler.domain.time import around
from scheduler.domain.timeline import with_travel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.rota import Rota
    from scheduler.domain.time import Span

EMPLOYER = "employeur"
"""Subject of findings that concern the employer as a whole."""


def duties_in(rota: Rota, span: Span) -> tuple[tuple[Mediator, tuple[Duty, ...]], ...]:
    """
    Return each person's duties that touch the span, by start, with history, training, travel.

    People without any are left out. A rota keeps them, for several rules ask for its horizon.
    """
    duties = rota.duties_known.get(span)
    if duties is None:
        duties = rota.duties_known[span] = tuple(_duties_in(rota, span))
    return duties


def _duties_in(rota: Rota, span: Span) -> Iterator[tuple[Mediator, tuple[Duty, ...]]]:
    minutes_between = rota.problem.minutes_between
    for mediator in rota.problem.mediators:
        fixed = around(rota.problem.fixed_of[mediator.id], span, rota.problem.longest)
        mine = [duty for duty in fixed if duty.span.touches(span)]
        mine += [slot.duty for slot in rota.slots_of[mediator.id] if slot.span.touches(span)]
        if mine:
            mine.sort(key=lambda d: (d.span.first, d.span.last, d.id))
            yield mediator, with_travel(tuple(mine), minutes_between)


def work_in(rota: Rota, span: Span) -> Iterator[tuple[Mediator, tuple[Duty, ...]]]:
    """Yield each person's duties with work in the span; people without any are left out."""
    for mediator, duties in duties_in(rota, span):
        mine = tuple(d for d in duties if d.counts and d.work_in(span) > 0)
        if mine:
            yield mediator, mine


def standby_in(rota: Rota, span: Span) -> Iterator[tuple[Mediator, tuple[Duty, ...]]]:
    """Yield each person's standby that touches the span; people without any are left out."""
    for mediator, duties in duties_in(rota, span):
        mine = tuple(d for d in duties if d.kind is DutyKind.STANDBY)
        if mine:
            yield mediator, mine
