"""Split a problem into parts that share nobody, so that solving each apart loses nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.domain.problem import Problem
from scheduler.domain.rota import Rota

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part: its problem, and a name from its dispositifs (numbered if several share it)."""

    name: str
    problem: Problem


def parts_of(problem: Problem) -> tuple[Part, ...]:
    """
    Return the parts, the one with the most possible assignments first.

    Two slots are in one part if someone may hold both, or does, if one supervises the other, or if
    they need vehicles of one agency; two people, if they may share a slot or are named as a pair.
    """
    union = _joined(problem)
    groups: dict[str, set[str]] = defaultdict(set)
    for key in union.parent:
        groups[union.find(key)].add(key)
    cut = [_cut(problem, members) for members in groups.values()]
    idle = [part for part in cut if not part.slots]
    busy = [part for part in cut if part.slots]
    parts = [Part(name=_name(part), problem=part) for part in busy]
    if idle:
        # People without any slot and slots without anyone cost what they cost: one part for all.
        ids = {m.id for part in idle for m in part.mediators}
        parts.append(Part(name="sans poste", problem=_restricted(problem, ids, set())))
    return _numbered(sorted(parts, key=lambda p: (-_size(p.problem), p.name)))


def restrict(rota: Rota, problem: Problem) -> Rota:
    """Return the assignments of a whole rota that concern a part's people and slots."""
    people, slots = problem.mediator_of, problem.slot_of
    mine = frozenset(a for a in rota.assignments if a.mediator in people and a.slot in slots)
    return Rota(problem=problem, assignments=mine)


def _joined(problem: Problem) -> _Union:
    """Join the parts that share people or slots, which must be solved together."""
    union = _Union()
    for mediator in problem.mediators:
        union.find(f"m:{mediator.id}")
        for slot in problem.candidates[mediator.id]:
            union.join(f"m:{mediator.id}", f"s:{slot.id}")
    for slot in problem.slots:
        union.find(f"s:{slot.id}")
        if slot.supervised:
            union.join(f"s:{slot.id}", f"d:{slot.dispositif}")
        for dispositif in slot.supervises:
            union.join(f"s:{slot.id}", f"d:{dispositif}")
        if slot.vehicle:
            union.join(f"s:{slot.id}", f"v:{slot.agency}")
    for pair in problem.pairs:
        union.join(f"m:{pair.first}", f"m:{pair.second}")
    for lock in problem.locks:
        union.join(f"m:{lock.mediator}", f"s:{lock.slot}")
    for assignment in problem.settled:
        union.join(f"m:{assignment.mediator}", f"s:{assignment.slot}")
    return union


def _cut(problem: Problem, members: Iterable[str]) -> Problem:
    people = {key[2:] for key in members if key.startswith("m:")}
    slots = {key[2:] for key in members if key.startswith("s:")}
    return _restricted(problem, people, slots)


def _restricted(problem: Problem, people: set[str], slots: set[str]) -> Problem:
    return replace(
        problem,
        mediators=tuple(m for m in problem.mediators if m.id in people),
        slots=tuple(s for s in problem.slots if s.id in slots),
        history=tuple(w for w in problem.history if w.mediator in people),
        trainings=tuple(t for t in problem.trainings if t.mediator in people),
        absences=tuple(a for a in problem.absences if a.mediator in people),
        wishes=tuple(w for w in problem.wishes if w.mediator in people),
        pairs=tuple(p for p in problem.pairs if p.first in people and p.second in people),
        locks=tuple(k for k in problem.locks if k.mediator in people and k.slot in slots),
        previous=frozenset(a for a in problem.previous if a.mediator in people and a.slot in slots),
        notices=tuple(n for n in problem.notices if n.mediator in people),
        outside=tuple(o for o in problem.outside if o.mediator in people),
        carried=tuple(c for c in problem.carried if c.mediator in people),
        past_weeks=tuple(w for w in problem.past_weeks if w.mediator in people),
        limits=tuple(limit for limit in problem.limits if limit.mediator in people),
        successions=tuple(s for s in problem.successions if s.mediator in {"", *people}),
    )


def _numbered(parts: list[Part]) -> tuple[Part, ...]:
    """Give each part a name of its own: answers are filed under it."""
    seen: Counter[str] = Counter()
    named = []
    for part in parts:
        seen[part.name] += 1
        rank = seen[part.name]
        named.append(part if rank == 1 else replace(part, name=f"{part.name} ({rank})"))
    return tuple(named)


def _name(problem: Problem) -> str:
    return " + ".join(sorted({slot.dispositif for slot in problem.slots}))


def _size(problem: Problem) -> int:
    return sum(len(slots) for slots in problem.candidates.values())


class _Union:
    """Disjoint sets with path halving."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}

    def find(self, key: str) -> str:
        parent = self.parent.setdefault(key, key)
        while parent != self.parent[parent]:
            self.parent[key] = self.parent[parent]
            key, parent = self.parent[key], self.parent[self.parent[parent]]
        return parent

    def join(self, first: str, other: str) -> None:
        self.parent[self.find(first)] = self.find(other)
