"""Travail de nuit : an agreement, or the inspector's leave, for night workers (L3122-15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.night import Nights, NightWorkerRule
from scheduler.dated import Source, code
from scheduler.domain.problem import GroundKind
from scheduler.domain.time import Span
from scheduler.finding import Effect, Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3122_1 = code("L3122-1", "LEGIARTI000033020190")
L3122_8 = code("L3122-8", "LEGIARTI000033020162")
L3122_15 = code("L3122-15", "LEGIARTI000035644096")
L3122_21 = code("L3122-21", "LEGIARTI000033020118")


@dataclass(frozen=True, kw_only=True)
class NightBasis(NightWorkerRule):
    """
    Nights of a night worker that no recorded ground covers, by agency and dispositif.

    A ground is an agreement (L3122-15) or the inspector's authorisation (L3122-21), recorded for
    the agency or the dispositif. It warns, one finding for each, until one is recorded: whether
    one exists is for RH to say. Rest in return is due in any case (L3122-8).
    """

    id: ClassVar[str] = "night_work_legal_basis"
    title: ClassVar[str] = "Recours au travail de nuit : fondement"
    severity: ClassVar[Severity] = Severity.CONFIGURATION
    effect: ClassVar[Effect] = Effect.WARN
    sources: ClassVar[tuple[Source, ...]] = (L3122_15, L3122_21, L3122_1, L3122_8)
    unit: ClassVar[str] = "nights"
    sentence: ClassVar[str] = (
        "{who} (travailleur de nuit) : {measured} à partir du {day} sans accord ni autorisation "
        "enregistrés."
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Gather the nights without ground by agency and dispositif."""
        who, horizon = timeline.mediator, timeline.horizon
        nights = Nights(self, timeline)
        bare: dict[tuple[str, str], list[Duty]] = {}
        for duty in timeline.working:
            day = duty.span.day
            if not horizon.first <= duty.span.first < horizon.last or not self.night(duty):
                continue
            if any(timeline.grounds_for(GroundKind.NIGHT, duty, day)):
                continue
            if nights.worker_on(day):
                bare.setdefault((duty.agency, duty.dispositif), []).append(duty)
        for (agency, dispositif), found in sorted(bare.items()):
            place = ", ".join(word for word in (dispositif, agency) if word)
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=found[0].span.day,
                span=Span(found[0].span.start, max(found, key=lambda d: d.span.last).span.end),
                measured=len(found),
                limit=0,
                duties=found,
                verdict=Verdict.TO_CONFIRM,
                sentence=f"{self.sentence[:-1]} ({_plain(place)}).",
            )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: a missing ground warns, it doesn't forbid."""


def _plain(text: str) -> str:
    """Keep braces of a name from being read as fields."""
    return text.replace("{", "{{").replace("}", "}}")


RULE = NightBasis()
