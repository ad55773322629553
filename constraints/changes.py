"""Find what a person's rota changes of the one that stands, by day: shifts taken, shifts left."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.publication import told_late

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Slot
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class Changes:
    """
    Differences from the previous rota that count; none without such a rota.

    `late`: only those that are told later than is due. `until`: only those of slots that begin
    before that UTC minute (None: all). `from_nothing`: a rota without any assignment is a rota that
    may be changed, too.
    """

    late: bool = False
    until: int | None = None
    from_nothing: bool = False

    def priced(self, person: PersonModel) -> tuple[Mapping[date, Terms], Mapping[date, Terms]]:
        """Return the literals of shifts that the person takes, and of those left, by day."""
        taken: dict[date, Terms] = defaultdict(list)
        left: dict[date, Terms] = defaultdict(list)
        problem, who, model = person.problem, person.mediator, person.model
        if not self._any(problem):
            return taken, left
        before, able = _still_there(problem, who), {slot.id for slot, _ in person.slots}
        for slot, literal in person.slots:
            if self._counts(problem, who, slot):
                differs = model.negation(literal) if slot.id in before else literal
                (left if slot.id in before else taken)[slot.span.day].append((1, differs))
        for slot in _lost(problem, who, before - able):
            if self._counts(problem, who, slot):
                left[slot.span.day].append((1, model.true))
        return taken, left

    def counted(
        self, rota: Rota, mediator: Mediator
    ) -> tuple[Mapping[date, int], Mapping[date, int]]:
        """Count, of a rota, the shifts that the person takes, and those left, by day."""
        problem = rota.problem
        if not self._any(problem):
            return {}, {}
        before = _still_there(problem, mediator)
        after = {slot.id for slot in rota.slots_of[mediator.id]}
        taken, left = (
            Counter(
                slot.span.day
                for slot in (problem.slot_of[ident] for ident in some)
                if self._counts(problem, mediator, slot)
            )
            for some in (after - before, before - after)
        )
        return taken, left

    def _any(self, problem: Problem) -> bool:
        """Whether there is a rota that may be changed."""
        return self.from_nothing or bool(problem.previous)

    def _counts(self, problem: Problem, mediator: Mediator, slot: Slot) -> bool:
        if self.until is not None and slot.span.first >= self.until:
            return False
        return not self.late or told_late(problem, mediator.id, slot)


def _lost(problem: Problem, mediator: Mediator, slots: Iterable[str]) -> Iterable[Slot]:
    """Yield those of these slots that the person can't hold any more, and that aren't settled."""
    settled = {a.slot for a in problem.settled if a.mediator == mediator.id}
    return (problem.slot_of[slot] for slot in slots if slot not in settled)


def _still_there(problem: Problem, mediator: Mediator) -> frozenset[str]:
    """Return the slots still there that the previous rota gave to a person."""
    before = problem.published_of.get(mediator.id, ())
    return frozenset(slot for slot in before if slot in problem.slot_of)
