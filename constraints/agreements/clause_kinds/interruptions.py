"""Measure the stretches without work inside a day, for the audits of clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.duty import DutyKind
from scheduler.domain.worktime.rests import by_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Day, Timeline


def post_days(timeline: Timeline) -> tuple[Day, ...]:
    """Return the working days, on-call interventions left out: these neither make nor cut a day."""
    return by_day(d for d in timeline.working if d.kind is not DutyKind.INTERVENTION)


def gaps_between(duties: Iterable[Duty]) -> Iterator[int]:
    """Yield the minutes of each gap between duties, in order."""
    yield from _holes((d.span.first, d.span.last) for d in duties)


def rests_within(duties: Iterable[Duty]) -> Iterator[int]:
    """Yield the minutes of each stretch without work, breaks inside duties included."""
    ordered = list(duties)
    yield from _holes(piece for duty in ordered for piece in duty.pieces)
    for duty in ordered:
        yield from duty.floating


def breaks_unknown(duties: Iterable[Duty]) -> bool:
    """Whether some duty's source gives no breaks: its lack of breaks then proves nothing."""
    return any(not duty.breaks_known for duty in duties)


def past_of(duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Return the posts that this rota doesn't decide, without the travel between them."""
    return tuple(d for d in duties if not d.decided and d.kind is not DutyKind.TRAVEL)


def _holes(pieces: Iterable[tuple[int, int]]) -> Iterator[int]:
    end: int | None = None
    for first, last in sorted(pieces):
        if end is not None and first > end:
            yield first - end
        end = last if end is None else max(end, last)
