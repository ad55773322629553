"""Count the people whom slots lack: of their minimum first, then of their target."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal

from scheduler.domain.people import TEAM
from scheduler.domain.sharing.bands import QUARTER, QUARTERS, units_of
from scheduler.domain.slots import SlotKind
from scheduler.goal import TeamGoal
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Need, Slot
    from scheduler.model import RotaModel, Terms

DAY = 7 * 60
"""Minutes of a usual post: a fifth of thirty-five hours."""

WORTH = 2 * 60
"""Minutes over contract that a post of the target is worth, where its dispositif doesn't say."""


@dataclass(frozen=True, kw_only=True)
class Coverage(TeamGoal):
    """
    People missing, per slot and need, to reach the minimum or the target; standby counts too.

    That is a cost, of what is planned: what people read as posts is counted by
    `scheduler.domain.posts`. People missing to the minimum are missing to the target too. Tier 1
    has already fixed their number, so tier 2 decides only between minimum and target, and the cost
    stays convex.

    A need may weigh each person missing (1 otherwise), and each person beyond its target (0
    otherwise); the latter count in the tier of the target. `priced`: a weight of 1 costs the hours
    over contract that the dispositif gives for a post, in begun quarters, and not 1.
    """

    id: str
    title: str
    unit: str = "points de manque"
    covers: ClassVar[bool] = True

    tier: int
    bound: Literal["minimum", "target"]
    priced: bool = False

    def cost(self, model: RotaModel) -> Terms:
        """Price the number of people missing, one variable per need."""
        costs: Terms = []
        for slot in model.problem.slots:
            for need, terms in model.filling(slot):
                wanted, surplus = self._wanted(need), self._surplus_weight(need)
                price = self._price(model.problem, slot)
                if wanted and need.missing_weight:
                    missing = model.shortfall(terms, wanted, f"{self.bound} {slot.id}")
                    costs.append((price * need.missing_weight, missing))
                if surplus:
                    costs.append((price * surplus, model.excess(terms, wanted)))
        return costs

    def bill_of(self, rota: Rota, slot: Slot) -> Mapping[str, int]:
        """Price the people missing, and those too many, by their weights: nobody pays alone."""
        weighed = 0
        for need, lacking in self._compared(rota, slot):
            weighed += need.missing_weight * max(0, lacking)
            weighed += self._surplus_weight(need) * max(0, -lacking)
        return {TEAM: self._price(rota.problem, slot) * weighed}

    def remark(self, rota: Rota) -> str:
        """Tell what hours a post of the target that stays open is worth at most."""
        problem = rota.problem
        worth = [
            self._price(problem, slot) * need.missing_weight * QUARTER
            for slot in problem.slots
            for need, lacking in self._compared(rota, slot)
            # Those under the minimum are held whatever it takes.
            if min(lacking, need.target - need.minimum) > 0
        ]
        if not self.priced or not worth:
            return ""
        hours = " à ".join(
            shown(minutes, "minutes") for minutes in sorted({min(worth), max(worth)})
        )
        return (
            f"Un poste de la cible reste ouvert s’il demande plus de {hours} au-delà des contrats "
            "et de leurs 10 % de tolérance, au quart d’heure près, selon son dispositif et son "
            "besoin."
        )

    def plain(self) -> Coverage:
        """Return the goal that counts people, and not the hours that they are worth."""
        return replace(self, unit="points de manque", priced=False)

    def _compared(self, rota: Rota, slot: Slot) -> Iterator[tuple[Need, int]]:
        """Yield each need of a slot with how many people it lacks (negative: extra)."""
        for need, there in zip(slot.needs, slot.filled(rota.team_of[slot.id]), strict=True):
            yield need, self._wanted(need) - there

    def _surplus_weight(self, need: Need) -> int:
        return need.surplus_weight if self.bound == "target" else 0

    def _wanted(self, need: Need) -> int:
        return need.minimum if self.bound == "minimum" else need.target

    def _price(self, problem: Problem, slot: Slot) -> int:
        return units_of(_worth(problem, slot), QUARTER) if self.priced else 1


def _worth(problem: Problem, slot: Slot) -> int:
    """Return what a post is worth; a place in a team's own time, in proportion to a day of it."""
    worth = problem.worth_of.get(slot.dispositif, WORTH)
    return worth * min(slot.duty.paid, DAY) // DAY if slot.kind is SlotKind.TEAM else worth


MINIMUM = Coverage(
    id="uncovered_minimum", title="Effectifs minimaux non couverts", tier=1, bound="minimum"
)
TARGET = Coverage(
    id="uncovered_target",
    title="Effectifs cibles non couverts",
    unit=QUARTERS,
    tier=2,
    bound="target",
    priced=True,
)
GOALS = (MINIMUM, TARGET)
