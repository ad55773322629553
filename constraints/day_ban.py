"""Days on which nobody works unless a ground is recorded: what such bans share."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.problem import GroundKind
from scheduler.domain.time import day_span
from scheduler.domain.timeline import split_by_day
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel


@dataclass(frozen=True, kw_only=True)
class DayBan(PersonRule):
    """No minute of work on the barred days, but for duties that a ground of this kind covers."""

    ground: ClassVar[GroundKind]

    @abstractmethod
    def bars(self, day: date) -> bool:
        """Whether the day is one of those."""

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up, day by day, what no ground covers."""
        who = timeline.mediator
        days: dict[date, list[tuple[Duty, int]]] = {}
        for duty in timeline.working:
            if not any(self.bars(day) for day in duty.span.days):
                continue
            for day, minutes in split_by_day(duty):
                if self.bars(day) and not any(timeline.grounds_for(self.ground, duty, day)):
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
        """Forbid each duty with work on a barred day that no ground covers."""
        for duty, literal in model.working:
            if not duty.decided:
                continue
            for day in filter(self.bars, duty.span.days):
                allowed = any(model.fixed.grounds_for(self.ground, duty, day))
                if not allowed and duty.work_in(day_span(day)):
                    model.model.forbid(model.claim(self.id, day_span(day)), literal)
