"""Published months of the association with one thing changed: a shift moved, a break removed…"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random

import fixtures
from api.data.association import Association
from api.data.folder.load import load
from api.planning.problem import assemble
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.domain.time import Span, next_month

FOLDER = Path(fixtures.__file__).parent / "association"
DAY = 24 * 60


@lru_cache(maxsize=1)
def association() -> Association:
    """Load the association once a process."""
    return load(FOLDER)


def published_months() -> list[date]:
    """Return the months that have at least twelve weeks of history."""
    names = sorted(association().history)
    return [date.fromisoformat(f"{name}-01") for name in names[4:]]


@lru_cache(maxsize=2)
def month(first: date) -> tuple[Problem, dict[str, list[Slot]]]:
    """Return the problem of a published month, and the slots that each person holds."""
    problem = assemble(association(), first, next_month(first) - timedelta(days=1))
    slots_of: dict[str, list[Slot]] = {m.id: [] for m in problem.mediators}
    for assignment in sorted(problem.previous):
        slots_of[assignment.mediator].append(problem.slot_of[assignment.slot])
    return problem, slots_of


@dataclass(frozen=True, kw_only=True)
class Mutation:
    """A person's lawful month with something changed."""

    name: str
    rota: Rota
    who: Mediator


def mutated(seed: int, months: list[date]) -> Mutation:
    """Return the mutation of a seed: one person of one of the months, changed once or twice."""
    rng = Random(f"mutation-{seed}")
    first = rng.choice(months)
    problem, slots_of = month(first)
    who = rng.choice([m for m in problem.mediators if slots_of[m.id]])
    slots, names = list(slots_of[who.id]), []
    for _ in range(rng.choice((1, 1, 2))):
        change = rng.choice(CHANGES)
        names.append(change.__name__)
        slots = change(rng, slots, problem, slots_of)
    slots = [slot for slot in slots if _within(problem, slot)]
    return Mutation(
        name=f"{seed} {first:%Y-%m} {who.id} {'+'.join(names)}",
        rota=alone(problem, who, slots),
        who=who,
    )


def alone(problem: Problem, who: Mediator, slots: list[Slot]) -> Rota:
    """Return the rota of one person by itself, holding these slots."""
    own = replace(
        problem,
        mediators=(who,),
        slots=tuple(slots),
        history=tuple(w for w in problem.history if w.mediator == who.id),
        trainings=tuple(t for t in problem.trainings if t.mediator == who.id),
        absences=tuple(a for a in problem.absences if a.mediator == who.id),
        notices=tuple(n for n in problem.notices if n.mediator == who.id),
        outside=tuple(o for o in problem.outside if o.mediator == who.id),
        carried=tuple(c for c in problem.carried if c.mediator == who.id),
        past_weeks=tuple(w for w in problem.past_weeks if w.mediator == who.id),
        balances=tuple(b for b in problem.balances if b.mediator == who.id),
        wishes=(),
        pairs=(),
        locks=(),
        previous=frozenset(),
    )
    return Rota(problem=own, assignments=frozenset(Assignment(who.id, s.id) for s in slots))


def _within(problem: Problem, slot: Slot) -> bool:
    return problem.horizon.first <= slot.span.first < problem.horizon.last


def _shifted(slot: Slot, early: int, late: int) -> Slot:
    """Return a slot that begins and ends so many minutes later; known breaks move with it."""
    first, last = slot.span.first + early, slot.span.last + late
    if last - first <= sum(pause.minutes for pause in slot.breaks):
        return slot
    breaks = tuple(
        pause
        if pause.start is None
        else replace(pause, start=pause.start + timedelta(minutes=early))
        for pause in slot.breaks
    )
    if any(p.first is not None and not first <= p.first <= last - p.minutes for p in breaks):
        breaks = tuple(replace(pause, start=None) for pause in breaks)
    return replace(slot, span=Span.of_minutes(first, last), breaks=breaks)


def _position(rng: Random, slots: list[Slot]) -> int:
    return rng.randrange(len(slots))


def move(rng: Random, slots: list[Slot], _: Problem, __: object) -> list[Slot]:
    """Move a shift by minutes or hours."""
    n = _position(rng, slots)
    by = rng.choice((1, -1)) * rng.choice((1, 30, 60, 120, 240, 480, 720, rng.randint(2, DAY)))
    return [*slots[:n], _shifted(slots[n], by, by), *slots[n + 1 :]]


def lengthen(rng: Random, slots: list[Slot], _: Problem, __: object) -> list[Slot]:
    """Let a shift begin earlier or end later."""
    n = _position(rng, slots)
    more = rng.choice((1, 15, 60, 120, 180, 181, 240, 300))
    early, late = rng.choice(((-more, 0), (0, more)))
    return [*slots[:n], _shifted(slots[n], early, late), *slots[n + 1 :]]


def remove_break(rng: Random, slots: list[Slot], _: Problem, __: object) -> list[Slot]:
    """Take the breaks of a shift away; it lasts as long."""
    with_breaks = [n for n, slot in enumerate(slots) if slot.breaks]
    if not with_breaks:
        return slots
    n = rng.choice(with_breaks)
    return [*slots[:n], replace(slots[n], breaks=()), *slots[n + 1 :]]


def add(rng: Random, slots: list[Slot], problem: Problem, _: object) -> list[Slot]:
    """Add a shift like one of the person's, on another day: often the day off."""
    like = slots[_position(rng, slots)]
    day = rng.randint(-6, 6) * DAY + rng.choice((0, 0, 0, -240, 240))
    extra = _shifted(like, day, day)
    name = f"{like.id}+{day}"
    taken = name in {slot.id for slot in slots} or not _within(problem, extra)
    return slots if taken else [*slots, replace(extra, id=name)]


def swap(
    rng: Random, slots: list[Slot], problem: Problem, slots_of: dict[str, list[Slot]]
) -> list[Slot]:
    """Take another person's shift in exchange for one's own of about the same day."""
    n = _position(rng, slots)
    other = rng.choice([m for m in problem.mediators if slots_of[m.id]])
    near = [
        slot
        for slot in slots_of[other.id]
        if abs(slot.span.first - slots[n].span.first) < 2 * DAY
        and slot.id not in {other.id for other in slots}
    ]
    if not near:
        return slots
    return [*slots[:n], rng.choice(near), *slots[n + 1 :]]


CHANGES: tuple[Callable[..., list[Slot]], ...] = (move, lengthen, remove_break, add, swap)
