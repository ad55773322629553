"""Amplitude: thirteen hours from the day's first start to its last end (L3131-1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.duty import DutyKind
from scheduler.domain.time import day_span
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Item, PersonModel

L3131_1 = code("L3131-1", "LEGIARTI000033020918")


@dataclass(frozen=True, kw_only=True)
class DailySpan(PersonRule):
    """
    An adult's duties that start on one civil day span thirteen hours at most.

    It follows from the eleven hours of rest in each twenty-four (Cass. soc. 18 December 2001,
    99-43.351: « sur une même journée de 0 à 24 heures »), so an agreement that lowers the rest to
    nine hours may raise it to fifteen; branch agreements set less. A night belongs to the day on
    which it starts. Interventions of the on-call are part of the day; standby is not.
    """

    id: ClassVar[str] = "daily_span_13h"
    title: ClassVar[str] = "Amplitude maximale de la journée"
    severity: ClassVar[Severity] = Severity.INTERPRETATION
    sources: ClassVar[tuple[Source, ...]] = (L3131_1,)
    sentence: ClassVar[str] = (
        "{who} : amplitude de {measured} le {day}, au lieu de {limit} au plus."
    )

    limit: Dated = legal("minutes", 13 * 60, L3131_1, ceiling=15 * 60, authorised=(None, 15 * 60))

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure each working day; the proof is whatever lies too far from one of its ends."""
        who = timeline.mediator
        for day in timeline.days:
            limit = self.limit.on(day.day)
            if day.last - day.first <= limit or who.minor_on(day.day):
                continue
            span = day.span
            proof = tuple(
                d
                for d in day.duties
                if d.span.first == span.first
                or d.span.last == span.last
                or (
                    (d.span.last > span.first + limit or d.span.first < span.last - limit)
                    and d.kind is not DutyKind.TRAVEL  # its two ends are duties of the day
                )
            )
            if timeline.concerns(day_span(day.day), proof):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day.day,
                    span=span,
                    measured=span.minutes,
                    limit=limit,
                    duties=proof,
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each two duties of a day that lie too far apart, and each one too long."""
        days: dict[date, list[Item]] = {}
        for item in model.working:
            if not (item.duty.kind is DutyKind.TRAVEL and item.literal is not model.true):
                days.setdefault(item.duty.span.day, []).append(item)
        for day, items in days.items():
            limit = self.limit.on(day)
            last = max(i.duty.span.last for i in items)
            if last - items[0].duty.span.first <= limit or model.mediator.minor_on(day):
                continue
            claim = model.claim(self.id, day_span(day))
            for n, (early, one) in enumerate(items):
                if last - early.span.first <= limit:
                    break  # items come by start
                for late, other in items[n:]:
                    if late.span.last - early.span.first > limit:
                        model.model.forbid_all(claim, [one] if one is other else [one, other])


RULE = DailySpan()
