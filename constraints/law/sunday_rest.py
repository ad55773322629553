"""Repos dominical: no work on a Sunday without a recorded derogation (L3132-3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Source, code
from scheduler.domain.problem import GroundKind
from scheduler.domain.time import SUNDAY, day_span
from scheduler.domain.timeline import split_by_day
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3132_3 = code("L3132-3", "LEGIARTI000020967733")
L3132_12 = code("L3132-12", "LEGIARTI000006902591")
L3132_20 = code("L3132-20", "LEGIARTI000006902599")


@dataclass(frozen=True, kw_only=True)
class SundayRest(PersonRule):
    """
    Nobody works on a Sunday, 0 h to 24 h, outside a recorded Sunday ground (L3132-12, L3132-20).

    A ground is dated and bears on an agency, a dispositif or both; it never is a switch for all.
    Minutes count: a night that ends on Sunday morning, one that begins on Sunday evening. A
    class on a Sunday is work. Measured: the minutes of that Sunday that no ground covers.
    """

    id: ClassVar[str] = "sunday_rest"
    title: ClassVar[str] = "Repos dominical"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    sources: ClassVar[tuple[Source, ...]] = (L3132_3, L3132_12, L3132_20)
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail le dimanche {day}, sans dérogation au repos dominical."
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up, Sunday by Sunday, what no ground covers."""
        who = timeline.mediator
        sundays: dict[date, list[tuple[Duty, int]]] = {}
        for duty in timeline.working:
            for day, minutes in _barred(timeline, duty):
                sundays.setdefault(day, []).append((duty, minutes))
        for day, found in sorted(sundays.items()):
            duties = tuple(duty for duty, _ in found)
            if timeline.concerns(day_span(day), duties):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day,
                    span=day_span(day),
                    measured=sum(minutes for _, minutes in found),
                    limit=0,
                    duties=duties,
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each duty with work on a Sunday that no ground covers."""
        for duty, literal in model.working:
            if duty.decided:
                for day, _ in _barred(model.fixed, duty):
                    model.model.forbid(model.claim(self.id, day_span(day)), literal)


def _barred(timeline: Timeline, duty: Duty) -> Iterator[tuple[date, int]]:
    if all(day.weekday() != SUNDAY for day in duty.span.days):
        return
    for day, minutes in split_by_day(duty):
        if day.weekday() == SUNDAY and not any(timeline.grounds_for(GroundKind.SUNDAY, duty, day)):
            yield day, minutes


RULE = SundayRest()
