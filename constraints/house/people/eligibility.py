"""Require a slot's role, dispositif, site, contract and titles of whoever holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.obstacles import obstacles
from scheduler.finding import Claim, Severity
from scheduler.rule import Lever, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.rota import Rota
    from scheduler.finding import Finding
    from scheduler.model import RotaModel


@dataclass(frozen=True, kw_only=True)
class Eligibility(TeamRule):
    """
    Whoever holds a slot may be posted there on every day that it touches.

    This is a team rule because a timeline doesn't know what a slot needs. The model has no literal
    for a person who may not hold the post, so the encoding forbids missing titles only. Work
    outside the known contracts is found by `law/work_outside_contract`, not here, so that it is
    found once.
    """

    id: ClassVar[str] = "eligibility"
    title: ClassVar[str] = "Affectation possible"
    severity: ClassVar[Severity] = Severity.HOUSE
    lever: ClassVar[Lever | None] = Lever.PERSON
    by_slot: ClassVar[bool] = True
    unit: ClassVar[str] = "people"
    sentence: ClassVar[str] = "{who} : affectation impossible."

    def audit(self, rota: Rota) -> Iterator[Finding]:
        """Check each assignment against what the data say of the person."""
        people, slots = rota.problem.mediator_of, rota.problem.slot_of
        for assignment in sorted(rota.assignments):
            person, slot = people[assignment.mediator], slots[assignment.slot]
            of_law = bool(person.contracts) and slot.duty.counts
            for reason in obstacles(person, slot, contracts=not of_law):
                # The pattern is formatted: braces in a title must survive it.
                shown = reason.replace("{", "{{").replace("}", "}}")
                yield self.finding(
                    subject=person.id,
                    who=f"{person.name} ({slot.label})",
                    on=slot.span.day,
                    span=slot.span,
                    measured=0,
                    limit=1,
                    duties=(slot.duty,),
                    sentence="{who} : " + shown + ".",
                )

    def encode(self, model: RotaModel) -> None:
        """Forbid each slot whose need asks for a title that the person lacks."""
        for slot in model.problem.slots:
            if not any(need.titles for need in slot.needs):
                continue
            for person, literal in model.team(slot):
                need = slot.need_for(person)
                if need is not None and not need.titles <= person.titles:
                    claim = Claim(self.id, person.id, slot.span.first, slot.span.last)
                    model.forbid(claim, literal)


RULE = Eligibility()
