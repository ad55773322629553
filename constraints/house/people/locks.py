"""Keep what a person locked; the rota says who locked it and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.problem import Assignment, may_hold
from scheduler.finding import Claim, Severity
from scheduler.rule import Lever, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.rota import Rota
    from scheduler.finding import Finding
    from scheduler.model import RotaModel


@dataclass(frozen=True, kw_only=True)
class Locks(TeamRule):
    """Each locked assignment is in the rota; a lock on a person without the post can't be kept."""

    id: ClassVar[str] = "locks"
    title: ClassVar[str] = "Affectations verrouillées"
    severity: ClassVar[Severity] = Severity.HOUSE
    lever: ClassVar[Lever | None] = Lever.LOCK
    concession: ClassVar[int | None] = 2
    by_slot: ClassVar[bool] = True
    unit: ClassVar[str] = "people"
    sentence: ClassVar[str] = "{who} : l’affectation verrouillée n’est pas respectée."

    def audit(self, rota: Rota) -> Iterator[Finding]:
        """Check that each lock is among the assignments."""
        for lock in rota.problem.locks:
            person, slot = rota.problem.mediator_of[lock.mediator], rota.problem.slot_of[lock.slot]
            possible = may_hold(person, slot)
            if possible and Assignment(person.id, slot.id) in rota.whole:
                continue
            why = f"verrou de {lock.by} : {lock.why}" if lock.why else f"verrou de {lock.by}"
            yield self.finding(
                subject=person.id,
                who=f"{person.name}, {slot.label} ({why})",
                on=slot.span.day,
                span=slot.span,
                measured=0,
                limit=1,
                duties=(slot.duty,),
                sentence=None
                if possible
                else "{who} : affectation verrouillée mais impossible pour cette personne.",
            )

    def encode(self, model: RotaModel) -> None:
        """Demand each lock."""
        for lock in model.problem.locks:
            slot = model.problem.slot_of[lock.slot]
            claim = Claim(self.id, lock.mediator, slot.span.first, slot.span.last)
            literal = model.works(lock.mediator, lock.slot)
            model.one_of(claim, [] if literal is None else [literal])


RULE = Locks()
