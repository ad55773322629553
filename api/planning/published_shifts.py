"""
Sort published shifts: those that a plan may change, those that are fixed, those without a slot.

A shift that has begun is a fact. The person who held it keeps it, even if they have another post
since or its template changed: it counts in their hours, and in the team of its slot if that exists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from api.data.association import Association, Published
from scheduler.domain.duty import DutyKind
from scheduler.domain.problem import Assignment, Worked, may_hold
from scheduler.domain.slots import Slot
from scheduler.domain.time import Span, minute_at

PLANNED = frozenset({DutyKind.WORK, DutyKind.STANDBY})
"""What templates make; other kinds in a month's file say what was done."""


def begun(row: Published, now: datetime) -> bool:
    """Whether a shift has begun at `now`."""
    return row.worked.duty.span.first <= minute_at(now)


def shift_of(association: Association, person: str, slot: str) -> Published | None:
    """Return a person's published shift on a slot, if they hold it."""
    rows = association.published_of.get(person, ())
    return next((row for row in rows if row.worked.duty.id == slot), None)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """
    What a plan of some days decides on: its slots by id, its dispositifs (None: all), its people.

    `posted`: ids of people under contract in those days, with a post there. `now`: the time of
    planning (None: before any shift has begun).
    """

    association: Association
    horizon: Span
    slots: Mapping[str, Slot]
    dispositifs: frozenset[str] | None
    posted: frozenset[str]
    now: datetime | None

    def fits(self, row: Published) -> bool:
        """
        Whether a published row matches a slot and a person of the plan, so that it can be changed.

        It does if the person could still be given the slot. It also does, on decided slots, if the
        person has a post there but no contract that day: a finding then asks whether they worked.
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
        """Whether a row is in the days and dispositifs that the plan decides."""
        duty = row.worked.duty
        inside = self.horizon.first <= duty.span.first < self.horizon.last
        return inside and (self.dispositifs is None or duty.dispositif in self.dispositifs)

    def turns(self, row: Published) -> bool:
        """Whether a row is fixed once its shift has begun, and could change before."""
        return self.decides(row) and row.worked.duty.kind in PLANNED and not self.fits(row)

    def settled(self, row: Published) -> bool:
        """Whether a row on a slot stays: its person could no longer be given the slot."""
        there = row.worked.mediator in self.association.mediator_of
        if self.now is None or not there or row.worked.duty.id not in self.slots or self.fits(row):
            return False
        return begun(row, self.now) or not self.decides(row)

    def lost(self, row: Published) -> bool:
        """Whether a row's slot is gone and its shift hasn't begun: publishing removes it."""
        if row.worked.duty.id in self.slots or not self.turns(row):
            return False
        return self.now is None or not begun(row, self.now)


@dataclass(frozen=True, kw_only=True)
class PublishedShifts:
    """
    Published shifts, sorted into fixed ones and those that the plan may change.

    `fixed`: shifts that the plan doesn't decide: those that start outside the horizon, those that
    others plan, those begun that can't change any more. `previous`: the published assignments that
    the plan may change.
    """

    fixed: tuple[Worked, ...]
    previous: frozenset[Assignment]


def sort_published(plan: Plan, rows: Iterable[Published]) -> PublishedShifts:
    """Sort the published rows of people of a problem (see `PublishedShifts`)."""
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
