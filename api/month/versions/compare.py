"""Compare two versions of a month, or a version and what is published."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.judging.reaudit import FindingChanges, finding_changes
from api.month.findings import findings_of
from api.planning.holes import coverage_of
from api.planning.moves import Moved, moves
from scheduler.domain.problem import Assignment

if TYPE_CHECKING:
    from api.month.frames import Frame
    from api.planning.holes import Coverage
    from scheduler.domain.rota import Rota


@dataclass(frozen=True, kw_only=True)
class HoursChanged:
    """A person's minutes planned on these slots, before and after."""

    person: str
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class Held:
    """
    How far a dispositif's posts are filled, before and after.

    `target`: posts promised. `before`, `after`: posts held. `vital_before`, `vital_after`: needs
    below their minimum.
    """

    dispositif: str
    target: int
    before: int
    after: int
    vital_before: int
    vital_after: int


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What differs from one rota to another; `moved` people aren't in `added` or `removed`."""

    added: tuple[Assignment, ...]
    removed: tuple[Assignment, ...]
    moved: tuple[Moved, ...]
    hours: tuple[HoursChanged, ...]
    coverage: tuple[Held, ...]
    findings: FindingChanges


def compare(frame: Frame, before: frozenset[Assignment], after: frozenset[Assignment]) -> Compared:
    """Compare two sets of assignments over the same data."""
    old, new = frame.rota(before), frame.rota(after)
    added, removed, moved = moves(old, new)
    return Compared(
        added=added,
        removed=removed,
        moved=moved,
        hours=tuple(_hours(old, new)),
        coverage=_coverage(old, new),
        findings=finding_changes(findings_of(frame, before), findings_of(frame, after)),
    )


def change_count(frame: Frame, assignments: frozenset[Assignment]) -> int:
    """Return how many assignments differ from the published ones, without judging anything."""
    return sum(map(len, moves(frame.rota(frame.published), frame.rota(assignments))))


def _hours(old: Rota, new: Rota) -> list[HoursChanged]:
    changes = []
    for person in old.problem.mediators:
        before, after = (
            sum(slot.duty.paid for slot in rota.slots_of[person.id]) for rota in (old, new)
        )
        if before != after:
            changes.append(HoursChanged(person=person.id, before=before, after=after))
    return changes


def _coverage(old: Rota, new: Rota) -> tuple[Held, ...]:
    """Return the dispositifs whose posts are not held alike."""
    sums: dict[str, list[tuple[Coverage, Coverage]]] = defaultdict(list)
    for slot in old.problem.slots:
        sums[slot.dispositif].append((coverage_of(old, slot), coverage_of(new, slot)))
    changes = []
    for dispositif, pairs in sorted(sums.items()):
        change = Held(
            dispositif=dispositif,
            target=sum(b.target for b, _ in pairs),
            before=sum(b.have for b, _ in pairs),
            after=sum(a.have for _, a in pairs),
            vital_before=sum(b.vital for b, _ in pairs),
            vital_after=sum(a.vital for _, a in pairs),
        )
        if (change.before, change.vital_before) != (change.after, change.vital_after):
            changes.append(change)
    return tuple(changes)
