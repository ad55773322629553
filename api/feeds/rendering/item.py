"""What a feed shows of one event, before it has its revision; a week on call is one event."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace

from api.data.association import Published
from calendars.company import ALONE, Company
from calendars.events import Entry
from scheduler.domain.duty import Duty
from scheduler.domain.slots import Slot, SlotKind
from scheduler.domain.time import Span


@dataclass(frozen=True, kw_only=True)
class Item:
    """
    An event to write: its owner and content.

    Of a published shift, `company` is near, and `rows` are published: several, where one is on call
    without a break.
    """

    owner: str
    what: Entry
    rows: tuple[Published, ...] = ()
    company: Company = ALONE


def joined(items: Iterable[Item], watched: Callable[[Duty], frozenset[str]]) -> tuple[Item, ...]:
    """
    Return published shifts, which come by start, with what touches of the on-call joined.

    Spans that touch are one event as long as it says the same of all of them: the person, the
    place, whom they are on call for, and with whom. Hours worked meanwhile are an event beside it.
    The event is known by the uid of the first of its days that feeds have shown as an event, else
    of its first day (`api.feeds.rendering.revisions`). `watched`: the dispositifs for which a duty
    is on call.
    """
    events: list[Item] = []
    last: dict[Hashable, int] = {}
    for item in items:
        look = _look(item, watched)
        if look is None:
            events.append(item)
            continue
        at = last.get(look)
        if at is not None and item.what.span.first <= events[at].what.span.last:
            events[at] = _together(events[at], item)
        else:
            last[look] = len(events)
            events.append(item)
    return tuple(events)


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
