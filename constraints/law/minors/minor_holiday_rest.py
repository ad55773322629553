"""Keep half of the school holidays free of work, in a row, before sixteen (L4153-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import day_span, days_span
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L4153_3 = code("L4153-3", "LEGIARTI000006903181")
D4153_2 = code("D4153-2", "LEGIARTI000028058764")
ONE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class HolidayRest(PersonRule):
    """
    A rest without a break, half as long as the school holidays or longer (D4153-2).

    It is counted in civil days on which the person doesn't work before sixteen: half of fifteen
    days is eight. Days after the horizon aren't planned yet, hence free. The holidays are those
    that a request to the inspecteur touches; days from the sixteenth birthday on, and days of an
    apprentice, don't count as work here. Dated on the last day of that work.
    """

    id: ClassVar[str] = "minor_holiday_rest"
    title: ClassVar[str] = "Moins de 16 ans : la moitié des vacances"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    sources: ClassVar[tuple[Source, ...]] = (L4153_3, D4153_2)
    unit: ClassVar[str] = "days"
    sentence: ClassVar[str] = (
        "{who} (moins de 16 ans) : {measured} sans travail d’affilée dans les vacances scolaires "
        "du {first} au {last}, au lieu de {limit} au moins."
    )

    share: Dated = legal("divisor", 2, L4153_3, name="part des vacances sans travail")

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Look for the longest run of free days in each of the holidays."""
        who = timeline.mediator
        for first, last in sorted({part for job in who.holiday_jobs for part in job.breaks}):
            span = days_span(first, last)
            if not timeline.judges(span):
                continue
            worked = [
                day
                for day in span.days
                if timeline.minutes_by_day.get(day) and who.on_holiday_job(day)
            ]
            marks = pairwise((first - ONE, *worked, last + ONE))
            longest = max((after - before).days - 1 for before, after in marks)
            limit = -(-((last - first).days + 1) // self.share.on(first))
            if not worked or longest >= limit:
                continue
            judged = timeline.horizon.days
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=min(max(worked[-1], judged[0]), judged[-1]),
                span=span,
                measured=longest,
                limit=limit,
                duties=[duty for day in worked for duty in timeline.duties_in(day_span(day))],
                sentence=self.sentence.replace("{first}", f"{first:%d/%m/%Y}").replace(
                    "{last}", f"{last:%d/%m/%Y}"
                ),
            )

    def encode(self, model: PersonModel) -> None:
        """Demand a run of free days; if the past leaves none, forbid all further work."""
        breaks = {(a, b) for job in model.mediator.holiday_jobs for a, b in job.breaks}
        for begins, ends in sorted(breaks):
            span = days_span(begins, ends)
            if not span.touches(model.horizon):
                continue
            days = span.days
            free = -(-len(days) // self.share.on(begins))
            work = {
                day: [literal for _, literal in model.minutes(day_span(day))]
                if model.mediator.on_holiday_job(day)
                else []
                for day in days
            }
            claim = model.claim(self.id, span)
            starts = range(len(days) - free + 1)
            runs = [
                model.model.none_of(lit for day in days[n : n + free] for lit in work[day])
                for n in starts
            ]
            if possible := [run for run in runs if run is not None]:
                model.model.one_of(claim, possible)
                continue
            for day in days:
                if model.mediator.on_holiday_job(day):
                    model.model.forbid_all(
                        claim, (i.literal for i in model.in_window(day_span(day)) if i.duty.decided)
                    )


RULE = HolidayRest()
