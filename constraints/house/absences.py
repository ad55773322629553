"""Give no post and no on-call duty to a person who is absent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.finding import Severity
from scheduler.rule import Lever, PersonRule, Unfree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.time import Span
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel
    from scheduler.outline import Outline


@dataclass(frozen=True, kw_only=True)
class Absences(PersonRule):
    """
    No slot, standby included, overlaps an absence.

    The sentence never says why the person is away: only RH may know.
    """

    id: ClassVar[str] = "absences"
    title: ClassVar[str] = "Absences"
    severity: ClassVar[Severity] = Severity.HOUSE
    short_memory: ClassVar[bool] = True
    lever: ClassVar[Lever | None] = Lever.ABSENCE
    unfree: ClassVar[Unfree] = Unfree.AWAY
    sentence: ClassVar[str] = "{who} est absent ou absente {measured} pendant son créneau du {day}."

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure the overlap of each posted duty with the absences."""
        for duty in timeline.duties:
            if not duty.is_post or not timeline.judges(duty.span):
                continue
            away = [a.span for a in timeline.absences if a.span.touches(duty.span)]
            if away:
                yield self.finding(
                    subject=timeline.mediator.id,
                    who=timeline.mediator.name,
                    on=duty.span.day,
                    span=duty.span,
                    measured=_shared(duty.span.first, duty.span.last, away),
                    limit=0,
                    duties=(duty,),
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each slot that overlaps an absence."""
        for absence in model.problem.absences_of[model.mediator.id]:
            for slot, literal in model.slots:
                if slot.span.first >= absence.span.last:
                    break
                if slot.span.last > absence.span.first:
                    model.model.forbid(model.claim(self.id, slot.span), literal)

    def declare(self, outline: Outline) -> bool:
        """Close each slot that overlaps an absence."""
        away = [a.span for a in outline.problem.absences_of[outline.mediator.id]]
        outline.closed |= {
            slot.id for slot in outline.slots if any(slot.span.touches(span) for span in away)
        }
        return True


def _shared(first: int, last: int, away: list[Span]) -> int:
    """Return the minutes of a stretch that lie in any absence; absences may overlap."""
    minutes, reached = 0, first
    for span in sorted(away, key=lambda s: s.first):
        begin, end = max(reached, span.first), min(last, span.last)
        minutes += max(0, end - begin)
        reached = max(reached, end)
    return minutes


RULE = Absences()
