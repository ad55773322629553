"""The interface of goals: one prices what each person holds alone, or what a team holds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Assignment
    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Slot
    from scheduler.model import PersonModel, RotaModel, Terms


class Goal(ABC):
    """
    A wish priced in integers; goals of one tier are added up, tiers are solved in order.

    `measure` of the rota that is found must equal the value of `cost`, so that a forgotten term
    shows. `family`: the title of the tier of such goals (empty: their own titles, joined).
    `counts_changes`: the goal prices differences from the previous rota; replanning puts
    its ranks directly below coverage. `covers`: it prices people whom slots lack.
    `grants_wishes`: it prices wishes that aren't granted, and follows the balances of those that
    weren't. `shares_changes`: it prices changes told late by the balances of those that people
    have had.
    """

    id: str
    title: str
    unit: str
    family: str = ""
    counts_changes: ClassVar[bool] = False
    covers: ClassVar[bool] = False
    grants_wishes: ClassVar[bool] = False
    shares_changes: ClassVar[bool] = False
    tier: int

    @abstractmethod
    def cost(self, model: RotaModel) -> Terms:
        """Return the terms whose sum the solver minimises."""

    @abstractmethod
    def bill(self, rota: Rota) -> Mapping[str, int]:
        """Recompute, without the solver, what each person pays; `TEAM` pays the rest."""

    def remark(self, rota: Rota) -> str:  # noqa: ARG002 - most costs speak for themselves
        """Return what the cost alone doesn't tell, in French, a line each (empty: nothing)."""
        return ""

    def counting_from_nothing(self) -> Goal:
        """Return the goal that counts changes even of a rota without any assignment."""
        return self

    def by_rank(self) -> tuple[Goal, ...]:
        """Return, of a goal that counts changes, those that rank them, the gravest first."""
        return (self,)

    def plain(self) -> Goal:
        """Return the goal whose cost people read: a price that only weighs it is left out."""
        return self

    def before(self, minute: int) -> Goal:  # noqa: ARG002 - of goals that count changes
        """Return, of a goal that counts changes, that of what begins before a UTC minute."""
        return self

    def measure(self, rota: Rota) -> int:
        """Recompute the cost from the rota, without the solver."""
        return sum(self.bill(rota).values())

    @abstractmethod
    def parts(self, changed: Iterable[Assignment]) -> set[str]:
        """Return the people, or the slots, that a rota prices anew once these have changed."""

    @abstractmethod
    def part(self, rota: Rota, ident: str) -> int:
        """Recompute what one such person pays, or what all pay for one such slot."""


class PersonGoal(Goal):
    """A goal that depends, for each person, on what that person holds and on nobody else."""

    @abstractmethod
    def price(self, person: PersonModel) -> Terms:
        """Return the terms of one person's price, in the whole model or in one of their own."""

    @abstractmethod
    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Recompute what one person pays; only their own assignments in the rota are read."""

    def cost(self, model: RotaModel) -> Terms:
        """Add up the persons' prices."""
        return [term for person in model.persons.values() for term in self.price(person)]

    def bill(self, rota: Rota) -> Mapping[str, int]:
        """Return what each person pays."""
        return {m.id: self.paid(rota, m) for m in rota.problem.mediators}

    def parts(self, changed: Iterable[Assignment]) -> set[str]:
        """Return the people whose shifts differ."""
        return {each.mediator for each in changed}

    def part(self, rota: Rota, ident: str) -> int:
        """Recompute what one person pays."""
        return self.paid(rota, rota.problem.mediator_of[ident])


class TeamGoal(Goal):
    """A goal that depends, for each slot, on who holds it together, and on no other slot."""

    @abstractmethod
    def bill_of(self, rota: Rota, slot: Slot) -> Mapping[str, int]:
        """Recompute what each person pays for one slot; only the people on it are read."""

    def bill(self, rota: Rota) -> Mapping[str, int]:
        """Add up what each person pays for all slots."""
        total: Counter[str] = Counter()
        for slot in rota.problem.slots:
            total.update(self.bill_of(rota, slot))
        return total

    def parts(self, changed: Iterable[Assignment]) -> set[str]:
        """Return the slots whose teams differ."""
        return {each.slot for each in changed}

    def part(self, rota: Rota, ident: str) -> int:
        """Recompute what all pay for one slot."""
        return sum(self.bill_of(rota, rota.problem.slot_of[ident]).values())
