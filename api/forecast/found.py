"""Count what months that are planned already leave uncovered, week by week."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.domain.posts import posts_of
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import week_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from api.data.association import Association
    from scheduler.domain.people import Mediator
    from scheduler.domain.slots import Slot


def uncovered_of(
    slots: Iterable[Slot], association: Association
) -> Mapping[tuple[str, date], int | None]:
    """
    Return the minutes of the target that nobody holds, by dispositif and Monday.

    None: a day of that week isn't published for the dispositif.
    """
    slots = tuple(slots)
    teams: dict[str, list[Mediator]] = defaultdict(list)
    published: set[tuple[str, str]] = set()
    people = association.mediator_of
    for label in sorted({f"{slot.span.day:%Y-%m}" for slot in slots}):
        for row in association.history.get(label, ()):
            duty = row.worked.duty
            published.add((label, duty.dispositif))
            if row.worked.mediator in people:
                teams[duty.id].append(people[row.worked.mediator])
    weeks: dict[tuple[str, date], int | None] = {}
    for slot in slots:
        if slot.kind is SlotKind.STANDBY:
            continue
        key = slot.dispositif, week_of(slot.span.day)
        so_far = weeks.setdefault(key, 0)
        if (f"{slot.span.day:%Y-%m}", slot.dispositif) not in published:
            weeks[key] = None
        elif so_far is not None:
            weeks[key] = so_far + slot.duty.paid * posts_of(slot, teams[slot.id]).open
    return weeks
