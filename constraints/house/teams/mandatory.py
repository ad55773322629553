"""Refuse a rota that leaves the minimum of a mandatory slot unmet."""

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
class Mandatory(TeamRule):
    """Each need of a mandatory slot has its minimum; other slots may stay short of it."""

    id: ClassVar[str] = "mandatory"
    title: ClassVar[str] = "Créneaux obligatoires"
    of_shifts: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.HOUSE
    lever: ClassVar[Lever | None] = Lever.TEMPLATE
    concession: ClassVar[int | None] = 4
    by_slot: ClassVar[bool] = True
    settled_by_others: ClassVar[bool] = True
    unit: ClassVar[str] = "people"
    sentence: ClassVar[str] = "{who} : {measured} sur ce créneau obligatoire, au lieu de {limit}."

    def audit(self, rota: Rota) -> Iterator[Finding]:
        """Count the people who fill each need of the mandatory slots."""
        for slot in rota.problem.slots:
            if not slot.mandatory:
                continue
            filled = slot.filled(rota.team_of[slot.id])
            for need, there in zip(slot.needs, filled, strict=True):
                if there < need.minimum:
                    yield self.finding(
                        subject=slot.id,
                        who=slot.label,
                        on=slot.span.day,
                        span=slot.span,
                        measured=there,
                        limit=need.minimum,
                        duties=(slot.duty,),
                    )

    def encode(self, model: RotaModel) -> None:
        """Demand each minimum."""
        for slot in model.problem.slots:
            if not slot.mandatory:
                continue
            claim = Claim(self.id, slot.id, slot.span.first, slot.span.last)
            for need, terms in model.filling(slot):
                if terms:
                    model.at_least(claim, terms, need.minimum)
                elif need.minimum:
                    model.one_of(claim, [])  # nobody may hold it: the demand can't be met


RULE = Mandatory()
