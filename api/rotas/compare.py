"""Comparer: two versions of a month, or a version and what is published."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.auditing.again import Changed, changed
from api.holes import coverage_of
from api.rotas.findings import findings_of
from scheduler.domain.problem import Assignment

if TYPE_CHECKING:
    from datetime import date

    from api.holes import Coverage
    from api.rotas.frames import Frame
    from scheduler.domain.rota import Rota


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A person who holds another slot of the same day."""

    person: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class HoursChanged:
    """A person's minutes planned on these slots, before and after."""

    person: str
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class Held:
    """A dispositif's posts: held of those promised, and needs below their minimum."""

    dispositif: str
    target: int
    before: int
    after: int
    vital_before: int
    vital_after: int


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What differs from one rota to another; who moved is neither added nor removed."""

    added: tuple[Assignment, ...]
    removed: tuple[Assignment, ...]
    moved: tuple[Moved, ...]
    hours: tuple[HoursChanged, ...]
    coverage: tuple[Held, ...]
    findings: Changed


def compare(frame: Frame, before: frozenset[Assignment], after: frozenset[Assignment]) -> Compared:
    """Compare two sets of assignments over the same data."""
    old, new = frame.rota(before), frame.rota(after)
    added, removed, moved = _moves(frame, old, new)
    return Compared(
        added=added,
        removed=removed,
        moved=moved,
        hours=tuple(_hours(old, new)),
        coverage=_coverage(old, new),
        findings=changed(findings_of(frame, before), findings_of(frame, after)),
    )


def _moves(
    frame: Frame, old: Rota, new: Rota
) -> tuple[tuple[Assignment, ...], tuple[Assignment, ...], tuple[Moved, ...]]:
    """Pair what a person lost and gained on the same day, by start."""
    slots = frame.problem.slot_of
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


def _hours(old: Rota, new: Rota) -> list[HoursChanged]:
    found = []
    for one in old.problem.mediators:
        before, after = (
            sum(slot.duty.paid for slot in rota.slots_of[one.id]) for rota in (old, new)
        )
        if before != after:
            found.append(HoursChanged(person=one.id, before=before, after=after))
    return found


def _coverage(old: Rota, new: Rota) -> tuple[Held, ...]:
    """Return the dispositifs whose posts are not held alike."""
    sums: dict[str, list[tuple[Coverage, Coverage]]] = defaultdict(list)
    for slot in old.problem.slots:
        sums[slot.dispositif].append((coverage_of(old, slot), coverage_of(new, slot)))
    found = []
    for dispositif, pairs in sorted(sums.items()):
        one = Held(
            dispositif=dispositif,
            target=sum(b.target for b, _ in pairs),
            before=sum(b.have for b, _ in pairs),
            after=sum(a.have for _, a in pairs),
            vital_before=sum(b.vital for b, _ in pairs),
            vital_after=sum(a.vital for _, a in pairs),
        )
        if (one.before, one.vital_before) != (one.after, one.vital_after):
            found.append(one)
    return tuple(found)
