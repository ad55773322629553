"""Find the gaps in the on-call of a dispositif."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.domain.time import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A stretch without anyone on call for a dispositif; `due`: someone should be on call."""

    dispositif: str
    span: Span
    due: bool


def gaps(
    dispositif: str, covered: Iterable[Span], due: Iterable[Span], known: Iterable[Span]
) -> tuple[Gap, ...]:
    """
    Return the stretches that `covered` leaves without on-call, by start.

    The result goes from the first start to the last end of both, so that with `covered` it
    describes every `known` minute in between; for unpublished minutes, nobody knows whether someone
    is on call. A gap is either wholly due or wholly not due.
    """
    taken, due_spans, described = list(_union(covered)), list(_union(due)), list(_union(known))
    ends = {edge for pair in (*taken, *due_spans) for edge in pair}
    cuts = {edge for pair in described for edge in pair if ends and min(ends) < edge < max(ends)}
    edges = sorted(ends | cuts)
    pieces: list[tuple[int, int, bool]] = []
    for first, last in pairwise(edges):
        wanted = _inside(first, due_spans)
        if _inside(first, taken) or not (wanted or _inside(first, described)):
            continue
        if pieces and pieces[-1][1:] == (first, wanted):
            pieces[-1] = (pieces[-1][0], last, wanted)
        else:
            pieces.append((first, last, wanted))
    return tuple(
        Gap(dispositif=dispositif, span=Span.of_minutes(first, last), due=wanted)
        for first, last, wanted in pieces
    )


def _union(spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Yield the spans as UTC minutes, joined where they touch."""
    open_one: tuple[int, int] | None = None
    for first, last in sorted((span.first, span.last) for span in spans):
        if open_one is not None and first <= open_one[1]:
            open_one = (open_one[0], max(open_one[1], last))
            continue
        if open_one is not None:
            yield open_one
        open_one = (first, last)
    if open_one is not None:
        yield open_one


def _inside(minute: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= minute < last for first, last in spans)
