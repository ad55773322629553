"""Forbid work on all seven civil days of a week (L3132-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3135_2
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import week_of, week_span
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Literal, PersonModel

L3132_1 = code("L3132-1", "LEGIARTI000006902580")
L3132_4 = code("L3132-4", "LEGIARTI000006902583")


@dataclass(frozen=True, kw_only=True)
class SixDays(PersonRule):
    """
    In a civil week at most six civil days hold any minute of work, whoever the person.

    The count isn't rolling: twelve days in a row are lawful if each civil week has its rest (Cass.
    soc. 13 November 2025, 24-10.733). A night touches two days. A rest of 35 hours doesn't make a
    seventh day lawful. What recorded urgent works cover is left aside: they suspend the weekly rest
    (L3132-4). Dated on the seventh day.
    """

    id: ClassVar[str] = "six_days_per_week"
    title: ClassVar[str] = "Six jours par semaine au plus"
    of_shifts: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    short_memory: ClassVar[bool] = True
    sources: ClassVar[tuple[Source, ...]] = (L3132_1, L3132_4)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3135_2,)
    unit: ClassVar[str] = "days"
    sentence: ClassVar[str] = (
        "{who} : {measured} travaillés dans {week}, au lieu de {limit} au plus "
        "(jour de trop : le {day})."
    )

    limit: Dated = legal("days", 6, L3132_1, since=date(2008, 5, 1), ceiling=6, name="maximum")

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Count the days of each week that hold work."""
        who = timeline.mediator
        weeks: dict[date, list[date]] = {}
        for day in sorted({day for duty in timeline.ordinary for day, _ in duty.by_day}):
            weeks.setdefault(week_of(day), []).append(day)
        for monday, days in weeks.items():
            limit = self.limit.on(monday)
            if len(days) <= limit:
                continue
            there = timeline.duties_in(week_span(monday))
            duties = tuple(duty for duty in there if not timeline.is_urgent(duty))
            if not timeline.concerns(week_span(monday), duties):
                continue
            past = {d for duty in duties if not duty.decided for d, _ in duty.by_day}
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=days[limit],
                span=week_span(monday),
                measured=len(days),
                limit=limit,
                duties=duties,
                inherited=past.issuperset(days),
            )

    def encode(self, model: PersonModel) -> None:
        """Bound the number of worked days in each week to which this rota may add work."""
        table: dict[date, list[Literal]] = {}
        for duty, literal in model.working:
            for day, _ in () if model.fixed.is_urgent(duty) else duty.by_day:
                table.setdefault(day, []).append(literal)
        for monday in sorted({week_of(day) for day in table}):
            days = [monday + timedelta(days=n) for n in range(7)]
            worked = [table[day] for day in days if day in table]
            if len(worked) <= self.limit.on(monday):
                continue
            if week_span(monday).last <= model.horizon.first:
                continue
            terms = [(1, model.model.any_of(literals)) for literals in worked]
            claim = model.claim(self.id, week_span(monday))
            model.model.at_most(claim, terms, self.limit.on(monday))


RULE = SixDays()
