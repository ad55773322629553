"""Forbid work during leave, and while the contract is suspended (L3141-1, L1225-29)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Source, code
from scheduler.domain.duty import MANDATE, DutyKind
from scheduler.domain.people import SUSPENDING
from scheduler.domain.time import covered
from scheduler.finding import Severity, Verdict
from scheduler.rule import Lever, PersonRule, Unfree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3141_1 = code("L3141-1", "LEGIARTI000033020838")
#: One citation whatever the reason, which it would tell.
ARTICLES = Source("Code du travail", "L3141-1, L1226-1 ou L1225-29")
L1225_29 = Source("Code du travail", "L1225-29")
FIELD = frozenset({DutyKind.WORK, DutyKind.INTERVENTION})
ILLNESS = Source("Cass. soc. 10 septembre 2025", "n° 23-22.732")


@dataclass(frozen=True, kw_only=True)
class Absences(PersonRule):
    """
    Nobody works in the field, or is called out, during leave or while the contract is suspended.

    Leave is due as rest (L3141-1), sickness suspends the contract, and a mother is not employed
    during the weeks around a birth (L1225-29): nothing of it is acknowledged away. The sentence and
    the article never say why the person is away: only RH may know. Classes at the training centre
    are nobody's decision here. Other absences, and standby, are the house's matter.

    A mandate isn't suspended with the contract, but whoever is ill needs the doctor's permission
    first (Cass. ch. mixte 21 March 2014, 12-20.002): its time is to confirm, whatever the absence,
    which the finding would tell otherwise.
    """

    id: ClassVar[str] = "absences"
    title: ClassVar[str] = "Absences"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    short_memory: ClassVar[bool] = True
    lever: ClassVar[Lever | None] = Lever.ABSENCE
    unfree: ClassVar[Unfree] = Unfree.AWAY
    sources: ClassVar[tuple[Source, ...]] = (ARTICLES, L3141_1, L1225_29, ILLNESS)
    sentence: ClassVar[str] = "{who} a {measured} d’absence pendant son créneau du {day}."

    mandated: ClassVar[str] = (
        "{who} a {measured} d’absence pendant un temps de mandat du {day} : à confirmer "
        "par les RH, un mandat peut s’exercer pendant une absence, certaines demandent un accord."
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure the overlap of each duty that is worked with such absences."""
        for duty in timeline.working:
            mandate = duty.kind in MANDATE
            if not (mandate or duty.kind in FIELD) or not timeline.judges(duty.span):
                continue
            away = [
                absence.span
                for absence in timeline.absences
                if absence.kind in SUSPENDING and absence.span.touches(duty.span)
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
                    verdict=Verdict.TO_CONFIRM if mandate else Verdict.VIOLATION,
                    sentence=self.mandated if mandate else None,
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each slot that is work and overlaps such an absence."""
        for absence in model.problem.absences_of[model.mediator.id]:
            for slot, literal in model.slots if absence.kind in SUSPENDING else ():
                if slot.span.first >= absence.span.last:
                    break
                if slot.span.last > absence.span.first and slot.duty.counts:
                    model.model.forbid(model.claim(self.id, slot.span), literal)


RULE = Absences()
