"""Require 12 hours of rest between two days of a minor, 14 before sixteen (L3164-1)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, ClassVar

from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3165_7
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import Span
from scheduler.evidence import Measure
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Day, Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3164_1 = code("L3164-1", "LEGIARTI000006902793")
SIXTEEN = 16


@dataclass(frozen=True, kw_only=True)
class MinorRest(PersonRule):
    """
    A minor's rest from the last end of one working day to the first start of the next.

    Twelve consecutive hours, fourteen under sixteen. Age is that of the day on which work begins
    again. No agreement may change it.
    """

    id: ClassVar[str] = "minor_daily_rest_12h"
    title: ClassVar[str] = "Mineurs : repos quotidien"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    short_memory: ClassVar[bool] = True
    proof: ClassVar[Measure] = Measure.REST
    sources: ClassVar[tuple[Source, ...]] = (L3164_1,)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3165_7,)
    sentence: ClassVar[str] = (
        "{who} (moins de 18 ans) : {measured} de repos avant la reprise du {day}, au lieu de "
        "{limit}."
    )

    rest: Dated = legal("minutes", 12 * 60, L3164_1, name="repos")
    rest_under_16: Dated = legal("minutes", 14 * 60, L3164_1, name="repos, avant 16 ans")

    def due(self, who: Mediator, day: date) -> int | None:
        """Return the rest due before work on `day`, in minutes (None: an adult's rest)."""
        age = who.age_on(day)
        if age is None or not who.minor_on(day):
            return None
        return (self.rest_under_16 if age < SIXTEEN else self.rest).on(day)

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure what separates each working day from the next."""
        who = timeline.mediator
        # What ends last so far: a night may end after the next day's work.
        ended = accumulate(timeline.days, _later)
        for before, after in zip(ended, timeline.days[1:], strict=False):
            limit = self.due(who, after.day)
            if limit is None or after.span.first < timeline.horizon.first:
                continue
            rest = max(0, before.span.gap(after.span))
            if rest < limit:
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=after.day,
                    span=Span(before.span.start, after.span.end),
                    measured=rest,
                    limit=limit,
                    duties=_too_close(before, after, limit),
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each pair of duties of two days with too little rest between them."""
        birth = model.mediator.birth
        if birth is None or not model.mediator.minor_on(model.horizon.days[0]):
            return
        items = model.working
        for i, (early, literal) in enumerate(items):
            for late, other in items[i + 1 :]:
                gap = early.span.gap(late.span)
                if gap >= 24 * 60:
                    break  # items come by start: the next ones are further still
                if late.span.day == early.span.day or late.span.first < model.horizon.first:
                    continue
                day = late.span.day
                if not model.mediator.minor_on(day):
                    continue
                young = (day.year - SIXTEEN, day.month, day.day) < (
                    (birth.year, birth.month, birth.day)
                )
                if gap < (self.rest_under_16.on(day) if young else self.rest.on(day)):
                    claim = model.claim(self.id, Span(early.span.start, late.span.end))
                    model.model.forbid_all(claim, [literal, other])


def _later(day: Day, other: Day) -> Day:
    """Return the day that ends last."""
    return other if other.last > day.last else day


def _too_close(before: Day, after: Day, limit: int) -> tuple[Duty, ...]:
    """Return the duties of each day that leave less than the limit to the other day."""
    return (
        *(d for d in before.duties if after.first - d.span.last < limit),
        *(d for d in after.duties if d.span.first - before.last < limit),
    )


RULE = MinorRest()
