"""Require an agreement, or the inspector's leave, for night workers (L3122-15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.night.rules import NightWorkerRule, nights_of
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3124_15
from scheduler.dated import Source, code
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.employment.grounds import GroundKind
from scheduler.domain.time import Span
from scheduler.evidence import Fact
from scheduler.finding import Effect, Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3122_1 = code("L3122-1", "LEGIARTI000033020190")
L3122_8 = code("L3122-8", "LEGIARTI000033020162")
L3122_15 = code("L3122-15", "LEGIARTI000035644096")
L3122_21 = code("L3122-21", "LEGIARTI000033020118")
R4624_18 = code("R4624-18", "LEGIARTI000033769047")
L1251_22 = code("L1251-22", "LEGIARTI000043893839")
R3122_9 = code("R3122-9", "LEGIARTI000036483202")
L3122_10 = code("L3122-10", "LEGIARTI000033020156")
L3122_11 = code("L3122-11", "LEGIARTI000033020153")
L1225_9 = code("L1225-9", "LEGIARTI000033021182")
L3122_12 = code("L3122-12", "LEGIARTI000033020150")


@dataclass(frozen=True, kw_only=True)
class NightBasis(NightWorkerRule):
    """
    Nights of a night worker without a recorded ground, or without an earlier medical visit.

    A ground is an agreement (L3122-15) or the inspector's authorisation (L3122-21), recorded for
    the agency or the dispositif. It warns, one finding for each, until one is recorded: whether
    one exists is for RH to say. Rest in return is due in any case (L3122-8).

    The visit of R4624-18 comes before the night worker's post: a finding reports once that no visit
    is recorded, or none before the first night of the horizon. For a temp, the visit is the
    agency's duty (L1251-22).
    """

    id: ClassVar[str] = "night_work_legal_basis"
    title: ClassVar[str] = "Recours au travail de nuit : fondement"
    severity: ClassVar[Severity] = Severity.CONFIGURATION
    effect: ClassVar[Effect] = Effect.WARN
    sources: ClassVar[tuple[Source, ...]] = (
        *(L3122_15, L3122_21, L3122_1, L3122_8, R4624_18, L1251_22),
        R3122_9,
        L3122_10,
        L3122_11,
        L1225_9,
        L3122_12,
    )
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_15,)
    unit: ClassVar[str] = "nights"
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.GROUND,)
    sentence: ClassVar[str] = (
        "{who} (travailleur de nuit) : {measured} à partir du {day} sans accord ni autorisation "
        "enregistrés."
    )
    unseen: ClassVar[str] = (
        "{who} (travailleur de nuit) : {measured} à partir du {day}, visite d’information et de "
        "prévention [visit], alors qu’elle précède l’affectation de nuit : à confirmer."
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Group the nights without a ground by agency and dispositif."""
        who, horizon = timeline.mediator, timeline.horizon
        nights = nights_of(self, timeline)
        bare: dict[tuple[str, str], list[Duty]] = {}
        early: list[Duty] = []
        for duty in timeline.working:
            day = duty.span.day
            if not horizon.first <= duty.span.first < horizon.last or not self.night(duty):
                continue
            covered = any(timeline.grounds_for(GroundKind.NIGHT, duty, day))
            seen = _seen(who, day)
            if (covered and seen) or not nights.worker_on(day):
                continue
            if not covered:
                bare.setdefault((duty.agency, duty.dispositif), []).append(duty)
            if not seen:
                early.append(duty)
        for (agency, dispositif), worked in sorted(bare.items()):
            place = ", ".join(word for word in (dispositif, agency) if word)
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=worked[0].span.day,
                span=Span(worked[0].span.start, max(worked, key=lambda d: d.span.last).span.end),
                measured=len(worked),
                limit=0,
                duties=worked,
                verdict=Verdict.TO_CONFIRM,
                sentence=f"{self.sentence[:-1]} ({_plain(place)})." if place else None,
            )

        if early:
            yield self._unseen(timeline, early)

    def _unseen(self, timeline: Timeline, early: list[Duty]) -> Finding:
        who = timeline.mediator
        visit = "sans date enregistrée"
        if who.medical_visit is not None:
            visit = f"faite le {who.medical_visit:%d/%m/%Y}"
        return self.finding(
            subject=who.id,
            who=who.name,
            on=early[0].span.day,
            span=Span(early[0].span.start, max(early, key=lambda d: d.span.last).span.end),
            measured=len(early),
            limit=0,
            duties=early,
            verdict=Verdict.TO_CONFIRM,
            sentence=self.unseen.replace("[visit]", visit),
            source=R4624_18,
        )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: a missing ground warns, it doesn't forbid."""


def _seen(who: Mediator, day: date) -> bool:
    """Whether the medical visit was made before `day`, or is another employer's duty."""
    contract = who.contract_on(day)
    if contract is not None and contract.kind is ContractKind.TEMP:
        return True
    return who.medical_visit is not None and who.medical_visit < day


def _plain(text: str) -> str:
    """Double the braces of a name, which would be read as fields of a format."""
    return text.replace("{", "{{").replace("}", "}}")


RULE = NightBasis()
