"""
Sort published shifts: those that a plan may change, those that are done, those without a slot.

What has begun is a fact. Whoever held it keeps it, though they were given another post since or
their template changed: it counts in hours, and in the team of its slot where that is still there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from api.data.association import Association
from scheduler.domain.duty import DutyKind
from scheduler.domain.problem import Assignment, Worked, may_hold
from scheduler.domain.slots import Slot
from scheduler.domain.time import Span, minute_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.data.association import Published

PLANNED = frozenset({DutyKind.WORK, DutyKind.STANDBY})
"""What templates make; other kinds in a month's file tell what was done."""


def begun(row: Published, now: datetime) -> bool:
    """Whether a shift has begun."""
    return row.worked.duty.span.first <= minute_at(now)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """
    What some days are planned from: the slots, by id, and the dispositifs decided (None: all).

    `posted`: who is under contract in those days and posted there. `now`: when (None: before any
    shift has begun).
    """

    association: Association
    horizon: Span
    slots: Mapping[str, Slot]
    dispositifs: frozenset[str] | None
    posted: frozenset[str]
    now: datetime | None

    def fits(self, row: Published) -> bool:
        """
        Whether a row is of a slot, and may be kept or taken away as any.

        So it is of who could still be given it. So it is too, where it is decided, of who is posted
        there and had no contract on that day: a finding asks whether they worked.
        """
        slot = self.slots.get(row.worked.duty.id)
        person = self.association.mediator_of.get(row.worked.mediator)
        if slot is None or person is None:
            return False
        if may_hold(person, slot):
            return True
        covered = all(person.contract_on(day) is not None for day in slot.span.days)
        return person.id in self.posted and not covered and self.decides(row)

    def decides(self, row: Published) -> bool:
        """Whether a row is of the days and dispositifs that are decided."""
        duty = row.worked.duty
        inside = self.horizon.first <= duty.span.first < self.horizon.last
        return inside and (self.dispositifs is None or duty.dispositif in self.dispositifs)

    def turns(self, row: Published) -> bool:
        """Whether what becomes of a row hangs on whether it has begun."""
        return self.decides(row) and row.worked.duty.kind in PLANNED and not self.fits(row)

    def settled(self, row: Published) -> bool:
        """Whether a row on a slot stays whatever is decided: who held it couldn't be given it."""
        known = row.worked.mediator in self.association.mediator_of
        if self.now is None or not known or row.worked.duty.id not in self.slots or self.fits(row):
            return False
        return begun(row, self.now) or not self.decides(row)

    def lost(self, row: Published) -> bool:
        """Whether a row is yet to begin, on a slot that is no more: publishing takes it away."""
        if row.worked.duty.id in self.slots or not self.turns(row):
            return False
        return self.now is None or not begun(row, self.now)


@dataclass(frozen=True, kw_only=True)
class PublishedShifts:
    """
    What is published, sorted.

    `fixed`: what isn't to be decided: all that starts before or after the horizon, what others
    plan, what has begun and can't be decided any more. `previous`: what stands of what is decided.
    """

    fixed: tuple[Worked, ...]
    previous: frozenset[Assignment]


def standing(plan: Plan, rows: Iterable[Published]) -> PublishedShifts:
    """Sort the rows of the people of a problem."""
    fixed: list[Worked] = []
    previous: set[Assignment] = set()
    for row in rows:
        duty = row.worked.duty
        inside = plan.horizon.first <= duty.span.first < plan.horizon.last
        if not inside or plan.settled(row):
            fixed.append(row.worked)
        elif duty.id in plan.slots:
            # Of who is there only for what is settled, the rest is swept by who publishes.
            if row.worked.mediator in plan.posted:
                previous.add(Assignment(row.worked.mediator, duty.id))
        elif not plan.lost(row):
            fixed.append(row.worked)
    return PublishedShifts(fixed=tuple(fixed), previous=frozenset(previous))
