"""Ask whoever was told of changes late the least often, where someone's work changes late again."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from constraints.changes import Changes
from scheduler.domain.sharing.bands import SQUARES, Bands, bands_after, price_of
from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.model import PersonModel, Terms


LATE = Changes(late=True)


@dataclass(frozen=True, kw_only=True)
class FairLateChanges(PersonGoal):
    """
    Days on which a person's work changes late, priced by how many they had before.

    A plan from nothing changes nothing late and costs nothing. Planned again, a month has as few
    late changes as can be (`Stability.by_rank`); this goal decides, among as few, whose they are. A
    day costs the more, the more the person had beyond their part, and those that they are behind by
    cost nothing: the account of late changes is followed as that of nights is.

    `bands`: the price of what somebody had beyond their part, by default its square.
    """

    id: str = "fair_late_changes"
    title: str = "Équité des changements tardifs"
    unit: str = "points d’écart"
    shares_changes: ClassVar[bool] = True

    tier: int = 4
    changes: Changes = LATE
    bands: Bands = SQUARES

    def price(self, person: PersonModel) -> Terms:
        """Price each late day beyond what the person is behind by."""
        taken, left = self.changes.priced(person)
        model = person.model
        days: Terms = []
        for day in sorted({*taken, *left}):
            differing = [*taken.get(day, ()), *left.get(day, ())]
            days.append((1, model.any_of([literal for _, literal in differing])))
        if not days:
            return []
        ahead = _ahead(person.problem, person.mediator)
        return model.excess_bands(days, max(0, -ahead), bands_after(ahead, self.bands))

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Count the person's late days and price them."""
        taken, left = self.changes.counted(rota, mediator)
        ahead, days = _ahead(rota.problem, mediator), len({*taken, *left})
        return price_of(ahead + days, self.bands) - price_of(ahead, self.bands)

    def counting_from_nothing(self) -> FairLateChanges:
        """Return the goal that counts changes even where nothing stands."""
        return replace(self, changes=replace(self.changes, from_nothing=True))


def _ahead(problem: Problem, mediator: Mediator) -> int:
    """Return how many late changes the person had beyond their part, rounded half up."""
    balance = problem.balances_of.get(GOAL.id, {}).get(mediator.id, Fraction(0))
    return math.floor(balance + Fraction(1, 2))


GOAL = FairLateChanges()
