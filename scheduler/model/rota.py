"""Model one problem: a literal for each possible assignment, a constant for each settled one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.problem import Assignment, as_posted
from scheduler.model.demands import DemandModel
from scheduler.model.person import PersonModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.slots import Need, Slot
    from scheduler.finding import Claim
    from scheduler.model.literals import Literal, Terms


class RotaModel(DemandModel):
    """The model of one problem; see `DemandModel` for `waived` and `gated`."""

    def __init__(
        self, problem: Problem, *, waived: frozenset[Claim] = frozenset(), gated: bool = False
    ) -> None:
        super().__init__(waived=waived, gated=gated)
        self.problem = problem
        self._works: dict[tuple[str, str], Literal] = {}
        self._filling: dict[str, list[tuple[Need, Terms]]] = {}
        self._team: dict[str, list[tuple[Mediator, Literal]]] = {s.id: [] for s in problem.slots}
        for assignment in sorted(problem.settled):
            person = as_posted(
                problem.mediator_of[assignment.mediator], problem.slot_of[assignment.slot]
            )
            self._team[assignment.slot].append((person, self.true))
        self.persons: Mapping[str, PersonModel] = {
            m.id: PersonModel(self, problem, m) for m in problem.mediators
        }
        for who, own in self.persons.items():
            for slot, literal in own.slots:
                self._works[who, slot.id] = literal
                self._team[slot.id].append((own.mediator, literal))

    def works(self, mediator: str, slot: str) -> Literal | None:
        """Return the literal of a person on a slot (None: impossible; `true`: settled)."""
        if Assignment(mediator, slot) in self.problem.settled:
            return self.true
        return self._works.get((mediator, slot))

    def team(self, slot: Slot) -> Sequence[tuple[Mediator, Literal]]:
        """Return the people who may hold the slot, or are settled on it, with their literals."""
        return self._team[slot.id]

    def filling(self, slot: Slot) -> Sequence[tuple[Need, Terms]]:
        """
        Return each need of a slot with the people who fill it, as terms.

        Whoever fits several needs fills one of them: people who fit the same ones are shared out
        by number (see `Slot.filled`).
        """
        if slot.id not in self._filling:
            terms: list[Terms] = [[] for _ in slot.needs]
            groups: dict[tuple[int, ...], Terms] = {}
            for person, literal in self.team(slot):
                groups.setdefault(slot.fits(person), []).append((1, literal))
            for numbers, group in groups.items():
                for number, part in zip(numbers, self.parts_of(group, len(numbers)), strict=True):
                    terms[number] += part
            self._filling[slot.id] = list(zip(slot.needs, terms, strict=True))
        return self._filling[slot.id]

    @property
    def assignment_literals(self) -> Mapping[tuple[str, str], Literal]:
        """Literals of the assignments to decide, by (mediator, slot)."""
        return self._works
