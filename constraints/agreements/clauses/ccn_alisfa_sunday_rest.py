"""Note the rest that a worked Sunday gives: its hours and half as much again (ALISFA, IV-1.3.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.agreements.clause import Clause, agreed
from constraints.agreements.texts import alisfa
from constraints.counters.days.work import worked_on
from scheduler.dated import Dated
from scheduler.domain.time import SUNDAY, day_span
from scheduler.finding import Effect, Verdict
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel


@dataclass(frozen=True, kw_only=True)
class SundayRest(Clause):
    """
    « Un repos compensateur de remplacement, d'une durée équivalente, majorée de 50 % ».

    Dated on the Sunday; measured: its minutes of work, those of a night that ends or begins on it.
    A public holiday gives it too, once: the Code's rule on holidays notes that one.
    """

    id: ClassVar[str] = "ccn_alisfa_sunday_rest"
    title: ClassVar[str] = "ALISFA : repos pour un dimanche travaillé"
    effect: ClassVar[Effect] = Effect.COMPUTE
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail le dimanche {day} : un repos de {rest} est dû en retour."
    )

    rate: Dated = agreed(
        "permille", 1500, alisfa("IV-1.3.2"), floor=0, name="repos pour un dimanche travaillé"
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up the work of each Sunday of the horizon."""
        for day in timeline.horizon.days:
            if day.weekday() != SUNDAY or day in timeline.holidays or not self.in_force(day):
                continue
            minutes, rate = worked_on(timeline, day), self.rate.on(day)
            if minutes and rate:
                yield self.finding(
                    subject=timeline.mediator.id,
                    who=timeline.mediator.name,
                    on=day,
                    span=day_span(day),
                    measured=minutes,
                    limit=0,
                    duties=timeline.duties_in(day_span(day)),
                    verdict=Verdict.NOTE,
                    sentence=self.sentence.replace(
                        "{rest}", shown(minutes * rate // 1000, self.unit)
                    ),
                )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: it says what is due, not when to work."""


RULE = SundayRest()
