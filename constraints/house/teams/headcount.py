"""Bound the people on a slot to as many as it can use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.finding import Claim, Severity
from scheduler.rule import Lever, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Slot
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
            people = rota.team_of[slot.id]
            for number, count in enumerate(slot.filled(people)):
                most = slot.needs[number].maximum
                if count > most:
                    yield self.finding(
                        subject=slot.id,
                        who=slot.label,
                        on=slot.span.day,
                        span=slot.span,
                        measured=count,
                        limit=most,
                        duties=(slot.duty,),
                        inherited=self._settled(rota, slot, number),
                    )

    @staticmethod
    def _settled(rota: Rota, slot: Slot, number: int) -> bool:
        """Whether a need had too many people before this rota was made, and it adds none."""
        people = rota.team_of[slot.id]
        if not slot.shared:
            return rota.inherits(slot, [m for m in people if number in slot.fits(m)])
        before = [m for m in people if rota.inherits(slot, [m])]
        return slot.excess(people) == slot.excess(before)

    def encode(self, model: RotaModel) -> None:
        """Bound each need by its maximum; needs of one role, together, by what they have beyond."""
        for slot in model.problem.slots:
            claim = Claim(self.id, slot.id, slot.span.first, slot.span.last)
            filling = model.filling(slot)
            if slot.shared:
                before = [m for m, literal in model.team(slot) if literal is model.true]
                beyond = [(1, model.excess(terms, need.maximum)) for need, terms in filling]
                model.at_most(claim, beyond, slot.excess(before))
                continue
            for need, terms in filling:
                model.at_most(claim, terms, need.maximum)


RULE = Headcount()
