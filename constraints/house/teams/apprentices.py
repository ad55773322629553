"""Refuse a binôme of which more than half are apprentices: two are never alone together."""

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
class Apprentices(TeamRule):
    """
    On a binôme slot at most half of the people of the needs of médiateurs are apprentices.

    Of two, one at most; of three, one; of four, two. Whether someone is an apprentice is the
    contract's on the day on which the slot begins.
    """

    id: ClassVar[str] = "apprentices"
    title: ClassVar[str] = "Apprentis encadrés"
    severity: ClassVar[Severity] = Severity.HOUSE
    lever: ClassVar[Lever | None] = Lever.PERSON
    by_slot: ClassVar[bool] = True
    settled_by_others: ClassVar[bool] = True
    unit: ClassVar[str] = "people"
    sentence: ClassVar[str] = (
        "{who} : {measured} en apprentissage, au plus {limit} pour une équipe de cette taille."
    )

    def audit(self, rota: Rota) -> Iterator[Finding]:
        """Count the apprentices and the team of each binôme slot."""
        for slot in rota.problem.slots:
            if not slot.binome:
                continue
            roles = slot.roles_beside(StaffRole.MEDIATEUR)
            team = [m for m in rota.team_of[slot.id] if m.role in roles]
            learning = sum(1 for m in team if m.apprentice_on(slot.span.day))
            if learning > len(team) // 2:
                yield self.finding(
                    subject=slot.id,
                    who=slot.label,
                    on=slot.span.day,
                    span=slot.span,
                    measured=learning,
                    limit=len(team) // 2,
                    duties=(slot.duty,),
                    inherited=rota.inherits(slot, team),
                )

    def encode(self, model: RotaModel) -> None:
        """Demand at least as many people who aren't apprentices as apprentices."""
        for slot in model.problem.slots:
            roles = slot.roles_beside(StaffRole.MEDIATEUR)
            if not slot.binome or not roles:
                continue
            team = [(m, lit) for m, lit in model.team(slot) if m.role in roles]
            learning = [lit for m, lit in team if m.apprentice_on(slot.span.day)]
            others = [lit for m, lit in team if not m.apprentice_on(slot.span.day)]
            free = [lit for _, lit in team if lit is not model.true]
            free_held = None if len(free) == len(team) else model.any_of(free)
            claim = Claim(self.id, slot.id, slot.span.first, slot.span.last)
            # others - apprentices >= 0, written with negations: coefficients stay positive.
            absent = [model.negation(lit) for lit in learning]
            terms = [(1, lit) for lit in (*others, *absent)]
            model.at_least(claim, terms, len(learning), when=free_held)


RULE = Apprentices()
