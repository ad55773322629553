"""Forbid work on some days unless a ground is recorded: the base of such rules."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.employment.grounds import GroundKind
from scheduler.domain.time import day_of, day_span
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
    """
    Nobody works on the barred days, except in duties that a ground of these kinds covers.

    `ground` is the usual one, that a hole is told to lack; `also`: those that come unasked.
    """

    ground: ClassVar[GroundKind]
    also: ClassVar[frozenset[GroundKind]] = frozenset()
    short_memory: ClassVar[bool] = True

    @abstractmethod
    def bars(self, day: date) -> bool:
        """Whether work is barred on the day; the audit asks this for each day of work."""

    @abstractmethod
    def barred(self, first: date, last: date) -> Iterator[date]:
        """Yield the barred days from one day to another included, for the encoding."""

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up, day by day, the minutes of work that no ground covers."""
        who = timeline.mediator
        days: dict[date, list[tuple[Duty, int]]] = {}
        for duty in timeline.working:
            if not any(self.bars(day) for day in duty.span.days):
                continue
            for day, minutes in duty.by_day:
                if self.bars(day) and not self._allowed(timeline, duty, day):
                    days.setdefault(day, []).append((duty, minutes))
        for day, pieces in sorted(days.items()):
            duties = tuple(duty for duty, _ in pieces)
            if timeline.concerns(day_span(day), duties):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day,
                    span=day_span(day),
                    measured=sum(minutes for _, minutes in pieces),
                    limit=0,
                    duties=duties,
                )

    def _allowed(self, timeline: Timeline, duty: Duty, day: date) -> bool:
        return any(any(timeline.grounds_for(kind, duty, day)) for kind in {self.ground, *self.also})

    def encode(self, model: PersonModel) -> None:
        """Forbid, on each barred day, the duties with work on it that no ground covers."""
        items = [item for item in model.working if item.duty.decided]
        if not items:
            return
        end = max(item.duty.span.last for item in items)
        for day in self.barred(items[0].duty.span.day, day_of(end)):
            whole = day_span(day)
            claim = model.claim(self.id, whole)
            for duty, literal in items:
                if duty.span.first >= whole.last:
                    break
                if duty.span.last <= whole.first:
                    continue
                grounds = (
                    any(model.fixed.grounds_for(k, duty, day)) for k in {self.ground, *self.also}
                )
                if not any(grounds) and duty.work_in(whole):
                    model.model.forbid(claim, literal)
