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
    from scheduler.domain.slots import Slot
    from scheduler.finding import Claim
    from scheduler.model.literals import Literal


class RotaModel(DemandModel):
    """The model of one problem; see `DemandModel` for `waived` and `gated`."""

    def __init__(
        self, problem: Problem, *, waived: frozenset[Claim] = frozenset(), gated: bool = False
    ) -> None:
        super().__init__(waived=waived, gated=gated)
        self.problem = problem
        self._works: dict[tuple[str, str], Literal] = {}
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

    @property
    def assignment_literals(self) -> Mapping[tuple[str, str], Literal]:
        """Literals of the assignments to decide, by (mediator, slot)."""
        return self._works
