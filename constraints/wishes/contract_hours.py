"""Plan hours as near as can be to what each contract asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.bands import price_of, units_of
from scheduler.domain.hours import due_minutes, planned_minutes
from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from scheduler.domain.bands import Bands
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.model import PersonModel, Terms

QUARTER = 15


@dataclass(frozen=True, kw_only=True)
class ContractHours(PersonGoal):
    """
    The further from the hours due, the more each begun quarter of an hour costs.

    Prices grow by bands, so that a shortage or surplus is spread evenly: the first `near` percent
    of what is due at 1 a quarter, up to `far` percent at 2, beyond at 4; over hours cost twice as
    much. People who can hold no paid slot in the horizon are left out: nothing is decided.
    """

    id: str = "contract_hours"
    title: str = "Écarts aux heures de contrat"
    unit: str = "quarts d'heure pondérés"

    tier: int = 3
    near: int = 5
    far: int = 15

    def price(self, person: PersonModel) -> Terms:
        """Price the minutes under and over the hours due."""
        if not _concerned(person.problem, person.mediator):
            return []
        horizon, model = person.horizon, person.model
        terms: Terms = [
            (item.duty.paid, item.literal)
            for item in person.working
            if horizon.first <= item.duty.span.first < horizon.last
        ]
        due = due_minutes(person.problem, person.mediator)
        return [
            *model.shortfall_bands(terms, due, self.bands(due, 1), unit=QUARTER),
            *model.excess_bands(terms, due, self.bands(due, 2), unit=QUARTER),
        ]

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Recompute due and planned minutes, and price their distance."""
        if not _concerned(rota.problem, mediator):
            return 0
        due, planned = due_minutes(rota.problem, mediator), planned_minutes(rota, mediator)
        return price_of(units_of(due - planned, QUARTER), self.bands(due, 1)) + price_of(
            units_of(planned - due, QUARTER), self.bands(due, 2)
        )

    def bands(self, due: int, times: int) -> Bands:
        """Return the bands, in quarters of an hour, around what is due."""
        near, far = (units_of(due * percent, 100 * QUARTER) for percent in (self.near, self.far))
        return ((near, times), (far - near, 2 * times), (None, 4 * times))


def _concerned(problem: Problem, mediator: Mediator) -> bool:
    return any(slot.duty.paid for slot in problem.candidates[mediator.id])


GOAL = ContractHours()
