"""
Find the locks (verrous) of a period that can no longer apply.

A template may get an exception, a person may leave or change posts: a lock never prevents this. The
lock then keeps nobody on the slot, the planner is warned, and the rest of the month is planned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from api.data.association import Association
from constraints.obstacles import obstacles
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Lock
from scheduler.domain.slots import Slot
from scheduler.domain.time import Span, day_span

DAY = len("-2026-12-24")
"""Letters after the template's id, in the id of a slot."""


@dataclass(frozen=True, kw_only=True)
class IdleLock:
    """
    A lock that can't apply: why, in French, and which of its fields (`slot`, `mediator`).

    `who`: the person's name.
    """

    lock: Lock
    field: str
    why: str
    who: str

    @property
    def message(self) -> str:
        """Say which lock it is, where, and why it keeps nobody on its slot."""
        lock = self.lock
        which = f"{self.who}, créneau {lock.slot} (verrou de {lock.by} : {lock.why})"
        return f"{which} : affectation laissée de côté, {self.why}."


def locks_of(
    association: Association, templates: Iterable[str], first: date, last: date
) -> Iterator[Lock]:
    """Yield locks on slots of these templates, by id, between two days included."""
    planned = frozenset(templates)
    for lock in association.locks:
        if lock.slot[:-DAY] in planned and first <= _day(lock) <= last:
            yield lock


def idle_locks(
    association: Association,
    locks: Iterable[Lock],
    slots: Mapping[str, Slot],
    people: Mapping[str, Mediator],
) -> tuple[IdleLock, ...]:
    """Return locks that can't apply: no such slot, or the person can't have the post."""
    idle = []
    for lock in locks:
        slot, person = slots.get(lock.slot), people.get(lock.mediator)
        who = lock.mediator if person is None else person.name
        if slot is None:
            why = f"le gabarit « {lock.slot[:-DAY]} » n’a pas de créneau le {_day(lock):%d/%m/%Y}"
            idle.append(IdleLock(lock=lock, field="slot", why=why, who=who))
            continue
        if why := _against(association, person, slot):
            idle.append(IdleLock(lock=lock, field="mediator", why=why, who=who))
    return tuple(idle)


def _against(association: Association, person: Mediator | None, slot: Slot) -> str:
    """
    Return what keeps a person from a slot, in French (empty: nothing).

    Being away does only where an appointment names them: a commanditaire's appointment must not
    stop a month. A planner's own lock of somebody who is away is explained as a conflict.
    """
    if person is None:
        return "n’est pas de l’association"
    named = slot.id[:-DAY] in association.appointment_of
    return next(obstacles(person, slot), away(association, person.id, slot.span) if named else "")


def with_titles(
    association: Association, day: date, people: Iterable[Mediator]
) -> Mapping[str, Mediator]:
    """Return people by id, with the titles that they have on a day."""
    titles = association.titles_on(day)
    return {m.id: replace(m, titles=m.titles | titles.get(m.id, frozenset())) for m in people}


def idle_lock(association: Association, lock: Lock) -> IdleLock | None:
    """
    Return why a lock can't apply in the association as it is (None: it can).

    Titles are those of the first day of its month, as when that month is planned.
    """
    day, slot = _day(lock), slot_of(association, lock.slot)
    person = association.mediator_of.get(lock.mediator)
    people = with_titles(association, day.replace(day=1), () if person is None else (person,))
    there = {slot.id: slot} if slot else {}
    return next(iter(idle_locks(association, [lock], there, people)), None)


def slot_of(association: Association, name: str) -> Slot | None:
    """Return the slot that a template makes on a day, by its id (None: it makes none)."""
    template, day = name[:-DAY], date.fromisoformat(name[1 - DAY :])
    slots = association.slots([t for t in association.templates if t.id == template], day_span(day))
    return next((slot for slot in slots if slot.id == name), None)


def _day(lock: Lock) -> date:
    return date.fromisoformat(lock.slot[1 - DAY :])


def away(association: Association, who: str, span: Span) -> str:
    """
    Return in French that a person is away for a part of a span (empty: they are there).

    The words never say why: a reason of absence is between a person and RH.
    """
    if any(a.mediator == who and a.span.touches(span) for a in association.absences):
        return "a une absence"
    if any(d.mediator == who and d.span.touches(span) for d in association.delegations):
        return "est en mandat"
    person = association.mediator_of.get(who)
    if person is not None and association.trainings([person], span):
        return "est en formation"
    return ""
