"""Price what people hold in a period beyond limits that are wishes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.period_counts import MEASURES, TERMS
from scheduler.domain.limits import LimitKind, wished
from scheduler.domain.sharing.bands import units_of
from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from scheduler.domain.limits import Limit
    from scheduler.domain.people import Mediator
    from scheduler.domain.rota import Rota
    from scheduler.model import PersonModel, Terms

HOUR = 60


@dataclass(frozen=True, kw_only=True)
class PeriodWishes(PersonGoal):
    """
    Each slot, begun hour, weekend or split weekend beyond a wished limit costs its price.

    Periods, what is counted in them and what is known of the past are those of the limits that are
    demands.
    """

    id: str = "period_wishes"
    title: str = "Nombres souhaités par période"
    unit: str = "points de souhait"

    tier: int = 5

    def price(self, person: PersonModel) -> Terms:
        """Price what is over and what is under in each period."""
        terms: Terms = []
        since, last = person.fixed.described_since, person.horizon.days[-1]
        for price, limit in wished(person.fixed.limits, TERMS.keys()):
            step, bands = _step(limit), ((None, price),)
            for window in limit.windows(person.horizon):
                seen, carried, complete = limit.opened(window, since, last, person.fixed.streak)
                count = [*TERMS[limit.kind](person, limit, seen), (carried, person.true)]
                if limit.most is not None:
                    terms += person.model.excess_bands(count, limit.most, bands, unit=step)
                if complete:
                    terms += person.model.shortfall_bands(count, limit.least, bands, unit=step)
        return terms

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Count each period again."""
        limits = tuple(wished(rota.problem.limits_of.get(mediator.id, ()), TERMS.keys()))
        if not limits:
            return 0  # most people: no timeline is built for them
        timeline, points = rota.timeline(mediator), 0
        since, last = timeline.described_since, timeline.horizon.days[-1]
        for price, limit in limits:
            measure, step = MEASURES[limit.kind], _step(limit)
            for window in limit.windows(timeline.horizon):
                seen, carried, complete = limit.opened(window, since, last, timeline.streak)
                count = carried + measure(limit, timeline.duties, seen)
                if limit.most is not None:
                    points += price * units_of(count - limit.most, step)
                if complete:
                    points += price * units_of(limit.least - count, step)
        return points


def _step(limit: Limit) -> int:
    """Return how much of what a limit counts costs its price: minutes cost by begun hours."""
    return HOUR if limit.kind is LimitKind.MINUTES else 1


GOAL = PeriodWishes()
