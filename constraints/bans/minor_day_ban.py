"""Forbid minors to work on some days: the base of such rules."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.time import day_span
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from scheduler.domain.time import Span
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel


@dataclass(frozen=True, kw_only=True)
class MinorDayBan(PersonRule):
    """
    No work of a minor on some civil days, training included (L3162-2).

    Age is that of the day; a duty over midnight counts on each day that it touches. No recorded
    derogation lifts it: where the law knows exceptions, social mediation isn't among them.
    """

    @abstractmethod
    def banned(self, day: date, holidays: frozenset[date]) -> bool:
        """Whether minors may not work on the day; the audit asks this for each day."""

    @abstractmethod
    def barred(self, horizon: Span, holidays: frozenset[date]) -> Iterable[date]:
        """Return the banned days, for the encoding; some may lie outside the horizon."""

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Look for work on each banned day of the horizon."""
        who = timeline.mediator
        for day in timeline.horizon.days:
            if not who.minor_on(day) or not self.banned(day, timeline.holidays):
                continue
            if worked := timeline.minutes_by_day.get(day, 0):
                span = day_span(day)
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day,
                    span=span,
                    measured=worked,
                    limit=0,
                    duties=timeline.duties_in(span),
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each duty that works on a banned day."""
        for day in self.barred(model.horizon, model.problem.holidays):
            span = day_span(day)
            if not model.horizon.contains(span) or not model.mediator.minor_on(day):
                continue
            for duty, literal in model.in_window(span):
                if duty.decided:
                    model.model.forbid(model.claim(self.id, span), literal)
