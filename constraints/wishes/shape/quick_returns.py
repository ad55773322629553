"""Leave thirteen hours, where the law asks for eleven, between two days of work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.day_moves import items_by_day, short_rests
from constraints.shape import ShapeGoal, occurs
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.working_days import ONE, described_since, working_days

if TYPE_CHECKING:
    from scheduler.domain.people import Mediator
    from scheduler.domain.rota import Rota
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class QuickReturns(ShapeGoal):
    """Days of work that begin less than `minutes` after the eve's has ended."""

    minutes: int = 13 * 60

    def terms(self, person: PersonModel) -> Terms:
        """Look at each two days."""
        items, terms = items_by_day(person), []
        since = described_since(person.problem, person.mediator)
        for day in person.horizon.days:
            if day in items and day - ONE in items and day - ONE >= since:
                pair = items[day - ONE], items[day]
                terms += occurs(person, short_rests(person, *pair, self.minutes))
        return terms

    def count(self, rota: Rota, mediator: Mediator) -> int:
        """Count the days that begin too soon, by elapsed minutes."""
        days, since = working_days(rota, mediator), described_since(rota.problem, mediator)
        return sum(
            days[day].first - days[day - ONE].last < self.minutes
            for day in rota.problem.horizon.days
            if day in days and day - ONE in days and day - ONE >= since
        )


GOAL = QuickReturns(
    id="quick_returns",
    title="Retours rapides",
    kind=RhythmKind.RETURN,
    noun="retour rapide",
    nouns="retours rapides",
    usual=2,
)
