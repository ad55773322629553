"""Report what the CSE should have been told or asked and no opinion answers (L3121-33, -40)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.consultation import (
    D3121_27,
    L3121_12,
    L3121_33,
    L3121_40,
    L3123_15,
    L3123_26,
    points,
)
from constraints.teams import EMPLOYER
from scheduler.dated import Source, code
from scheduler.domain.time import days_span
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.rota import Rota
    from scheduler.finding import Finding
    from scheduler.model import RotaModel

L3171_2 = code("L3171-2", "LEGIARTI000035653247")


@dataclass(frozen=True, kw_only=True)
class CseConsultation(TeamRule):
    """
    One line for each matter of the horizon on which no opinion of the CSE is recorded.

    Overtime, programme of variation, on-call, part-time: see `constraints.consultation`. Reported
    only if the employer has described itself. RH must say whether an agreement, or the absence of a
    CSE, makes the opinion unnecessary.
    """

    id: ClassVar[str] = "cse_consultation"
    title: ClassVar[str] = "Information et consultation du CSE"
    severity: ClassVar[Severity] = Severity.PROCEDURAL
    effect: ClassVar[Effect] = Effect.INFORM
    sources: ClassVar[tuple[Source, ...]] = (
        *(L3121_33, L3121_40, D3121_27, L3121_12, L3123_26, L3123_15, L3171_2),
    )
    unit: ClassVar[str] = "people"
    sentence: ClassVar[str] = (
        "{who} : {title} ({measured}, {what}) : {answer}. CSE, s’il existe : {duty}."
    )

    def audit(self, rota: Rota) -> Iterator[Finding]:
        """List the matters that no opinion answers."""
        if not rota.problem.employer.declared:
            return
        for point in points(rota):
            if not point.missing:
                continue
            stale = point.opinion if point.stale else None
            fields = {
                "title": point.title,
                "what": point.facts,
                "duty": point.duty,
                "answer": f"dernier avis le {stale.day:%d/%m/%Y}, il y a un an ou plus"
                if stale
                else f"aucun avis enregistré au {point.by:%d/%m/%Y}",
            }
            text = self.sentence
            for name, words in fields.items():
                text = text.replace(f"{{{name}}}", words.replace("{", "{{").replace("}", "}}"))
            yield self.finding(
                subject=EMPLOYER,
                who=rota.problem.employer.called,
                on=point.day,
                span=days_span(point.day, rota.problem.horizon.days[-1]),
                measured=point.people,
                limit=0,
                duties=point.duties,
                verdict=Verdict.NOTE,
                sentence=text,
                source=point.source,
            )

    def encode(self, model: RotaModel) -> None:
        """Post nothing: an opinion forbids no shift."""


RULE = CseConsultation()
