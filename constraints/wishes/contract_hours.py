"""Plan hours as near as can be to what each contract asks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.domain.sharing.bands import price_of, units_of
from scheduler.domain.sharing.hours import accounts, planned_by_account
from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.sharing.bands import Bands
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class ContractHours(PersonGoal):
    """
    Hours within `equal` minutes of those due are all alike; the further beyond, the more they cost.

    Prices are per begun `step` minutes, and grow by bands, so that a shortage or surplus is spread
    evenly: the first `near` percent of what is due at 1, up to `far` percent at 2, then 4 and 1
    more for each further `near` percent; over hours cost twice as much. Each month of the horizon
    is priced apart, or each year of an annual contract. People who can hold no paid slot in the
    horizon are left out: nothing is decided.
    """

    id: str = "contract_hours"
    title: str = "Écarts aux heures de contrat"
    unit: str = "points d’écart"

    tier: int = 3
    equal: int = 2 * 60
    step: int = 60
    near: int = 5
    far: int = 15

    def price(self, person: PersonModel) -> Terms:
        """Price the minutes under and over the hours due."""
        if not _concerned(person.problem, person.mediator):
            return []
        terms: Terms = []
        for account in accounts(person.problem, person.mediator):
            minutes, model, due = person.planned(account.span), person.model, account.due
            under, over = due - self.equal, due + self.equal
            terms += model.shortfall_bands(minutes, under, self.bands(due, 1), unit=self.step)
            terms += model.excess_bands(minutes, over, self.bands(due, 2), unit=self.step)
        return terms

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Recompute due and planned minutes, and price their distance."""
        if not _concerned(rota.problem, mediator):
            return 0
        dues = (account.due for account in accounts(rota.problem, mediator))
        return sum(map(self._paid, dues, planned_by_account(rota, mediator)))

    def _paid(self, due: int, planned: int) -> int:
        under, over = due - self.equal - planned, planned - due - self.equal
        return price_of(units_of(under, self.step), self.bands(due, 1)) + price_of(
            units_of(over, self.step), self.bands(due, 2)
        )

    def bands(self, due: int, times: int) -> Bands:
        """Return the bands, in steps, beyond what is equal to the minutes due."""
        return _bands(due, self.step, self.near, self.far, times)


@lru_cache(maxsize=1024)
def _bands(due: int, step: int, near: int, far: int, times: int) -> Bands:
    # Where all lack a fifth or a half of their hours, equal parts are to be the cheapest too.
    percents = (near, far, *range(far + near, 101, near))
    cuts = (0, *(units_of(due * percent, 100 * step) for percent in percents))
    prices = (1, 2, *range(4, 3 + len(percents)))
    widths = (*(after - before for before, after in pairwise(cuts)), None)
    return tuple((width, price * times) for width, price in zip(widths, prices, strict=True))


def _concerned(problem: Problem, mediator: Mediator) -> bool:
    return any(slot.duty.paid for slot in problem.candidates[mediator.id])


GOAL = ContractHours()
