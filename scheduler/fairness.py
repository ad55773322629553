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
from scheduler.domain.resharing import Shared, least_price
from scheduler.domain.shares import shares
from scheduler.goal import PersonGoal
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Need, Share
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

    def _shared_in(self, problem: Problem, duty: Duty) -> bool:
        return self.shared(duty, problem.holidays_at(duty.agency))

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
        Return what the fairest sharing of the same duties would cost.

        Each slot keeps as many people for each of its needs; whoever may hold it by role,
        dispositif, site and contract may take it, of whatever pool, or of none: who is in none has
        no share to be away from.
        """
        problem, shares = rota.problem, self.shares(rota.problem)
        wanted = {s.id for s in problem.slots if self._shared_in(problem, s.duty)}
        able: dict[tuple[str, Need | None], set[str]] = defaultdict(set)
        holders: dict[tuple[str, Need | None], set[str]] = defaultdict(set)
        for person in problem.mediators:
            own = {slot.id for slot in rota.slots_of[person.id]}
            for slot in problem.candidates[person.id]:
                if slot.id in wanted and not (self.adults and person.minor_on(slot.span.day)):
                    post = slot.id, slot.need_of(person.role)
                    able[post].add(person.id)
                    if slot.id in own:
                        holders[post].add(person.id)
        return least_price(
            [Shared(frozenset(team), frozenset(able[post])) for post, team in holders.items()],
            {
                m.id: _count(shares[m.id], rota, m.id) if m.id in shares else 0
                for m in problem.mediators
            },
            lambda who, count: self._price(shares[who], count) if who in shares else 0,
        )

    def remark(self, rota: Rota) -> str:
        """Tell how much of the distance no other sharing of the same duties would avoid."""
        cost = self.measure(rota)
        if not cost:
            return ""
        return (
            f"{self.title} : {shown(cost, 'point')} d’écart, dont {self.unavoidable(rota)} "
            "qu’aucun autre partage de ces services n’éviterait."
        )

    def shares(self, problem: Problem) -> Mapping[str, Share]:
        """Return each person's share, computed once per problem."""
        known = problem.shares_known.get(self.id)
        if known is None:
            known = problem.shares_known[self.id] = shares(
                problem,
                partial(self._shared_in, problem),
                adults=self.adults,
                balances=problem.balances_of.get(self.id),
            )
        return known

    def _price(self, share: Share, count: int) -> int:
        return price_of(abs(count - share.fair), self.bands)


def _count(share: Share, rota: Rota, who: str) -> int:
    return share.fixed + sum(1 for slot in rota.slots_of[who] if slot.id in share.ids)
