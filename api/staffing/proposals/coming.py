"""Find with whom a person may come to a post, once something is changed for them."""

from __future__ import annotations

from collections.abc import Iterable

from api.planning.holes import Hole
from api.staffing.bench import Bench
from scheduler.domain.people import Mediator

SECONDS = 4
"""With how many of those who can't come alone a person is tried."""


def coming(
    bench: Bench, hole: Hole, mediator: Mediator, others: Iterable[Mediator] = ()
) -> tuple[Mediator, ...]:
    """
    Return who may come to a hole: a person alone, or with one of `others` (empty: nobody may).

    `others`: people whom nothing stops, except that somebody must come with them.
    """
    if bench.stop(mediator, hole.slot) is not None:
        return ()
    if not bench.team((mediator,), hole.slot, room=False):
        return (mediator,)
    if hole.need.maximum - hole.have < 2:  # noqa: PLR2004 - there is no place for two
        return ()
    seconds = [other for other in others if other.id != mediator.id][:SECONDS]
    return next(
        (
            (mediator, other)
            for other in seconds
            if not bench.team((mediator, other), hole.slot, room=False)
        ),
        (),
    )
