"""
Sort published shifts: those that a plan may change, those that are fixed, those without a slot.

A shift that has begun is a fact. The person who held it keeps it, even if they have another post
since or its template changed: it counts in their hours, and in the team of its slot if that exists.
"""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from api.data.association import Association, Published
from scheduler.domain.duty import DutyKind
from scheduler.domain.problem import Assignment, Worked, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.domain.time import Span, minute_at

SHOWN = 8
"""Digits of a fingerprint that people read."""


def fingerprint(rota: Rota) -> str:
    """Return the fingerprint as eight hexadecimal digits."""
    return digest(rota)[:SHOWN]


def digest(rota: Rota) -> str:
    """Return the whole digest, of which `fingerprint` shows the first eight digits."""
    slots = rota.problem.slot_of
    return digest_of((a.mediator, a.slot, slots[a.slot].span) for a in rota.whole)


def digest_of(duties: Iterable[tuple[str, str, Span]]) -> str:
    """Return the digest of who holds which slot, and when."""
    lines = sorted(f"{who}\t{slot}\t{span.first}\t{span.last}" for who, slot, span in duties)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


#: Ids are opaque to calendars, yet the same rota published twice gives the same file.
SPACE = uuid.UUID("6d1f1a52-6f7e-4e0c-9d3b-2f0a5c8b7e11")


@lru_cache(maxsize=1 << 16)
def derived_uid(mediator: str, *about: str) -> str:
    """
    Return the uid that a folder gives to a person's calendar event.

    `about` is the slot, or what `calendars.events.key_of` says after the person. Who has
    this program can work the uid out, so a database gives others (`api.ledger.subjects.uid_of`).
    An import asks for each one four times, once it has read all the months of the folder.
    """
    return str(uuid.uuid5(SPACE, "\n".join((mediator, *about))))


def published_rows(rota: Rota, before: Iterable[Published], now: datetime) -> tuple[Published, ...]:
    """
    Return the rows of the month's history after this rota is published at `now`.

    `before` is what the month's file held. A person who keeps a slot keeps its `uid`; `sequence`
    and `changed` move only where times or place did. Rows of slots that the rota doesn't hold
    (other dispositifs, days before a replan) stay as they were, and so does what is settled.
    """
    problem = rota.problem
    old = {(p.worked.mediator, p.worked.duty.id): p for p in before}
    settled = problem.settled
    kept = [
        p
        for (who, slot), p in old.items()
        if slot not in problem.slot_of or Assignment(who, slot) in settled
    ]
    rows = [
        _row(assignment, rota, old.get((assignment.mediator, assignment.slot)), now)
        for assignment in rota.assignments
    ]
    return tuple(sorted((*kept, *rows), key=lambda p: p.order))


def _row(assignment: Assignment, rota: Rota, old: Published | None, now: datetime) -> Published:
    duty = replace(rota.problem.slot_of[assignment.slot].duty, decided=False)
    worked = Worked(mediator=assignment.mediator, duty=duty)
    if old is None:
        uid = derived_uid(assignment.mediator, assignment.slot)
        return Published(uid=uid, worked=worked, created=now, changed=now)
    # A sequence that rises for nothing tells calendars of a change (RFC 5545, 3.8.7.4).
    same = (duty.span.first, duty.span.last, duty.site) == (
        old.worked.duty.span.first,
        old.worked.duty.span.last,
        old.worked.duty.site,
    )
    if same:
        return replace(old, worked=worked)
    return replace(old, worked=worked, sequence=old.sequence + 1, changed=now)


PLANNED = frozenset({DutyKind.WORK, DutyKind.STANDBY})
"""What templates make; other kinds in a month's file say what was done."""


def begun(row: Published, now: datetime) -> bool:
    """Whether a shift has begun at `now`."""
    return row.worked.duty.span.first <= minute_at(now)


def shift_of(association: Association, person: str, slot: str) -> Published | None:
    """Return a person's published shift on a slot, if they hold it."""
    rows = association.published_of.get(person, ())
    return next((row for row in rows if row.worked.duty.id == slot), None)


def is_coming(association: Association, row: Published, now: datetime) -> bool:
    """Whether a shift is yet to begin, and its person still there by then."""
    return not begun(row, now) and not association.has_left(row)


def coming_shift_of(
    association: Association, person: str, slot: str, now: datetime
) -> Published | None:
    """Return a person's shift on a slot, if it is to come (see `is_coming`)."""
    row = shift_of(association, person, slot)
    return row if row is not None and is_coming(association, row, now) else None


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
