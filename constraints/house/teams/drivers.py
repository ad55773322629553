"""Require someone who may drive on every slot that uses a vehicle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.finding import Claim, Severity
from scheduler.rule import Lever, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.rota import Rota
    from scheduler.finding import Finding
    from scheduler.model import RotaModel


@dataclass(frozen=True, kw_only=True)
class Drivers(TeamRule):
    """On a vehicle slot that anyone holds, at least one person has a driving licence."""

    id: ClassVar[str] = "drivers"
    title: ClassVar[str] = "Permis de conduire"
    severity: ClassVar[Severity] = Severity.HOUSE
    lever: ClassVar[Lever | None] = Lever.PERSON
    by_slot: ClassVar[bool] = True
    settled_by_others: ClassVar[bool] = True
    unit: ClassVar[str] = "people"
    sentence: ClassVar[str] = "{who} : personne n’a le permis pour conduire le véhicule."

    def audit(self, rota: Rota) -> Iterator[Finding]:
        """Look for one licence in each team."""
        for slot in rota.problem.slots:
            team = rota.team_of[slot.id]
            if slot.vehicle and team and not any(m.licence for m in team):
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
        """Allow a person without a licence only together with one who has a licence."""
        for slot in model.problem.slots:
            if not slot.vehicle:
                continue
            drivers = [lit for m, lit in model.team(slot) if m.licence]
            claim = Claim(self.id, slot.id, slot.span.first, slot.span.last)
            for person, literal in model.team(slot):
                if not person.licence and literal is not model.true:
                    model.one_of(claim, drivers, when=literal)


RULE = Drivers()
