"""Require someone with the basic training (formation socle) in each binôme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.domain.people import StaffRole
from scheduler.finding import Claim, Severity
from scheduler.rule import Lever, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.rota import Rota
    from scheduler.finding import Finding
    from scheduler.model import RotaModel


@dataclass(frozen=True, kw_only=True)
class Socle(TeamRule):
    """A binôme slot that anyone holds is held by someone who has the formation socle that day."""

    id: ClassVar[str] = "socle"
    title: ClassVar[str] = "Formation socle dans le binôme"
    severity: ClassVar[Severity] = Severity.HOUSE
    lever: ClassVar[Lever | None] = Lever.PERSON
    by_slot: ClassVar[bool] = True
    settled_by_others: ClassVar[bool] = True
    unit: ClassVar[str] = "people"
    sentence: ClassVar[str] = "{who} : personne de l’équipe n’a la formation socle."

    def audit(self, rota: Rota) -> Iterator[Finding]:
        """Look for a person with the formation socle in each team."""
        for slot in rota.problem.slots:
            if not slot.binome:
                continue
            roles = slot.roles_beside(StaffRole.MEDIATEUR)
            team = [m for m in rota.team_of[slot.id] if m.role in roles]
            if team and not any(m.has_socle_on(slot.span.day) for m in team):
                yield self.finding(
                    subject=slot.id,
                    who=f"{slot.label} ({', '.join(m.name for m in team)})",
                    on=slot.span.day,
                    span=slot.span,
                    measured=0,
                    limit=1,
                    duties=(slot.duty,),
                    inherited=rota.inherits(slot, team),
                )

    def encode(self, model: RotaModel) -> None:
        """Allow a person without the formation socle only together with one who has it."""
        for slot in model.problem.slots:
            roles = slot.roles_beside(StaffRole.MEDIATEUR)
            if not slot.binome or not roles:
                continue
            team = [(m, lit) for m, lit in model.team(slot) if m.role in roles]
            trained = [lit for m, lit in team if m.has_socle_on(slot.span.day)]
            claim = Claim(self.id, slot.id, slot.span.first, slot.span.last)
            for person, literal in team:
                if not person.has_socle_on(slot.span.day) and literal is not model.true:
                    model.one_of(claim, trained, when=literal)


RULE = Socle()
