"""How the times of work move from a day to the next, as literals: for encodings alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.domain.worktime.working_days import begins_work, clock_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from scheduler.model import Item, Literal, PersonModel


def items_by_day(person: PersonModel) -> Mapping[date, Sequence[Item]]:
    """Return what the person works, or may work, by the day on which it begins."""
    days: defaultdict[date, list[Item]] = defaultdict(list)
    for item in person.items:
        if begins_work(item.duty):
            days[item.duty.span.day].append(item)
    return days


def short_rests(
    person: PersonModel, before: Sequence[Item], after: Sequence[Item], minutes: int
) -> Iterator[list[Literal]]:
    """Yield premises, one of which holds if less than some minutes lie between two days."""
    for ends, begins, _ in _clashes(
        person, before, after, lambda x, y: y.span.first - x.span.last < minutes
    ):
        yield [ends, begins]


def later_starts(
    person: PersonModel, low: Sequence[Item], high: Sequence[Item], minutes: int
) -> Iterator[list[Literal]]:
    """
    Yield premises, one of which holds if the first of `high` begins so much later than of `low`.

    The clock counts, of two days that are both worked.
    """
    for late, early, others in _clashes(
        person, high, low, lambda x, y: clock_of(x.span.first) >= clock_of(y.span.first) + minutes
    ):
        if not any(item.literal is person.true for item in others):
            yield [late, early, *(person.model.negation(item.literal) for item in others)]


def _clashes(
    person: PersonModel, before: Sequence[Item], after: Sequence[Item], clash: Callable[..., bool]
) -> Iterator[tuple[Literal, Literal, list[Item]]]:
    """
    Yield pairs of literals: some of `before`, some of `after` that clash with all of them.

    With each pair come those of `before` that don't clash. Items that clash with the same ones are
    taken together, which leaves as many pairs as there are times, and not as there are slots.
    """
    groups: defaultdict[tuple[bool, ...], list[Literal]] = defaultdict(list)
    for item in after:
        groups[tuple(clash(other.duty, item.duty) for other in before)].append(item.literal)
    for clashing, literals in groups.items():
        some = [item.literal for item, bad in zip(before, clashing, strict=True) if bad]
        if some:
            others = [item for item, bad in zip(before, clashing, strict=True) if not bad]
            model = person.model
            yield model.shared_any_of(some), model.shared_any_of(literals), others
