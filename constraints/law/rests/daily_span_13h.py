"""Bound a day to thirteen hours from first start to last end (amplitude, L3131-1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.days.spans import forbid_longer, items_by_day, proof_of
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3135_1, RESTS
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import day_span
from scheduler.domain.worktime.rests import by_day
from scheduler.evidence import Measure
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3131_1 = code("L3131-1", "LEGIARTI000033020918")
D3131_1 = code("D3131-1", "LEGIARTI000033509910")


@dataclass(frozen=True, kw_only=True)
class DailySpan(PersonRule):
    """
    An adult's duties that start on one civil day span thirteen hours at most.

    It follows from the eleven hours of rest in each twenty-four (Cass. soc. 18 December 2001,
    99-43.351: « sur une même journée de 0 à 24 heures »), so an agreement that lowers the rest to
    nine hours may raise it to fifteen; branch agreements set less. A night belongs to the day on
    which it starts. Interventions of the on-call are part of the day; standby is not, nor what
    recorded urgent works cover, which may cut the rest (D3131-1). `in_days`: what an agreement sets
    for those whose contract counts days, whose rests are everybody's (L3121-62).
    """

    id: ClassVar[str] = "daily_span_13h"
    of_pairs: ClassVar[bool] = True
    title: ClassVar[str] = "Amplitude maximale de la journée"
    of_shifts: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.INTERPRETATION
    short_memory: ClassVar[bool] = True
    proof: ClassVar[Measure] = Measure.SPAN
    sources: ClassVar[tuple[Source, ...]] = (L3131_1, D3131_1)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3135_1, RESTS)
    sentence: ClassVar[str] = (
        "{who} : amplitude de {measured} le {day}, au lieu de {limit} au plus."
    )

    limit: Dated = legal(
        "minutes",
        13 * 60,
        L3131_1,
        ceiling=15 * 60,
        authorised=(None, 15 * 60),
        quantity="daily_span",
        name="maximum",
    )
    in_days: Dated = legal(
        "minutes",
        0,
        L3131_1,
        floor=1,
        ceiling=15 * 60,
        name="maximum au forfait en jours (0 : le même)",
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure each working day's span; the duties too far from one of its ends prove it."""
        who = timeline.mediator
        for day in by_day(timeline.ordinary) if timeline.has_urgent_works else timeline.days:
            limit = self.limit.on(day.day)
            if who.in_days_on(day.day):
                limit = self.in_days.on(day.day) or limit
            if day.last - day.first <= limit or who.minor_on(day.day):
                continue
            proof = proof_of(day, limit)
            if timeline.concerns(day_span(day.day), proof):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day.day,
                    span=day.span,
                    measured=day.span.minutes,
                    limit=limit,
                    duties=proof,
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each pair of duties of a day that lie too far apart, and each duty too long."""
        for day, items in items_by_day(model.ordinary).items():
            if not model.mediator.minor_on(day):
                in_days = model.mediator.in_days_on(day) and self.in_days.on(day)
                forbid_longer(model, self.id, day, items, in_days or self.limit.on(day))


RULE = DailySpan()
