"""Bound consecutive days of work, to six or to the person's own number: no law demands it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.days.literals import worked_days
from scheduler.dated import Dated, Source, legal
from scheduler.domain.limits import LimitKind, most_on
from scheduler.domain.time import Span, days_span
from scheduler.finding import Effect, Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.domain.timeline import Day, Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

HOUSE = Source("règle de la maison", "Confort : jours travaillés d’affilée")


@dataclass(frozen=True, kw_only=True)
class ConsecutiveDays(PersonRule):
    """
    Duties begin on six days in a row at most, history counted.

    A person may have a number of their own (a limit of runs), in place of the house's, where it is
    in force on the last day of a run.

    The law doesn't ask for this: it asks for a rest in each civil week, so twelve days in a row may
    be lawful (Cass. soc. 13 Nov. 2025, n° 24-10.733). Hence it warns on a rota made by hand, though
    a generated one always keeps it. A night belongs to the day on which it begins; a day of on-call
    alone is not a day worked.
    """

    id: ClassVar[str] = "consecutive_days"
    title: ClassVar[str] = "Jours travaillés d’affilée"
    severity: ClassVar[Severity] = Severity.HOUSE
    effect: ClassVar[Effect] = Effect.WARN
    binds_plans: ClassVar[bool] = True
    sources: ClassVar[tuple[Source, ...]] = (HOUSE,)
    unit: ClassVar[str] = "days"
    sentence: ClassVar[str] = (
        "{who} : {measured} travaillés d’affilée au {day}, au lieu de {limit} au plus "
        "(règle de confort, non légale)."
    )

    most: Dated = legal("days", 6, HOUSE, floor=1, ceiling=12, name="nombre maximal")

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Report once each run of days that gets too long inside the horizon."""
        for run in timeline.runs:
            seen: list[tuple[Day, int, bool]] = []
            for number, last in enumerate(run, start=1):
                limit = most_on(timeline.limits, LimitKind.RUN, last.day) or self.most.on(last.day)
                window = run[max(0, number - limit - 1) : number]
                if len(window) <= limit or not timeline.judges(
                    days_span(window[0].day, window[-1].day)
                ):
                    continue
                # A day that history fills anyway is worked whatever is decided.
                past = all(day.certain for day in window)
                seen.append((last, limit, past))
            if seen:
                day, limit, past = next((s for s in seen if not s[2]), seen[0])
                yield self.finding(
                    subject=timeline.mediator.id,
                    who=timeline.mediator.name,
                    on=day.day,
                    span=_span(run),
                    measured=len(run),
                    limit=limit,
                    duties=[duty for day in run for duty in day.duties],
                    inherited=past,
                )

    def encode(self, model: PersonModel) -> None:
        """Demand a free day in each run of days that is one day longer than allowed."""
        worked = worked_days(model)
        own = model.fixed.limits
        for last in sorted(worked):
            limit = most_on(own, LimitKind.RUN, last) or self.most.on(last)
            stretch = [last - timedelta(days=n) for n in range(limit, -1, -1)]
            span = days_span(stretch[0], last)
            if span.touches(model.horizon) and all(day in worked for day in stretch):
                claim = model.claim(self.id, span)
                model.model.forbid_all(claim, [worked[day] for day in stretch])


def _span(run: Sequence[Day]) -> Span:
    """Return the span of a run's duties; the days of a streak have none."""
    described = [day.span for day in run if day.duties]
    return Span(described[0].start, described[-1].end)


RULE = ConsecutiveDays()
