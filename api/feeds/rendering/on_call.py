"""
Join what a person is on call for without a break into one event: a week on call is one event.

Spans that touch are one event as long as it says the same of all of them: the person, the place,
whom they are on call for, and with whom. Where a day in the middle changes in one of these, or goes
to somebody else, there are two events. Hours worked during the on-call are an event of their own,
beside it: one is on call before, meanwhile and after.

The event is known by the uid of one of its days: the first that feeds have shown as an event, as
long as that day is among them, else its first day (`api.feeds.rendering.revisions`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from api.feeds.rendering.item import Item
from scheduler.domain.duty import Duty
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import Span


def joined(items: Iterable[Item], watched: Callable[[Duty], frozenset[str]]) -> tuple[Item, ...]:
    """
    Return published shifts, which come by start, with what touches of the on-call joined.

    `watched`: the dispositifs for which a duty is on call.
    """
    made: list[Item] = []
    last: dict[Hashable, int] = {}
    for item in items:
        look = _look(item, watched)
        if look is None:
            made.append(item)
            continue
        at = last.get(look)
        if at is not None and item.what.span.first <= made[at].what.span.last:
            made[at] = _together(made[at], item)
        else:
            last[look] = len(made)
            made.append(item)
    return tuple(made)


def _look(item: Item, watched: Callable[[Duty], frozenset[str]]) -> Hashable | None:
    """Return what an on-call event says, its hours aside (None: it is nothing to join)."""
    slot = item.what
    if not isinstance(slot, Slot) or slot.kind is not SlotKind.STANDBY or slot.breaks:
        return None
    for_whom = watched(item.rows[0].worked.duty)
    return item.owner, slot.site, slot.dispositif, slot.agency, item.company, for_whom


def _together(first: Item, then: Item) -> Item:
    span = Span.of_minutes(first.what.span.first, max(first.what.span.last, then.what.span.last))
    return replace(first, what=replace(first.what, span=span), rows=(*first.rows, *then.rows))
