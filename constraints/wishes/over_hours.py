"""Plan no hours beyond what contracts tolerate, unless what they hold is worth them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from scheduler.domain.rota import timeline
from scheduler.domain.sharing.bands import QUARTER, QUARTERS, units_of
from scheduler.domain.sharing.hours import (
    accounts,
    paid_minutes,
    planned_by_account,
    standing_by_account,
)
from scheduler.domain.timeline import with_travel
from scheduler.goal import PersonGoal
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.time import Span
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class OverHours(PersonGoal):
    """
    Each begun quarter of an hour beyond the hours due and `tolerance` percent of them.

    It shares its tier with the posts of the target (see `coverage`), so that a post is held only if
    it is worth the hours that it takes beyond. What a person already holds in the rota that stands
    is no reason to change it: only hours beyond those count. Each month of the horizon has its
    limit, or each year of an annual contract.
    """

    id: str = "over_hours"
    title: str = "Heures au-delà des contrats"
    unit: str = QUARTERS

    tier: int = 2
    tolerance: int = 10

    def price(self, person: PersonModel) -> Terms:
        """Price the minutes beyond each limit."""
        return [
            term
            for span, limit in self.limits(person.problem, person.mediator)
            for term in person.model.excess_bands(
                person.planned(span), limit, ((None, 1),), unit=QUARTER
            )
        ]

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Recompute the minutes beyond each limit."""
        return sum(units_of(minutes, QUARTER) for minutes in self._beyond(rota, mediator))

    def beyond(self, rota: Rota, mediator: Mediator) -> int:
        """Return a person's minutes beyond the limits."""
        return sum(self._beyond(rota, mediator))

    def _beyond(self, rota: Rota, mediator: Mediator) -> Iterator[int]:
        planned = planned_by_account(rota, mediator)
        limits = self.limits(rota.problem, mediator)
        for minutes, (_, limit) in zip(planned, limits, strict=True):
            yield max(0, minutes - limit)

    def limits(self, problem: Problem, mediator: Mediator) -> list[tuple[Span, int]]:
        """Return the minutes up to which hours of each stretch of the horizon cost nothing here."""
        stand = standing_by_account(problem, mediator)
        return [
            (account.span, max(account.due + account.due * self.tolerance // 100, standing))
            for account, standing in zip(accounts(problem, mediator), stand, strict=True)
        ]

    def remark(self, rota: Rota) -> str:
        """Tell how many hours go beyond for the sake of posts, and how few posts hold them."""
        minutes = posts = 0
        for mediator in rota.problem.mediators:
            for span, over in self._beyond_for_posts(rota, mediator):
                minutes += over
                posts += _fewest_posts(rota, mediator, span, over)
        if not posts:
            return ""
        open_again = (
            "ce poste reste ouvert, si personne d’autre ne le prend"
            if posts == 1
            else "ces postes restent ouverts, si personne d’autre ne les prend"
        )
        return (
            f"{shown(minutes, 'minutes')} supplémentaires, au-delà des contrats et de "
            f"{self.tolerance} % de tolérance, pour {shown(posts, 'poste')} : sans elles, "
            f"{open_again}."
        )

    def _beyond_for_posts(self, rota: Rota, mediator: Mediator) -> Iterator[tuple[Span, int]]:
        """Yield, of each account, the minutes beyond its limit that posts of the rota hold."""
        if not any(self._beyond(rota, mediator)):
            return
        fixed = timeline(rota.problem, mediator)
        planned = planned_by_account(rota, mediator)
        limits = self.limits(rota.problem, mediator)
        for minutes, (span, limit) in zip(planned, limits, strict=True):
            # What is fixed goes beyond whatever posts the rota gives.
            over = minutes - max(limit, paid_minutes(fixed, span))
            if over > 0:
                yield span, over


def _fewest_posts(rota: Rota, mediator: Mediator, stretch: Span, minutes: int) -> int:
    """Return how few of a person's posts of a stretch have to go for so many minutes to go."""
    days: dict[date, list[Duty]] = defaultdict(list)
    for slot in rota.slots_of[mediator.id]:
        if stretch.first <= slot.span.first < stretch.last:
            days[slot.span.day].append(slot.duty)
    freed = [0]
    for day, posts in days.items():
        fixed = [d for d in rota.problem.fixed_of[mediator.id] if d.span.day == day]
        own = _freed(posts, fixed, rota.problem.minutes_between)
        freed = [
            max(
                freed[number - here] + own[here]
                for here in range(len(own))
                if 0 <= number - here < len(freed)
            )
            for number in range(len(freed) + len(own) - 1)
        ]
    return next(number for number, most in enumerate(freed) if most >= minutes)


def _freed(
    posts: Sequence[Duty], fixed: Sequence[Duty], minutes_between: Mapping[tuple[str, str], int]
) -> list[int]:
    """Return, for each number of a day's posts, the most minutes that go with so many of them."""

    def paid(duties: Iterable[Duty]) -> int:
        day = tuple(sorted((*duties, *fixed), key=lambda d: (d.span.first, d.span.last, d.id)))
        return sum(duty.paid for duty in with_travel(day, minutes_between) if duty.counts)

    whole = paid(posts)
    return [
        whole - min(paid(rest) for rest in combinations(posts, len(posts) - number))
        for number in range(len(posts) + 1)
    ]


GOAL = OverHours()
