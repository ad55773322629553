"""
Score a roster by the rules of the instances, on plain lists: nothing of the product is used.

Source: the description of the employee shift scheduling benchmarks of Curtois and Qu (2014).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from tests.bench.instances.instance import SATURDAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.bench.instances.instance import Instance, Staff


@dataclass(frozen=True, kw_only=True)
class Score:
    """A roster's penalty, and each hard rule that it breaks: (person, rule)."""

    penalty: int
    broken: tuple[tuple[str, str], ...]
    parts: Mapping[str, int] = field(default_factory=dict)


def score(instance: Instance, roster: Sequence[Sequence[str]]) -> Score:
    """
    Score a roster: a row a person in the instance's order, a shift or an empty text a day.

    Raises
    ------
    ValueError
        The roster has not a row a person and a cell a day.
    """
    if len(roster) != len(instance.staff) or {len(row) for row in roster} != {instance.days}:
        raise ValueError("a row a person and a cell a day")
    rows = {staff.id: row for staff, row in zip(instance.staff, roster, strict=True)}
    penalty = sum(
        request.weight
        for request in instance.requests
        if (rows[request.staff][request.day] == request.shift) != request.wants
    )
    for line in instance.cover:
        assigned = sum(row[line.day] == line.shift for row in roster)
        penalty += line.under * max(0, line.required - assigned)
        penalty += line.over * max(0, assigned - line.required)
    broken = [
        (staff.id, rule) for staff in instance.staff for rule in _broken(instance, staff, rows)
    ]
    return Score(penalty=penalty, broken=tuple(broken))


def _broken(instance: Instance, staff: Staff, rows: dict[str, Sequence[str]]) -> Iterator[str]:
    """Yield the hard rules that one person's row breaks."""
    row = rows[staff.id]
    length = {shift.id: shift.minutes for shift in instance.shifts}
    banned = {(s.id, other) for s in instance.shifts for other in s.not_before}
    if any(pair in banned for pair in pairwise(row)):
        yield "succession"
    if any(list(row).count(shift) > most for shift, most in staff.most_of.items()):
        yield "count"
    minutes = sum(length[shift] for shift in row if shift)
    if not staff.least_minutes <= minutes <= staff.most_minutes:
        yield "minutes"
    runs = [(works, len(list(days))) for works, days in groupby(bool(shift) for shift in row)]
    if any(works and size > staff.longest_run for works, size in runs):
        yield "longest run"
    inside = runs[1:-1]
    if any(works and size < staff.shortest_run for works, size in inside):
        yield "shortest run"
    if any(not works and size < staff.shortest_rest for works, size in inside):
        yield "shortest rest"
    if (
        len({day // 7 for day, s in enumerate(row) if s and day % 7 >= SATURDAY})
        > staff.most_weekends
    ):
        yield "weekends"
    if any(row[day] for day in staff.days_off):
        yield "day off"
