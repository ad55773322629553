"""Give no post to whoever is unavailable, nor an on-call duty to anybody who is absent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.people import SUSPENDING
from scheduler.domain.time import covered
from scheduler.finding import Severity
from scheduler.rule import Lever, PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel


@dataclass(frozen=True, kw_only=True)
class Unavailability(PersonRule):
    """
    No slot overlaps an absence that the law says nothing of, and no standby overlaps any.

    The law's own rule forbids work in the others. The sentence never says why the person is away:
    only RH may know.
    """

    id: ClassVar[str] = "unavailability"
    title: ClassVar[str] = "Indisponibilités"
    severity: ClassVar[Severity] = Severity.HOUSE
    short_memory: ClassVar[bool] = True
    lever: ClassVar[Lever | None] = Lever.ABSENCE
    sentence: ClassVar[str] = "{who} a {measured} d’absence pendant son créneau du {day}."

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure the overlap of each posted duty with the absences."""
        for duty in timeline.duties:
            if not duty.is_post or not timeline.judges(duty.span):
                continue
            away = [
                absence.span
                for absence in timeline.absences
                if absence.span.touches(duty.span)
                and not (duty.counts and absence.kind in SUSPENDING)
            ]
            if away:
                yield self.finding(
                    subject=timeline.mediator.id,
                    who=timeline.mediator.name,
                    on=duty.span.day,
                    span=duty.span,
                    measured=covered(duty.span, away),
                    limit=0,
                    duties=(duty,),
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each of these slots."""
        for absence in model.problem.absences_of[model.mediator.id]:
            for slot, literal in model.slots:
                if slot.span.first >= absence.span.last:
                    break
                lawful = not slot.duty.counts or absence.kind not in SUSPENDING
                if lawful and slot.span.last > absence.span.first:
                    model.model.forbid(model.claim(self.id, slot.span), literal)


RULE = Unavailability()
