"""Forbid posts at times that belong to something else: the base of such rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.duty import DutyKind
from scheduler.domain.time import Span
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

#: What an employer asks of someone: a post, a standby (no freedom either), an intervention.
POSTS = frozenset({DutyKind.WORK, DutyKind.STANDBY, DutyKind.INTERVENTION})


@dataclass(frozen=True, kw_only=True)
class TakenTime(PersonRule):
    """A post shares no minute with duties of the kinds `taken`; it may begin when they end."""

    taken: ClassVar[frozenset[DutyKind]]
    short_memory: ClassVar[bool] = True

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare each post of the horizon with what takes the time."""
        who = timeline.mediator
        taking = [d for d in timeline.duties if d.kind in self.taken]
        for duty in timeline.duties if taking else ():
            if duty.kind not in POSTS or not timeline.judges(duty.span):
                continue
            missed = [c for c in taking if c.span.touches(duty.span)]
            if missed:
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=missed[0].span.day,
                    span=_shared(duty, missed),
                    measured=sum(duty.span.overlap(c.span) for c in missed),
                    limit=0,
                    duties=(*missed, duty),
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each post that touches what takes the time."""
        taking = [d for d in model.fixed.duties if d.kind in self.taken]
        for duty, literal in model.items if taking else ():
            if duty.kind not in POSTS or not duty.decided:
                continue
            missed = [
                (max(duty.span.first, c.span.first), min(duty.span.last, c.span.last))
                for c in taking
                if c.span.first < duty.span.last and duty.span.first < c.span.last
            ]
            if missed:
                whole = Span.of_minutes(min(missed)[0], max(last for _, last in missed))
                model.model.forbid(model.claim(self.id, whole), literal)


def _shared(duty: Duty, missed: list[Duty]) -> Span:
    """Return the stretch from the first minute missed to the last."""
    return Span.of_minutes(
        max(duty.span.first, min(c.span.first for c in missed)),
        min(duty.span.last, max(c.span.last for c in missed)),
    )
