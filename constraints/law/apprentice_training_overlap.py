"""Forbid posts while an apprentice's training centre teaches (L6222-24, L3162-2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Source, code
from scheduler.domain.duty import DutyKind
from scheduler.domain.time import Span
from scheduler.finding import Severity
from scheduler.rule import Lever, PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L6222_24 = code("L6222-24", "LEGIARTI000006904020")
L3162_2 = code("L3162-2", "LEGIARTI000006902787")

#: What an employer asks of someone: a post, a standby (no freedom either), an intervention.
POSTS = frozenset({DutyKind.WORK, DutyKind.STANDBY, DutyKind.INTERVENTION})


@dataclass(frozen=True, kw_only=True)
class TrainingOverlap(PersonRule):
    """
    A post shares no minute with a class; it may begin when the class ends.

    The rule applies to anyone who has a class, apprentice or not, because its hours are work done
    elsewhere. It doesn't count the way from the centre to the site.
    """

    id: ClassVar[str] = "apprentice_training_overlap"
    title: ClassVar[str] = "Pas d'affectation pendant les cours"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    short_memory: ClassVar[bool] = True
    lever: ClassVar[Lever | None] = Lever.TRAINING
    sources: ClassVar[tuple[Source, ...]] = (L6222_24, L3162_2)
    sentence: ClassVar[str] = "{who} : {measured} d'affectation pendant les cours du {day}."

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Compare each post of the horizon with the classes."""
        who = timeline.mediator
        classes = [d for d in timeline.duties if d.kind is DutyKind.TRAINING]
        for duty in timeline.duties if classes else ():
            if duty.kind not in POSTS or not timeline.judges(duty.span):
                continue
            missed = [c for c in classes if c.span.touches(duty.span)]
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
        """Forbid each post that touches a class."""
        classes = [d for d in model.fixed.duties if d.kind is DutyKind.TRAINING]
        for duty, literal in model.items if classes else ():
            if duty.kind not in POSTS or not duty.decided:
                continue
            missed = [
                (max(duty.span.first, c.span.first), min(duty.span.last, c.span.last))
                for c in classes
                if c.span.first < duty.span.last and duty.span.first < c.span.last
            ]
            if missed:
                whole = Span.of_minutes(min(missed)[0], max(last for _, last in missed))
                model.model.forbid(model.claim(self.id, whole), literal)


def _shared(duty: Duty, missed: list[Duty]) -> Span:
    """Return the stretch from the first minute of class missed to the last."""
    return Span.of_minutes(
        max(duty.span.first, min(c.span.first for c in missed)),
        min(duty.span.last, max(c.span.last for c in missed)),
    )


RULE = TrainingOverlap()
