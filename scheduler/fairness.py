"""Price unfairness: the distance of each person's count of some duties to a fair share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from scheduler.domain.bands import SQUARES, Bands, price_of
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.shares import shares
from scheduler.goal import PersonGoal
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Share
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class FairGoal(PersonGoal):
    """
    Distance, above or below, between a person's count of some duties and the fair share.

    `noun`: what people call such duties, in the plural. `rank`: the place of the kind among others.
    `counts`: whether a work duty is of the kind that is shared, given the public holidays.
    `adults`: no minor may hold one, so that none is due from them. `bands`: the price of a
    distance; by default its square, so that no injustice is ever large enough for a larger one to
    cost nothing more.
    """

    id: str
    title: str
    noun: str = "services"
    rank: int = 0
    unit: str = "points d’écart"

    tier: int = 4
    counts: Callable[[Duty, frozenset[date]], bool]
    adults: bool = False
    bands: Bands = SQUARES

    def shared(self, duty: Duty, holidays: frozenset[date]) -> bool:
        """Whether a duty is one of those that are shared."""
        return duty.kind is DutyKind.WORK and self.counts(duty, holidays)

    def price(self, person: PersonModel) -> Terms:
        """Price the person's distance to their share."""
        share = self.shares(person.problem).get(person.mediator.id)
        if share is None:
            return []
        terms: Terms = [(1, literal) for slot, literal in person.slots if slot.id in share.ids]
        terms.append((share.fixed, person.true))
        return [
            *person.model.shortfall_bands(terms, share.fair, self.bands),
            *person.model.excess_bands(terms, share.fair, self.bands),
        ]

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Count the duties that the person holds and price the distance."""
        share = self.shares(rota.problem).get(mediator.id)
        return 0 if share is None else self._price(share, _count(share, rota, mediator.id))

    def unavoidable(self, rota: Rota) -> int:
        """
        Return what the fairest sharing of as many duties would cost.

        In each pool, as many duties as the rota gives it, to whomever may hold them.
        """
        pools: dict[int, dict[str, Share]] = defaultdict(dict)
        for who, share in self.shares(rota.problem).items():
            pools[share.pool][who] = share
        return sum(
            self._fairest(pool, sum(_count(share, rota, who) for who, share in pool.items()))
            for pool in pools.values()
        )

    def _fairest(self, pool: Mapping[str, Share], number: int) -> int:
        """Return the least price at which a pool can hold so many duties."""
        count = {who: share.fixed for who, share in pool.items()}
        for _ in range(number - sum(count.values())):
            # Prices grow with the distance, so the cheapest next duty each time is the best.
            able = (who for who, s in pool.items() if count[who] < s.fixed + len(s.slots))
            who = min(able, key=lambda who: self._step(pool[who], count[who]))
            count[who] += 1
        return sum(self._price(share, count[who]) for who, share in pool.items())

    def remark(self, rota: Rota) -> str:
        """Tell how much of the distance no sharing of as many duties would avoid."""
        cost = self.measure(rota)
        if not cost:
            return ""
        return (
            f"{self.title} : {shown(cost, 'point')} d’écart, dont {self.unavoidable(rota)} "
            "qu’aucun partage d’autant de services n’éviterait."
        )

    def shares(self, problem: Problem) -> Mapping[str, Share]:
        """Return each person's share, computed once per problem."""
        known = problem.shares_known.get(self.id)
        if known is None:
            known = problem.shares_known[self.id] = shares(
                problem,
                partial(self.shared, holidays=problem.holidays),
                adults=self.adults,
                balances=problem.balances_of.get(self.id),
            )
        return known

    def _price(self, share: Share, count: int) -> int:
        return price_of(abs(count - share.fair), self.bands)

    def _step(self, share: Share, count: int) -> int:
        return self._price(share, count + 1) - self._price(share, count)


def _count(share: Share, rota: Rota, who: str) -> int:
    return share.fixed + sum(1 for slot in rota.slots_of[who] if slot.id in share.ids)
