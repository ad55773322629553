"""Change as little as can be of the previous rota."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, ClassVar

from scheduler.goal import PersonGoal
from scheduler.publication import told_late

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Slot
    from scheduler.model import PersonModel, Terms


class Counted(Enum):
    """Which changes count, and as what."""

    ALL = auto()
    LATE = auto()
    PEOPLE = auto()


@dataclass(frozen=True, kw_only=True)
class Stability(PersonGoal):
    """
    Changes of what people hold in the previous rota; no cost without such a rota.

    A shift taken or left is a change, and so is a shift left for another one of the same day: what
    people are told. `counted`: all of them, those that are told later than is due, or people who
    have any. `until`: only changes of slots that begin before that UTC minute (None: all).

    An earlier assignment to a slot that no longer exists isn't counted, because this rota didn't
    change it. `from_nothing`: a rota without any assignment is a rota that may be changed, too.
    """

    id: str = "stability"
    title: str = "Changements par rapport au planning en place"
    unit: str = "changements"
    counts_changes: ClassVar[bool] = True

    tier: int = 7
    counted: Counted = Counted.ALL
    until: int | None = None
    from_nothing: bool = False

    def price(self, person: PersonModel) -> Terms:
        """Price the literals that differ from the previous rota, by day."""
        if not self.counts(person.problem):
            return []
        problem, who, model = person.problem, person.mediator, person.model
        before, able = _still_there(problem, who), {slot.id for slot, _ in person.slots}
        taken: dict[date, Terms] = defaultdict(list)
        left: dict[date, Terms] = defaultdict(list)
        for slot, literal in person.slots:
            if self._counts(problem, who, slot):
                differs = model.negation(literal) if slot.id in before else literal
                (left if slot.id in before else taken)[slot.span.day].append((1, differs))
        for slot in _lost(problem, who, before - able):
            if self._counts(problem, who, slot):
                left[slot.span.day].append((1, model.true))
        if self.counted is Counted.PEOPLE:
            every = [
                literal for days in (taken, left) for day in days.values() for _, literal in day
            ]
            return [(1, model.any_of(every))] if every else []
        costs: Terms = []
        for day in sorted({*taken, *left}):
            costs += left[day] or taken[day]
            if left[day] and taken[day]:
                # Whoever leaves a shift for another one of the day is told of one change.
                fewer = [(-price, literal) for price, literal in left[day]]
                costs.append((1, model.excess([*taken[day], *fewer], 0)))
        return costs

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Count the differences, by day."""
        if not self.counts(rota.problem):
            return 0
        before = _still_there(rota.problem, mediator)
        after = {slot.id for slot in rota.slots_of[mediator.id]}
        slots = rota.problem.slot_of
        taken, left = (
            self._days(rota.problem, mediator, (slots[slot] for slot in some))
            for some in (after - before, before - after)
        )
        if self.counted is Counted.PEOPLE:
            return int(bool(taken or left))
        return sum(max(taken[day], left[day]) for day in {*taken, *left})

    def counting_from_nothing(self) -> Stability:
        """Return the goal that counts changes even where nothing stands."""
        return replace(self, from_nothing=True)

    def by_rank(self) -> tuple[Stability, ...]:
        """Return the goals that count changes told late, people who have any, then all."""
        late, people = (
            "Changements annoncés dans le délai de prévenance",
            "Personnes dont le planning change",
        )
        return (
            replace(self, id="late_changes", title=late, counted=Counted.LATE),
            replace(
                self,
                id="people_changed",
                title=people,
                unit="personnes",
                counted=Counted.PEOPLE,
            ),
            self,
        )

    def before(self, minute: int) -> Stability:
        """Return the goal that counts the changes of what begins before a UTC minute."""
        title = "Changements à trop bref délai"
        return replace(self, id="early_changes", title=title, until=minute)

    def counts(self, problem: Problem) -> bool:
        """Whether there is a rota that may be changed."""
        return self.from_nothing or bool(problem.previous)

    def _counts(self, problem: Problem, mediator: Mediator, slot: Slot) -> bool:
        if self.until is not None and slot.span.first >= self.until:
            return False
        return self.counted is not Counted.LATE or told_late(problem, mediator.id, slot)

    def _days(
        self, problem: Problem, mediator: Mediator, slots: Iterable[Slot]
    ) -> defaultdict[date, int]:
        days: defaultdict[date, int] = defaultdict(int)
        for slot in slots:
            if self._counts(problem, mediator, slot):
                days[slot.span.day] += 1
        return days


def _lost(problem: Problem, mediator: Mediator, slots: Iterable[str]) -> Iterable[Slot]:
    """Yield those of these slots that the person can't hold any more, and that aren't settled."""
    settled = {a.slot for a in problem.settled if a.mediator == mediator.id}
    return (problem.slot_of[slot] for slot in slots if slot not in settled)


def _still_there(problem: Problem, mediator: Mediator) -> frozenset[str]:
    """Return the slots still there that the previous rota gave to a person."""
    before = problem.published_of.get(mediator.id, ())
    return frozenset(slot for slot in before if slot in problem.slot_of)


GOAL = Stability()
