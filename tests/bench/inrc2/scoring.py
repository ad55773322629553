"""
Score a roster by the rules of INRC-II, on plain sets: nothing of the product is used.

Source: Ceschia, Dang, De Causmaecker, Haspeslagh, Schaerf, « The second international nurse
rostering competition », 2019; all weeks are one problem here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.inrc2.instance import ANY

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tests.bench.inrc2.instance import Bounds, Instance, Nurse

Held = tuple[str, int, str, str]
"""A nurse, a day, a shift and the skill with which the nurse holds it."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """Penalties by their names, S1 to S7, and the hard rules that are broken, by person or slot."""

    parts: Mapping[str, int]
    broken: frozenset[tuple[str, str]]

    @property
    def penalty(self) -> int:
        """The sum of the penalties."""
        return sum(self.parts.values())


def score(instance: Instance, roster: Collection[Held]) -> Score:
    """Score a roster."""
    parts = Counter({f"S{n}": 0 for n in range(1, 8)})
    broken = set()
    there = Counter((day, shift, skill) for _, day, shift, skill in roster)
    for (day, shift, skill), (minimum, optimum) in instance.cover.items():
        people = there[day, shift, skill]
        parts["S1"] += 30 * max(0, optimum - people)
        if people < minimum:
            broken.add(("H2", f"{shift} {skill} {day}"))
    rows: dict[str, list[list[str]]] = {
        n.id: [[] for _ in range(instance.days)] for n in instance.nurses
    }
    skills = {nurse.id: nurse.skills for nurse in instance.nurses}
    for who, day, shift, skill in roster:
        rows[who][day].append(shift)
        if skill not in skills[who]:
            broken.add(("H4", who))
    for who, day, shift in instance.off:
        parts["S4"] += 10 * bool(rows[who][day] if shift == ANY else shift in rows[who][day])
    for nurse in instance.nurses:
        row = rows[nurse.id]
        broken |= {(rule, nurse.id) for rule in _broken(instance, nurse, row)}
        parts.update(_soft(instance, nurse, row))
    return Score(parts=dict(parts), broken=frozenset(broken))


def _broken(instance: Instance, nurse: Nurse, row: Sequence[Sequence[str]]) -> Collection[str]:
    rules = ["H1"] if any(len(day) > 1 for day in row) else []
    eve = [nurse.past.shift] if nurse.past.shift else []
    for before, after in zip([eve, *row], row, strict=False):
        if any(a in instance.after[b] for b in before for a in after):
            rules.append("H3")
    return rules


def _soft(instance: Instance, nurse: Nurse, row: Sequence[Sequence[str]]) -> Mapping[str, int]:
    parts: defaultdict[str, int] = defaultdict(int)
    past, contract = nurse.past, nurse.contract
    works = [bool(day) for day in row]
    parts["S2"] += 30 * _missed(works, past.worked, contract.work)
    for shift, bounds in instance.shifts.items():
        before = past.alike if shift == past.shift else 0
        parts["S2"] += 15 * _missed([shift in day for day in row], before, bounds)
    parts["S3"] += 30 * _missed([not day for day in works], past.off, contract.rest)
    weekends = [works[n : n + 2] for n in range(5, instance.days, 7)]
    if contract.whole:
        parts["S5"] += 30 * sum(first != second for first, second in weekends)
    total = past.total + sum(map(len, row))
    parts["S6"] += 20 * (max(0, contract.total.least - total) + max(0, total - contract.total.most))
    parts["S7"] += 30 * max(0, past.weekends + sum(map(any, weekends)) - contract.weekends)
    return parts


def _missed(days: Sequence[bool], before: int, bounds: Bounds) -> int:
    """Count the days that runs lack or have too many; a run that the end cuts is never short."""
    length, missed = before, 0
    for counts in days:
        if counts:
            length += 1
            missed += length > bounds.most
        else:
            missed += max(0, bounds.least - length) if length else 0
            length = 0
    return missed
