"""Bound the people on a slot to as many as it can use."""

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
class Headcount(TeamRule):
    """No need of a slot is filled by more people than its maximum."""

    id: ClassVar[str] = "headcount"
    title: ClassVar[str] = "Effectif maximal"
    of_shifts: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.HOUSE
    lever: ClassVar[Lever | None] = Lever.NEED
    by_slot: ClassVar[bool] = True
    unit: ClassVar[str] = "people"
    sentence: ClassVar[str] = "{who} : {measured}, pour {limit} au plus."

    def audit(self, rota: Rota) -> Iterator[Finding]:
        """Count the people who fill each need."""
        for slot in rota.problem.slots:
            for need in slot.needs:
                team = [m for m in rota.team_of[slot.id] if m.role in need.roles]
                if len(team) > need.maximum:
                    yield self.finding(
                        subject=slot.id,
                        who=slot.label,
                        on=slot.span.day,
                        span=slot.span,
                        measured=len(team),
                        limit=need.maximum,
                        duties=(slot.duty,),
                        inherited=rota.inherits(slot, team),
                    )

    def encode(self, model: RotaModel) -> None:
        """Bound each need by its maximum."""
        for slot in model.problem.slots:
            claim = Claim(self.id, slot.id, slot.span.first, slot.span.last)
            for need in slot.needs:
                terms = [(1, lit) for m, lit in model.team(slot) if m.role in need.roles]
                model.at_most(claim, terms, need.maximum)


RULE = Headcount()
