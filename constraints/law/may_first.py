"""1er mai: a holiday on which nobody works, save where work can't stop (L3133-4, L3133-6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Source, code
from scheduler.domain.problem import GroundKind
from scheduler.domain.time import day_span
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

L3133_4 = code("L3133-4", "LEGIARTI000033020884")
L3133_6 = code("L3133-6", "LEGIARTI000033020878")

MAY_FIRST = (5, 1)


@dataclass(frozen=True, kw_only=True)
class MayFirst(PersonRule):
    """
    Nobody works on 1 May, 0 h to 24 h, outside a service recorded as unable to stop (L3133-6).

    The nights of 30 April and of 1 May count by their minutes of 1 May. The ten other public
    holidays are no days off by law for adults. Measured: the minutes that no ground covers.
    """

    id: ClassVar[str] = "may_first"
    title: ClassVar[str] = "1er mai"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    sources: ClassVar[tuple[Source, ...]] = (L3133_4, L3133_6)
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail le {day}, jour chômé, "
        "dans un service qui peut s'interrompre."
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up what no ground covers on each 1 May."""
        who = timeline.mediator
        days: dict[date, list[tuple[Duty, int]]] = {}
        for duty in timeline.working:
            for day, minutes in _barred(timeline, duty):
                days.setdefault(day, []).append((duty, minutes))
        for day, found in sorted(days.items()):
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
        """Forbid each duty with work on a 1 May that no ground covers."""
        for duty, literal in model.working:
            if duty.decided:
                for day, _ in _barred(model.fixed, duty):
                    model.model.forbid(model.claim(self.id, day_span(day)), literal)


def _barred(timeline: Timeline, duty: Duty) -> Iterator[tuple[date, int]]:
    if all((day.month, day.day) != MAY_FIRST for day in duty.span.days):
        return
    for day, minutes in split_by_day(duty):
        if (day.month, day.day) == MAY_FIRST and not any(
            timeline.grounds_for(GroundKind.MAY_FIRST, duty, day)
        ):
            yield day, minutes


RULE = MayFirst()
