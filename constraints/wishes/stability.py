"""Change as little as can be of the previous rota."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, ClassVar

from constraints.changes import Changes
from scheduler.goal import PersonGoal

if TYPE_CHECKING:
    from scheduler.domain.people import Mediator
    from scheduler.domain.rota import Rota
    from scheduler.model import PersonModel, Terms


class Counted(Enum):
    """Which changes count, and as what."""

    ALL = auto()
    LATE = auto()
    PEOPLE = auto()


@dataclass(frozen=True, kw_only=True)
class Stability(PersonGoal):
    """
    Changes of what people hold in the previous rota; no cost without such a rota.

    A shift taken or left is a change, and so is a shift left for another one of the same day: what
    people are told. `counted`: all of them, those that are told later than is due, or people who
    have any. `until`: only changes of slots that begin before that UTC minute (None: all).

    An earlier assignment to a slot that no longer exists isn't counted, because this rota didn't
    change it. `from_nothing`: a rota without any assignment is a rota that may be changed, too.
    """

    id: str = "stability"
    title: str = "Changements par rapport au planning en place"
    unit: str = "changements"
    counts_changes: ClassVar[bool] = True

    tier: int = 7
    counted: Counted = Counted.ALL
    until: int | None = None
    from_nothing: bool = False

    @property
    def changes(self) -> Changes:
        """Return the changes that count."""
        late = self.counted is Counted.LATE
        return Changes(late=late, until=self.until, from_nothing=self.from_nothing)

    def price(self, person: PersonModel) -> Terms:
        """Price the literals that differ from the previous rota, by day."""
        taken, left = self.changes.priced(person)
        model = person.model
        if self.counted is Counted.PEOPLE:
            every = [
                literal for days in (taken, left) for day in days.values() for _, literal in day
            ]
            return [(1, model.any_of(every))] if every else []
        costs: Terms = []
        for day in sorted({*taken, *left}):
            new, gone = taken.get(day, []), left.get(day, [])
            costs += gone or new
            if gone and new:
                # Whoever leaves a shift for another one of the day is told of one change.
                fewer = [(-price, literal) for price, literal in gone]
                costs.append((1, model.excess([*new, *fewer], 0)))
        return costs

    def paid(self, rota: Rota, mediator: Mediator) -> int:
        """Count the differences, by day."""
        taken, left = self.changes.counted(rota, mediator)
        if self.counted is Counted.PEOPLE:
            return int(bool(taken or left))
        return sum(max(taken.get(day, 0), left.get(day, 0)) for day in {*taken, *left})

    def counting_from_nothing(self) -> Stability:
        """Return the goal that counts changes even where nothing stands."""
        return replace(self, from_nothing=True)

    def by_rank(self) -> tuple[Stability, ...]:
        """Return the goals that count changes told late, people who have any, then all."""
        late, people = (
            "Changements annoncés dans le délai de prévenance",
            "Personnes dont le planning change",
        )
        return (
            replace(self, id="late_changes", title=late, counted=Counted.LATE),
            replace(
                self,
                id="people_changed",
                title=people,
                unit="personnes",
                counted=Counted.PEOPLE,
            ),
            self,
        )

    def before(self, minute: int) -> Stability:
        """Return the goal that counts the changes of what begins before a UTC minute."""
        title = "Changements à trop bref délai"
        return replace(self, id="early_changes", title=title, until=minute)


GOAL = Stability()
