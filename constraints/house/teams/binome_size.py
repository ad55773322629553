"""Refuse a binôme slot that one person alone holds."""

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

TWO = 2


@dataclass(frozen=True, kw_only=True)
class BinomeSize(TeamRule):
    """A binôme slot is held by nobody, or by two people or more of its needs of médiateurs."""

    id: ClassVar[str] = "binome_size"
    title: ClassVar[str] = "Jamais seul en binôme"
    of_shifts: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.HOUSE
    lever: ClassVar[Lever | None] = Lever.TEMPLATE
    by_slot: ClassVar[bool] = True
    settled_by_others: ClassVar[bool] = True
    unit: ClassVar[str] = "people"
    sentence: ClassVar[str] = "{who} : {measured} au lieu d’un binôme."

    def audit(self, rota: Rota) -> Iterator[Finding]:
        """Count the people on each binôme slot."""
        for slot in rota.problem.slots:
            if not slot.binome:
                continue
            roles = slot.roles_beside(StaffRole.MEDIATEUR)
            team = [m for m in rota.team_of[slot.id] if m.role in roles]
            if len(team) == 1:
                yield self.finding(
                    subject=slot.id,
                    who=f"{slot.label} ({team[0].name})",
                    on=slot.span.day,
                    span=slot.span,
                    measured=1,
                    limit=TWO,
                    duties=(slot.duty,),
                    inherited=rota.inherits(slot, team),
                )

    def encode(self, model: RotaModel) -> None:
        """Demand two people on the slot as soon as one holds it."""
        for slot in model.problem.slots:
            roles = slot.roles_beside(StaffRole.MEDIATEUR)
            if not slot.binome or not roles:
                continue
            team = [literal for person, literal in model.team(slot) if person.role in roles]
            free = [literal for literal in team if literal is not model.true]
            if not free:
                continue
            claim = Claim(self.id, slot.id, slot.span.first, slot.span.last)
            model.at_least(claim, [(1, lit) for lit in team], TWO, when=model.any_of(free))


RULE = BinomeSize()
