"""Split a problem into parts that share nobody, so that solving each apart loses nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scheduler.domain.problem import Problem
from scheduler.domain.rota import Rota
from scheduler.engine.parts.names import NUMBERED, TOGETHER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


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
    union = _join(problem)
    cut = _cut(problem, {key: union.find(key) for key in list(union.parent)})
    idle = [part for part in cut if not part.slots]
    parts = [Part(name=_name(part), problem=part) for part in cut if part.slots]
    if idle:
        # People without any slot and slots without anyone cost what they cost: one part for all.
        ids = {m.id for part in idle for m in part.mediators}
        parts.append(Part(name="sans poste", problem=narrowed(problem, ids, ())))
    return _name_apart(sorted(parts, key=lambda p: (-size_of(p.problem), p.name)))


def narrowed(problem: Problem, people: Iterable[str], slots: Iterable[str]) -> Problem:
    """Return the problem of these people and slots (ids) alone, with all that concerns them."""
    (narrow,) = _cut(problem, {f"m:{p}": "" for p in people} | {f"s:{s}": "" for s in slots})
    return narrow


def restrict(rota: Rota, problem: Problem) -> Rota:
    """Return the assignments of a whole rota that concern a part's people and slots."""
    people, slots = problem.mediator_of, problem.slot_of
    mine = frozenset(a for a in rota.assignments if a.mediator in people and a.slot in slots)
    return Rota(problem=problem, assignments=mine)


def _join(problem: Problem) -> _Union:
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


def _cut(problem: Problem, group_of: Mapping[str, str]) -> list[Problem]:
    """
    Return one problem a group of people (`m:…`) and slots (`s:…`), in one pass over the facts.

    Who is in no group is left out, with all that concerns them.
    """
    groups = sorted({group for key, group in group_of.items() if key[:2] in {"m:", "s:"}})
    facts: dict[str, defaultdict[str, list[Any]]] = {}
    for field, people in (
        ("mediators", lambda person: (person.id,)),
        ("history", _its_mediator),
        ("trainings", _its_mediator),
        ("absences", _its_mediator),
        ("wishes", _its_mediator),
        ("notices", _its_mediator),
        ("short_notices", _its_mediator),
        ("outside", _its_mediator),
        ("carried", _its_mediator),
        ("past_weeks", _its_mediator),
        ("limits", _its_mediator),
        ("streaks", _its_mediator),
        ("balances", _its_mediator),
        ("pairs", lambda pair: (pair.first, pair.second)),
    ):
        facts[field] = _grouped(getattr(problem, field), group_of, people)
    facts["slots"] = _grouped(problem.slots, group_of, lambda _: (), lambda slot: (slot.id,))
    for field in ("locks", "previous"):
        facts[field] = _grouped(
            getattr(problem, field), group_of, _its_mediator, lambda a: (a.slot,)
        )
    cut = []
    for group in groups:
        mine: dict[str, Any] = {field: tuple(table[group]) for field, table in facts.items()}
        for field in ("previous", "short_notices"):
            mine[field] = frozenset(mine[field])
        mine["successions"] = tuple(
            s
            for s in problem.successions
            if not s.mediator or group_of.get(f"m:{s.mediator}") == group
        )
        cut.append(replace(problem, **mine))
    return cut


def _its_mediator(fact: Any) -> tuple[str, ...]:
    return (fact.mediator,)


def _grouped(
    facts: Iterable[Any],
    group_of: Mapping[str, str],
    people: Callable[[Any], tuple[str, ...]],
    slots: Callable[[Any], tuple[str, ...]] = lambda _: (),
) -> defaultdict[str, list[Any]]:
    """Return the facts by group; one whose people and slots aren't of one group is left out."""
    table: defaultdict[str, list[Any]] = defaultdict(list)
    for fact in facts:
        keys = [*(f"m:{who}" for who in people(fact)), *(f"s:{slot}" for slot in slots(fact))]
        owners = {group_of.get(key) for key in keys}
        if len(owners) == 1 and (group := owners.pop()) is not None:
            table[group].append(fact)
    return table


def _name_apart(parts: list[Part]) -> tuple[Part, ...]:
    """Give each part a name of its own, which answers name."""
    seen: Counter[str] = Counter()
    named = []
    for part in parts:
        seen[part.name] += 1
        rank = seen[part.name]
        named.append(part if rank == 1 else replace(part, name=f"{part.name}{NUMBERED}{rank})"))
    return tuple(named)


def _name(problem: Problem) -> str:
    return TOGETHER.join(sorted({slot.dispositif for slot in problem.slots}))


def size_of(problem: Problem) -> int:
    """Return the number of possible assignments."""
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
