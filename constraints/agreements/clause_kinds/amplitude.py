"""Bound the span of a day, from its first start to its last end, for several agreements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.agreements.clause import Clause
from constraints.days.spans import forbid_longer, items_by_day, proof_of
from scheduler.dated import Dated
from scheduler.domain.time import day_span
from scheduler.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel


@dataclass(frozen=True, kw_only=True)
class Amplitude(Clause):
    """
    A day spans at most `usual` minutes, exceptionally `most`; in between, to confirm.

    A day is made of the duties that begin on one civil day, on-call interventions included, as for
    the Code's thirteen hours, which another rule checks.
    """

    of_pairs: ClassVar[bool] = True
    sentence: ClassVar[str] = (
        "{who} : amplitude de {measured} le {day}, au lieu de {limit} au plus."
    )
    exceptional: ClassVar[str] = (
        "{who} : amplitude de {measured} le {day} ; au-delà de {limit}, la convention ne l’admet "
        "qu’exceptionnellement : à confirmer."
    )

    usual: Dated
    most: Dated

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure each working day's span; the duties at its ends, or too far apart, prove it."""
        who = timeline.mediator
        for day in timeline.days:
            usual, most = self.usual.on(day.day), self.most.on(day.day)
            certain = day.span.minutes > most
            limit = most if certain else min(usual, most)
            if day.span.minutes <= limit or not self.in_force(day.day):
                continue
            proof = proof_of(day, limit)
            if timeline.concerns(day_span(day.day), proof):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day.day,
                    span=day.span,
                    measured=day.span.minutes,
                    limit=limit,
                    duties=proof,
                    verdict=Verdict.VIOLATION if certain else Verdict.TO_CONFIRM,
                    sentence=None if certain else self.exceptional,
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each pair of duties of a day that lie too far apart, and each duty too long."""
        for day, items in items_by_day(model.stays).items():
            if self.in_force(day):
                forbid_longer(model, self.id, day, items, self.most.on(day))
