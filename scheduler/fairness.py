"""Price unfairness: the distance of each person's count of some duties to a fair share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from scheduler.balances import signed
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.sharing.bands import SQUARES, Bands, bands_after, price_of
from scheduler.domain.sharing.resharing import Shared, least_price
from scheduler.domain.sharing.shares import shares
from scheduler.goal import PersonGoal
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Need, Share, Slot
    from scheduler.model import PersonModel, Terms

WIDE = 2
"""Duties ahead of their part beyond which somebody's balance is said to grow."""
NAMED = 3
"""People who are named as able to hold some of them, those the farthest behind."""


@dataclass(frozen=True, kw_only=True)
class FairGoal(PersonGoal):
    """
    Distance, above or below, between a person's count of some duties and the fair share.

    `noun`: what people call such duties, in the plural. `rank`: the place of the kind among others.
    `counts`: whether a work duty is of the kind that is shared, given the public holidays.
    `adults`: no minor may hold one, so that none is due from them. `bands`: the price of a
    distance; by default its square, so that no injustice is ever large enough for a larger one to
    cost nothing more. What a balance holds beyond what the month can make good comes first in it:
    a night more costs 3 to whoever is one ahead, and 22 to whoever is twelve ahead.
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
            *person.model.shortfall_bands(terms, share.fair, self._bands(share.left)),
            *person.model.excess_bands(terms, share.fair, self._bands(-share.left)),
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
        """Tell what no other sharing would avoid, then whose balance grows large, and why."""
        return "\n".join(filter(None, (self._unavoided(rota), *self._widened(rota))))

    def _unavoided(self, rota: Rota) -> str:
        cost = self.measure(rota)
        if not cost:
            return ""
        return (
            f"{self.title} : {shown(cost, 'point')} d’écart, dont {self.unavoidable(rota)} "
            "qu’aucun autre partage de ces services n’éviterait."
        )

    def _widened(self, rota: Rota) -> Iterator[str]:
        """Yield, for each person whom the month takes too far ahead, who else could hold some."""
        people, shares = rota.problem.mediator_of, self.shares(rota.problem)
        counts = {who: _count(share, rota, who) for who, share in shares.items()}
        # A part is of what is held, as in the accounts: nobody owes what a team leaves open.
        taken, wanted = defaultdict[int, int](int), defaultdict[int, Fraction](Fraction)
        for who, share in shares.items():
            taken[share.pool] += counts[who]
            wanted[share.pool] += share.month
        ahead = {
            who: counts[who]
            - share.carried
            - share.month * taken[share.pool] / (wanted[share.pool] or 1)
            for who, share in shares.items()
        }
        for who, share in shares.items():
            if ahead[who] <= max(Fraction(WIDE), -share.carried):
                continue
            own = [slot for slot in rota.slots_of[who] if slot.id in share.ids]
            able = sorted(
                (balance, people[other].name)
                for other, balance in ahead.items()
                if balance + 1 < ahead[who]
                and any(self._free(rota, people[other], slot) for slot in own)
            )
            names = ", ".join(f"{name} ({signed(balance)})" for balance, name in able[:NAMED])
            yield (
                f"Pourquoi {people[who].name}\u00a0? {signed(ahead[who])} {self.noun} par rapport "
                f"à sa part après ce mois, {signed(-share.carried)} avant. "
            ) + (
                "D’autres peuvent en tenir une partie, si leurs heures et leurs repos le permettent"
                f"\u00a0: {names}."
                if able
                else "Personne d’autre, moins en avance, ne peut tenir ces services\u00a0: il "
                "faudrait affecter quelqu’un de plus à ce dispositif, ou à ce lieu."
            )

    def _free(self, rota: Rota, person: Mediator, slot: Slot) -> bool:
        """Whether a person may hold a slot, is there, and holds none of the kind meanwhile."""
        ids = self.shares(rota.problem)[person.id].ids
        return (
            slot.id in ids
            and rota.problem.presence.weight(person, slot.span) > 0
            and not any(
                own.id in ids and own.span.touches(slot.span) for own in rota.slots_of[person.id]
            )
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
        apart = count - share.fair
        return price_of(abs(apart), self._bands(-share.left if apart > 0 else share.left))

    def _bands(self, left: int) -> Bands:
        """Return the prices of a distance that widens a balance of so many duties."""
        return bands_after(left, self.bands)


def _count(share: Share, rota: Rota, who: str) -> int:
    return share.fixed + sum(1 for slot in rota.slots_of[who] if slot.id in share.ids)
