"""Price slots that follow each other from a day to the next, where that is to be avoided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from scheduler.domain.limits import Succession
    from scheduler.domain.people import Mediator
    from scheduler.domain.rota import Rota
    from scheduler.model import Literal, PersonModel, Terms

ONE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class AvoidedSuccessions(PersonGoal):
    """
    Each day of the horizon with a slot that shouldn't follow the day before's costs the price.

    A slot belongs to the day on which it begins; what was worked before the horizon counts.
    """

    id: str = "avoided_successions"
    title: str = "Enchaînements à éviter"
    unit: str = "points de souhait"

    tier: int = 5

    def price(self, person: PersonModel) -> Terms:
        """Price each pair of days by a literal."""
        successions = [*_priced(person.fixed.successions)]
        posts: dict[date, list[tuple[str, Literal]]] = defaultdict(list)
        for duty, literal in person.items if successions else ():
            if duty.is_post:
                posts[duty.span.day].append((duty.template, literal))
        posts[person.horizon.day - ONE].append((person.fixed.eve_template, person.true))
        model, terms = person.model, []
        for price, succession in successions:
            for day in filter(succession.holds_on, _eves(person.horizon.days)):
                sides = (day, succession.first), (day + ONE, succession.following)
                both = [
                    [literal for template, literal in posts[at] if template in templates]
                    for at, templates in sides
                ]
                if all(both):
                    flag = model.flag("")
                    model.implies([model.shared_any_of(literals) for literals in both], flag)
                    terms.append((price, flag))
        return terms

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Compare each day with the next."""
        concerning = (s for s in rota.problem.successions if s.concerns(mediator.id))
        successions = tuple(_priced(concerning))
        if not successions:
            return 0  # most people: no timeline is built for them
        timeline = rota.timeline(mediator)
        posts: dict[date, set[str]] = defaultdict(set)
        for duty in timeline.duties:
            if duty.is_post:
                posts[duty.span.day].add(duty.template)
        posts[timeline.horizon.day - ONE].add(timeline.eve_template)
        return sum(
            price
            for price, succession in successions
            for day in filter(succession.holds_on, _eves(timeline.horizon.days))
            if posts[day] & succession.first and posts[day + ONE] & succession.following
        )


def _priced(successions: Iterable[Succession]) -> Iterator[tuple[int, Succession]]:
    return ((s.price, s) for s in successions if s.price is not None)


def _eves(days: Iterable[date]) -> Iterator[date]:
    return (day - ONE for day in days)


GOAL = AvoidedSuccessions()
