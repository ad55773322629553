"""Compare two versions of a month, or a version and what is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from api.judging.reaudit import FindingChanges, finding_changes
from api.month.findings import findings_of
from api.month.frames import Frame
from api.planning.moves import Moved, moves
from scheduler.domain.posts import Posts, count_posts
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot


@dataclass(frozen=True, kw_only=True)
class HoursChanged:
    """A person's minutes planned on these slots, before and after."""

    person: str
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class Held:
    """The posts of a dispositif, before and after."""

    dispositif: str
    before: Posts
    after: Posts


@dataclass(frozen=True, kw_only=True)
class Compared:
    """
    What differs from one rota to another; `moved` people aren't in `added` or `removed`.

    `coverage`: dispositifs whose posts are not held alike; `before`, `after`: all posts.
    """

    added: tuple[Assignment, ...]
    removed: tuple[Assignment, ...]
    moved: tuple[Moved, ...]
    hours: tuple[HoursChanged, ...]
    coverage: tuple[Held, ...]
    before: Posts
    after: Posts
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
        coverage=tuple(_coverage(frame, old, new)),
        before=frame.posts(old),
        after=frame.posts(new),
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


def _coverage(frame: Frame, old: Rota, new: Rota) -> Iterator[Held]:
    slots: dict[str, list[Slot]] = defaultdict(list)
    for slot in frame.slots:
        slots[slot.dispositif].append(slot)
    for dispositif, mine in sorted(slots.items()):
        before, after = (count_posts(rota, mine) for rota in (old, new))
        if (before.have, before.under) != (after.have, after.under):
            yield Held(dispositif=dispositif, before=before, after=after)
