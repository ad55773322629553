"""Build the literals that say where a working day is interrupted, for the encodings of clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scheduler.domain.duty import DutyKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.model import Item, Literal, PersonModel

Piece = tuple[int, int]


class Posts(NamedTuple):
    """The items of a working day: the fixed ones (without travel), and those to be chosen."""

    items: list[Item]
    fixed: list[Item]
    chosen: list[Item]


def posts_by_day(model: PersonModel) -> Mapping[date, Posts]:
    """Return the items that make working days, by the day on which they begin."""
    days: dict[date, Posts] = {}
    for item in model.working:
        if item.duty.kind is DutyKind.INTERVENTION:
            continue
        posts = days.setdefault(item.duty.span.day, Posts([], [], []))
        posts.items.append(item)
        if item.duty.kind is not DutyKind.TRAVEL:
            (posts.fixed if item.literal is model.true else posts.chosen).append(item)
    return days


def count_gaps(items: Sequence[Item], least: int, *, inside: bool) -> int:
    """Count the gaps of at least `least` minutes between items, as if all were worked."""
    pieces = [piece for item in items for piece in _pieces(item.duty, inside=inside)]
    ends = {last for _, last in pieces}
    count = sum(
        any(first >= end + least for first, _ in pieces)
        and not any(first < end + least and last > end for first, last in pieces)
        for end in ends
    )
    floats = [m for item in items for m in item.duty.floating if m >= least]
    return count + (len(floats) if inside else 0)


def cuts(
    model: PersonModel, items: Sequence[Item], least: int, *, inside: bool
) -> Iterator[Literal]:
    """
    Yield one literal for each possible gap of at least `least` minutes in a day.

    `inside`: breaks within a duty are gaps too. A gap begins where an assigned item ends, no
    assigned item touches its first `least` minutes, and another assigned item begins after them.
    """
    pieces = [(item.literal, _pieces(item.duty, inside=inside)) for item in items]
    for end in sorted({last for _, mine in pieces for _, last in mine}):
        ending = [lit for lit, mine in pieces if any(last == end for _, last in mine)]
        later = [lit for lit, mine in pieces if any(first >= end + least for first, _ in mine)]
        filling = [
            lit
            for lit, mine in pieces
            if any(first < end + least and last > end for first, last in mine)
        ]
        if later and not any(lit is model.true for lit in filling):
            yield model.model.all_of(
                [
                    model.model.any_of(ending),
                    model.model.any_of(later),
                    *(model.model.negation(lit) for lit in filling),
                ]
            )
    if inside:
        yield from (i.literal for i in items for minutes in i.duty.floating if minutes >= least)


def _pieces(duty: Duty, *, inside: bool) -> tuple[Piece, ...]:
    return duty.pieces if inside else ((duty.span.first, duty.span.last),)
