"""Repos quotidien: eleven consecutive hours between two working days (L3131-1)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import Span
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3131_1 = code("L3131-1", "LEGIARTI000033020918")


@dataclass(frozen=True, kw_only=True)
class DailyRest(PersonRule):
    """
    Between an adult's last end of one working day and first start of the next: eleven hours.

    An agreement may go down to nine hours (D3131-6). Minors have a longer rest of their own.
    """

    id: ClassVar[str] = "daily_rest_11h"
    title: ClassVar[str] = "Repos quotidien"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    sources: ClassVar[tuple[Source, ...]] = (L3131_1,)
    sentence: ClassVar[str] = (
        "{who} : {measured} de repos avant la reprise du {day}, au lieu de {limit}."
    )

    rest: Dated = legal("minutes", 11 * 60, L3131_1, floor=9 * 60)

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure what separates each working day from the next."""
        who = timeline.mediator
        for before, after in pairwise(timeline.days):
            if after.span.first < timeline.horizon.first or who.minor_on(after.day):
                continue
            rest, limit = before.span.gap(after.span), self.rest.on(after.day)
            if rest < limit:
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=after.day,
                    span=Span(before.span.start, after.span.end),
                    measured=rest,
                    limit=limit,
                    duties=(*before.duties, *after.duties),
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each pair of duties of two days that come too close."""
        items = model.working
        for i, (early, one) in enumerate(items):
            for late, other in items[i + 1 :]:
                if late.span.day == early.span.day or late.span.first < model.horizon.first:
                    continue
                if model.mediator.minor_on(late.span.day):
                    continue
                gap = early.span.gap(late.span)
                if gap >= self.rest.on(late.span.day):
                    if gap >= 24 * 60:
                        break  # items come by start: the next ones are further still
                    continue
                claim = model.claim(self.id, Span(early.span.start, late.span.end))
                model.model.forbid_all(claim, [one, other])


RULE = DailyRest()
