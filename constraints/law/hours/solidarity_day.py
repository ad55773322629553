"""Check the journée de solidarité: seven unpaid hours a year, not on 1 May (L3133-7, -8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.counters.days.solidarity import (
    MAY_FIRST,
    share,
    solidarity_days,
    solidarity_minutes,
)
from constraints.counters.thresholds import L3133_8, SOLIDARITY
from scheduler.dated import Dated, Source, code
from scheduler.domain.time import day_span, days_span
from scheduler.finding import Effect, Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.employment.employer import Solidarity
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3133_7 = code("L3133-7", "LEGIARTI000033020869")
L3133_9 = code("L3133-9", "LEGIARTI000033020858")
L3133_11 = code("L3133-11", "LEGIARTI000033020848")
L3133_12 = code("L3133-12", "LEGIARTI000035653012")


@dataclass(frozen=True, kw_only=True)
class SolidarityDay(PersonRule):
    """
    The journée de solidarité is seven hours a year at most, in proportion for part-timers.

    Hours marked as such are no overtime, charged to no quota, no complementary hours (L3133-9):
    the counters leave them out, within that limit. Found: a day set on 1 May, which L3133-11 rules
    out, though nobody worked on it; and hours marked and worked beyond the limit, dated on the day
    that passes it: they are ordinary work, to be paid. A change of employer in the year
    (L3133-10) isn't known here. Under a forfait in days it is a day of work, whatever its hours
    (L3133-8, 2°).
    """

    id: ClassVar[str] = "solidarity_day"
    title: ClassVar[str] = "Journée de solidarité"
    of_hours: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.CONFIGURATION
    effect: ClassVar[Effect] = Effect.COMPUTE
    sources: ClassVar[tuple[Source, ...]] = (L3133_8, L3133_7, L3133_9, L3133_11, L3133_12)
    sentence: ClassVar[str] = (
        "{who} : {measured} au titre de la journée de solidarité dans l’année au {day}, au lieu "
        "de {limit} au plus : {amount} à payer et à compter comme les autres heures."
    )
    on_may_first: ClassVar[str] = (
        "{who} : journée de solidarité fixée au {day} ({measured} travaillées) ; elle ne peut pas "
        "l’être un 1er mai."
    )

    hours: Dated = SOLIDARITY

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up the year's marked hours, day by day."""
        totals: dict[int, int] = {}
        for solidarity in solidarity_days(timeline):
            worked = solidarity_minutes(timeline, solidarity, self.hours)
            if (solidarity.day.month, solidarity.day.day) == MAY_FIRST:
                if timeline.judges(day_span(solidarity.day)):
                    yield self._finding(timeline, solidarity, worked, 0, self.on_may_first)
                continue
            before = totals.get(solidarity.day.year, 0)
            totals[solidarity.day.year] = total = before + worked
            limit = share(timeline, solidarity.day, self.hours)
            if worked and total > limit and timeline.judges(day_span(solidarity.day)):
                yield self._finding(timeline, solidarity, total, limit, self.sentence)

    def encode(self, model: PersonModel) -> None:
        """Post nothing: it says how hours are counted, not when."""

    def _finding(
        self, timeline: Timeline, solidarity: Solidarity, measured: int, limit: int, sentence: str
    ) -> Finding:
        return self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=solidarity.day,
            span=days_span(solidarity.day.replace(month=1, day=1), solidarity.day)
            if limit
            else day_span(solidarity.day),
            measured=measured,
            limit=limit,
            duties=timeline.duties_in(day_span(solidarity.day)),
            sentence=sentence,
            source=None if limit else L3133_11,
        )


RULE = SolidarityDay()
