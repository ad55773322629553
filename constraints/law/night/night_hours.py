"""Count which work is night work (heures de nuit, L3122-2, L3122-20)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.counters.thresholds import L3122_8, NO_NIGHT_REST
from constraints.night.rules import L3122_2, L3122_20, NightRule
from scheduler.dated import Dated, Source, code
from scheduler.finding import Effect, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3122_15 = code("L3122-15", "LEGIARTI000035644096")
L3122_22 = code("L3122-22", "LEGIARTI000035653018")


@dataclass(frozen=True, kw_only=True)
class NightHours(NightRule):
    """
    A definition: the window, and the elapsed minutes of work inside it.

    It finds and forbids nothing. The same window stands in each rule that counts nights: an
    agreement that moves it is applied to all of them. `rest`: what an hour of night work gives a
    night worker as rest (L3122-8), in per mille; the law leaves its amount to an agreement.
    """

    id: ClassVar[str] = "night_hours"
    title: ClassVar[str] = "Définition des heures de nuit"
    severity: ClassVar[Severity] = Severity.CONFIGURATION
    effect: ClassVar[Effect] = Effect.COMPUTE
    sources: ClassVar[tuple[Source, ...]] = (
        L3122_20,
        L3122_2,
        L3122_15,
        L3122_22,
        L3122_8,
    )
    sentence: ClassVar[str] = "{who} : {measured} de nuit le {day}."

    rest: Dated = NO_NIGHT_REST

    def computed(self, timeline: Timeline) -> int:
        """Return the night minutes of the duties that begin in the horizon."""
        horizon = timeline.horizon
        return sum(
            self.night(duty)
            for duty in timeline.working
            if horizon.first <= duty.span.first < horizon.last
        )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:  # noqa: ARG002
        """Find nothing: a definition."""
        return iter(())

    def encode(self, model: PersonModel) -> None:
        """Post nothing: a definition forbids nothing."""


RULE = NightHours()
