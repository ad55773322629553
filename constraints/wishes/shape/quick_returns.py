"""Leave thirteen hours, where the law asks for eleven, between two days of work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constraints.days.literals import occurs
from constraints.days.moves import items_by_day, short_rests
from constraints.shape import ShapeGoal
from scheduler.domain.rhythm import RhythmKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from scheduler.domain.timeline import Day
    from scheduler.domain.worktime.working_days import Stretch
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class QuickReturns(ShapeGoal):
    """Days of work that begin less than `minutes` after the eve's has ended."""

    minutes: int = 13 * 60

    def terms(self, person: PersonModel, stretches: Iterable[Stretch]) -> Terms:
        """Look at what ends and what begins."""
        items, terms = items_by_day(person), []
        for eve, day in stretches:
            if eve in items and day in items:
                rests = short_rests(person, items[eve], items[day], self.minutes)
                terms += occurs(person, rests)
        return terms

    def amount(self, days: Mapping[date, Day], stretch: Stretch) -> int:
        """Measure the rest, in elapsed minutes."""
        eve, day = stretch
        both = eve in days and day in days
        return int(both and days[day].first - days[eve].last < self.minutes)


GOAL = QuickReturns(
    id="quick_returns",
    title="Retours rapides",
    kind=RhythmKind.RETURN,
    noun="retour rapide",
    nouns="retours rapides",
    usual=2,
)
