"""Bound the work of a civil day to ten hours (durée quotidienne maximale, L3121-18)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import HOURS, R3124_3
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import Span, day_of, day_span
from scheduler.domain.worktime.going_on import going_on
from scheduler.evidence import Fact
from scheduler.finding import Severity, Verdict
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel, Terms

L3121_18 = code("L3121-18", "LEGIARTI000033020428")
L3121_19 = code("L3121-19", "LEGIARTI000033020422")
D3121_4 = code("D3121-4", "LEGIARTI000033509331")
D3121_5 = code("D3121-5", "LEGIARTI000036483289")
D3121_6 = code("D3121-6", "LEGIARTI000033509368")
D3121_7 = code("D3121-7", "LEGIARTI000033516338")


@dataclass(frozen=True, kw_only=True)
class DailyMax(PersonRule):
    """
    An adult works ten hours at most from midnight to midnight.

    An agreement may go up to twelve (L3121-19). A duty over midnight is split there. Where a shift,
    or shifts that follow each other without a stop, exceed the limit but none of their days does,
    the law is unsettled: to confirm.
    """

    id: ClassVar[str] = "daily_max_10h"
    title: ClassVar[str] = "Durée quotidienne maximale"
    of_hours: ClassVar[bool] = True
    of_shifts: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    short_memory: ClassVar[bool] = True
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    sources: ClassVar[tuple[Source, ...]] = (L3121_18, L3121_19, D3121_4, D3121_5, D3121_6, D3121_7)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_3, HOURS)
    sentence: ClassVar[str] = "{who} : {measured} de travail le {day}, au lieu de {limit} au plus."

    over_midnight: ClassVar[str] = (
        "{who} : vacation de {measured} à cheval sur minuit, commencée le {day} : chaque journée "
        "respecte {limit}, la vacation non (à confirmer)."
    )
    in_a_row: ClassVar[str] = (
        "{who} : {measured} de travail de suite à cheval sur minuit, dans des postes qui "
        "s’enchaînent sans arrêt depuis le {day} : chaque journée respecte {limit}, leur suite "
        "non (à confirmer)."
    )

    limit: Dated = legal(
        "minutes",
        10 * 60,
        L3121_18,
        ceiling=12 * 60,
        by=L3121_19,
        authorised=(10 * 60, None),
        authorised_by=L3121_18,
        name="maximum",
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up each civil day, then look at the shifts that pass midnight."""
        who = timeline.mediator
        over: set[date] = set()
        for day, minutes in sorted(timeline.minutes_by_day.items()):
            limit = self.limit.on(day)
            if minutes <= limit or who.minor_on(day):
                continue
            over.add(day)
            duties = timeline.duties_in(day_span(day))
            if timeline.concerns(day_span(day), duties):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day,
                    span=day_span(day),
                    measured=minutes,
                    limit=limit,
                    duties=duties,
                )
        yield from self._cut_by_midnight(timeline, over)

    def _cut_by_midnight(self, timeline: Timeline, over: set[date]) -> Iterator[Finding]:
        who, working = timeline.mediator, timeline.working
        continued: set[str] = set()
        for after, duty in enumerate(working, start=1):
            following, day = going_on(duty.span.last, working[after:]), duty.span.day
            continued.update(each.id for each in following)
            work, limit = sum(each.work for each in (duty, *following)), self.limit.on(day)
            if duty.id in continued or work <= limit or who.minor_on(day):
                continue
            duties = (duty, *following)
            span = Span(duty.span.start, duties[-1].span.end)
            if timeline.judges(span) and len(span.days) > 1 and over.isdisjoint(span.days):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day,
                    span=span,
                    measured=work,
                    limit=limit,
                    duties=duties,
                    verdict=Verdict.TO_CONFIRM,
                    sentence=self.in_a_row if following else self.over_midnight,
                )

    def encode(self, model: PersonModel) -> None:
        """Bound the minutes of each civil day that this rota may fill."""
        first = day_of(model.horizon.first)
        table: dict[date, Terms] = {}
        for duty, literal in model.working:
            for day, minutes in duty.by_day:
                if day >= first:
                    table.setdefault(day, []).append((minutes, literal))
        for day, terms in table.items():
            if not model.mediator.minor_on(day):
                claim = model.claim(self.id, day_span(day))
                model.model.at_most(claim, terms, self.limit.on(day))


RULE = DailyMax()
