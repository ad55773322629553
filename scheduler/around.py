"""The rota around some slots: small, for the rules on teams to judge these after each change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from scheduler.audit import audit_team
from scheduler.domain.problem import Problem, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.time import Span, around, merged

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Iterator

    from scheduler.domain.slots import Slot
    from scheduler.finding import Finding
    from scheduler.rule import TeamRule

#: Fields of a problem that a part of it keeps whole.
WHOLE = frozenset({"mediators", "pairs", "grounds", "vehicles"})


def rota_around(rota: Rota, slots: Collection[Slot]) -> Rota:
    """Return the rota of these slots, those that overlap them, and those that overlap these."""
    return rota_in(rota, problem_around(rota.problem, slots))


def problem_around(problem: Problem, slots: Collection[Slot]) -> Problem:
    """Return the problem of `rota_around`, which is the same for all rotas."""
    return _part(problem, _at_once(problem.slots, _at_once(problem.slots, slots)))


def rota_in(rota: Rota, part: Problem) -> Rota:
    """Return a rota in a part of its problem (see `problem_around`)."""
    there = part.slot_of
    return Rota(problem=part, assignments=frozenset(a for a in rota.assignments if a.slot in there))


def judge_slots(part: Rota, rule: TeamRule, slots: Collection[Slot]) -> list[Finding]:
    """Return a team rule's findings at the time of these slots; `part`: the rota around them."""
    return [
        finding
        for finding in audit_team(part, rule)
        if any(finding.span.touches(slot.span) for slot in slots)
    ]


def _at_once(slots: Iterable[Slot], others: Collection[Slot]) -> list[Slot]:
    """Return the slots that share time with one of the others."""
    stretches = merged(slot.span for slot in others)
    if not stretches:
        return []
    begin, end = stretches[0][0], stretches[-1][1]
    # Most slots of a month are far away: the cheap question comes first.
    return [
        s
        for s in slots
        if begin < s.span.last
        and s.span.first < end
        and any(a < s.span.last and s.span.first < b for a, b in stretches)
    ]


def _part(problem: Problem, slots: Collection[Slot]) -> Problem:
    """Return the problem of these slots alone, with all that is known of people at that time."""
    ids = {slot.id for slot in slots}
    # By minutes: the clock's hours come twice on a night of October.
    first = min(slot.span.first for slot in slots)
    when = Span.of_minutes(first, max(slot.span.last for slot in slots))
    changes: dict[str, Any] = {
        f.name: ()
        for f in fields(Problem)
        if isinstance(getattr(problem, f.name), Sequence) and f.name not in WHOLE
    }
    changes |= {
        "slots": tuple(slots),
        "history": tuple(_fixed(problem, ids, when)),
        "absences": tuple(a for a in problem.absences if a.span.touches(when)),
        "locks": tuple(k for k in problem.locks if k.slot in ids),
        "previous": frozenset(),
    }
    return replace(problem, **changes)


def _fixed(problem: Problem, ids: Container[str], when: Span) -> Iterator[Worked]:
    """
    Yield what is fixed in a stretch, training included, and what settles these slots.

    Who did a slot is of its team even if its hours were others then.
    """
    for worked in around(problem.fixed, when, problem.longest, attrgetter("duty.span.first")):
        if worked.duty.span.touches(when) and worked.duty.id not in ids:
            yield worked
    yield from (worked for worked in problem.settled_by if worked.duty.id in ids)
