"""Changements: what differs from one rota of a month to another, by assignment and by person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.french.words import DAYS, alphabetical
from scheduler.domain.people import Mediator
from scheduler.domain.slots import Slot

if TYPE_CHECKING:
    from datetime import date

    from api.planning.names import Names
    from scheduler.domain.problem import Assignment
    from scheduler.domain.rota import Rota


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A person who holds another slot of the same day."""

    person: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One thing that changes for a person: what they held (None: nothing), and what they hold."""

    before: Slot | None
    after: Slot | None

    @property
    def start(self) -> int:
        """UTC minute at which it first bears on the person."""
        return min(slot.span.first for slot in (self.before, self.after) if slot is not None)


@dataclass(frozen=True, kw_only=True)
class PersonChanges:
    """All that changes for a person, by time."""

    mediator: Mediator
    turns: tuple[Turn, ...]


def moves(
    old: Rota, new: Rota
) -> tuple[tuple[Assignment, ...], tuple[Assignment, ...], tuple[Moved, ...]]:
    """Return what is added, what is removed, and who changes slot on one day, paired by start."""
    slots = new.problem.slot_of
    gained: dict[tuple[str, date], list[Assignment]] = defaultdict(list)
    for one in sorted(
        new.assignments - old.assignments, key=lambda a: (slots[a.slot].span.first, a)
    ):
        gained[one.mediator, slots[one.slot].span.day].append(one)
    removed: list[Assignment] = []
    moved: list[Moved] = []
    for one in sorted(
        old.assignments - new.assignments, key=lambda a: (slots[a.slot].span.first, a)
    ):
        there = gained[one.mediator, slots[one.slot].span.day]
        if there:
            moved.append(Moved(person=one.mediator, before=one.slot, after=there.pop(0).slot))
        else:
            removed.append(one)
    added = tuple(sorted(one for some in gained.values() for one in some))
    return added, tuple(sorted(removed)), tuple(moved)


def changes_by_person(old: Rota, new: Rota) -> tuple[PersonChanges, ...]:
    """Return what changes for each person whom something changes for, by name."""
    added, removed, moved = moves(old, new)
    slots, people = new.problem.slot_of, new.problem.mediator_of
    turns: dict[str, list[Turn]] = defaultdict(list)
    for one in added:
        turns[one.mediator].append(Turn(before=None, after=slots[one.slot]))
    for one in removed:
        turns[one.mediator].append(Turn(before=slots[one.slot], after=None))
    for move in moved:
        turns[move.person].append(Turn(before=slots[move.before], after=slots[move.after]))
    return tuple(
        PersonChanges(
            mediator=people[who], turns=tuple(sorted(turns[who], key=lambda turn: turn.start))
        )
        for who in sorted(turns, key=lambda w: (alphabetical(people[w].name), w))
    )


def turn_words(turn: Turn, names: Names) -> str:
    """Write a change: `lundi 02/03 : Place 9h–16h30 → libre`."""
    slot = turn.before or turn.after
    day = "" if slot is None else f"{DAYS[slot.span.day.weekday()]} {slot.span.day:%d/%m}"
    return f"{day} : {held_words(turn.before, names)} → {held_words(turn.after, names)}"


def held_words(slot: Slot | None, names: Names) -> str:
    """Write what someone holds: `09:00–16:30 Place`, or `libre`."""
    if slot is None:
        return "libre"
    where = names.site(slot.site) or names.dispositif(slot.dispositif)
    return f"{slot.span.start:%H:%M}–{slot.span.end:%H:%M} {where}"
