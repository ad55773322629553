"""Bound a day's span to ten hours, twelve if it is marked exceptional (ALISFA, IV-1.3.1)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.agreements.clause import Clause, agreed
from constraints.agreements.texts import alisfa
from constraints.days.spans import forbid_longer, items_by_day, proof_of
from scheduler.dated import Dated
from scheduler.domain.time import day_span
from scheduler.evidence import Measure
from scheduler.finding import Verdict
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.employment.employer import Employer
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

FEW = 5
"""Marked days of a person in a civil year that stay exceptional: our choice, no text says it."""


@dataclass(frozen=True, kw_only=True)
class AlisfaAmplitude(Clause):
    """
    « L'amplitude est de 10 heures. Elle peut être portée exceptionnellement à 12 heures ».

    A day spans `usual` minutes, or `most` where the employer marked it as exceptional, with its
    reason. From the sixth such day of a person in a civil year on, it is to confirm: the text
    doesn't say how many are still an exception. A day is made of the duties that begin on one civil
    day, on-call interventions included, as for the Code's thirteen hours, which another rule
    checks.
    """

    id: ClassVar[str] = "ccn_alisfa_amplitude"
    title: ClassVar[str] = "ALISFA : amplitude de 10 heures, exceptionnellement 12"
    of_pairs: ClassVar[bool] = True
    proof: ClassVar[Measure] = Measure.SPAN
    sentence: ClassVar[str] = (
        "{who} : amplitude de {measured} le {day}, au lieu de {limit} au plus."
    )
    unmarked: ClassVar[str] = (
        "{who} : amplitude de {measured} le {day}, au lieu de {limit} au plus ; {most} un jour "
        "marqué comme exceptionnel, avec son motif."
    )
    often: ClassVar[str] = (
        "{who} : amplitude de {measured} le {day}, {rank}e jour exceptionnel de l’année au-delà de "
        "{limit} : à confirmer, la convention ne dit pas combien de jours le restent ({few} ici)."
    )

    usual: Dated = agreed("minutes", 10 * 60, alisfa("IV-1.3.1"), floor=0, name="maximum habituel")
    most: Dated = agreed("minutes", 12 * 60, alisfa("IV-1.3.1"), floor=0, name="nombre maximal")

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Measure each working day's span; the duties at its ends, or too far apart, prove it."""
        who, marked = timeline.mediator, Counter[int]()
        for day in timeline.days:
            usual, most = self.usual.on(day.day), self.most.on(day.day)
            if day.span.minutes <= usual or not self.in_force(day.day):
                continue
            exceptional = timeline.employer.exceptional_on(day.day, who.id, who.agency)
            limit = max(usual, most) if exceptional else usual
            certain = day.span.minutes > limit
            marked[day.day.year] += not certain
            rank = marked[day.day.year]
            if not certain and rank <= FEW:
                continue
            text = self.sentence if certain else self.often
            if certain and most > limit:
                text = self.unmarked.replace("{most}", shown(most, "minutes"))
            proof = proof_of(day, limit if certain else usual)
            if timeline.concerns(day_span(day.day), proof):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day.day,
                    span=day.span,
                    measured=day.span.minutes,
                    limit=limit if certain else usual,
                    duties=proof,
                    verdict=Verdict.VIOLATION if certain else Verdict.TO_CONFIRM,
                    sentence=text.replace("{rank}", str(rank)).replace("{few}", str(FEW)),
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each pair of duties of a day that lie too far apart, and each duty too long."""
        employer, who = model.problem.employer, model.mediator
        for day, items in items_by_day(model.stays).items():
            if self.in_force(day):
                forbid_longer(model, self.id, day, items, self._longest(employer, who, day))

    def _longest(self, employer: Employer, who: Mediator, day: date) -> int:
        """Return how many minutes a person's day may span; for the encoding."""
        if employer.exceptional_on(day, who.id, who.agency) is None:
            return self.usual.on(day)
        return max(self.usual.on(day), self.most.on(day))


RULE = AlisfaAmplitude()
