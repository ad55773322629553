"""Bound evenings worked after 20:00 to three a week, unless agreed (ALISFA, IV-1.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, ClassVar

from constraints.agreements.clause import Clause, agreed
from constraints.agreements.texts import alisfa
from scheduler.dated import Dated
from scheduler.domain.time import at, minute_of, week_of, week_span, weeks_touched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Literal, PersonModel


@dataclass(frozen=True, kw_only=True)
class Evenings(Clause):
    """
    « Les services au-delà de 20 heures ne peuvent être exigés plus de 3 jours par semaine ».

    An evening is a civil day on which a duty begins that works past `after`, over midnight too; a
    duty that ends exactly at that hour doesn't count. Weeks are civil and judged on their known
    days; the finding is dated on the first evening beyond the limit. « Sauf dispositions
    particulières prévues par le contrat de travail »: such a clause is a ground on which the
    finding may be acknowledged.
    """

    id: ClassVar[str] = "ccn_alisfa_evenings"
    title: ClassVar[str] = "ALISFA : trois soirées par semaine au plus"
    unit: ClassVar[str] = "days"
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail après 20 heures dans {week}, au lieu de {limit} au plus "
        "(dépassés le {day}), sauf clause de son contrat."
    )

    most: Dated = agreed("days", 3, alisfa("IV-1.5"), floor=0, name="nombre maximal")
    after: Dated = agreed(
        "clock",
        20 * 60,
        alisfa("IV-1.5"),
        floor=20 * 60,
        name="heure à partir de laquelle une soirée compte",
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Count the evenings of each week."""
        who = timeline.mediator
        for monday in timeline.horizon_weeks:
            span = week_span(monday)
            evenings = [
                d
                for d in timeline.working
                if week_of(d.span.day) == monday
                and self.in_force(d.span.day)
                and d.work_between(self._evening(d.span.day), d.span.last) > 0
            ]
            days = sorted({d.span.day for d in evenings})
            limit = self.most.on(monday)
            if len(days) <= limit or not timeline.concerns(span, tuple(evenings)):
                continue
            past = {d.span.day for d in evenings if not d.decided}
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=days[limit],
                span=span,
                measured=len(days),
                limit=limit,
                duties=evenings,
                inherited=len(past) == len(days),
            )

    def encode(self, model: PersonModel) -> None:
        """Bound the number of days of each week on which an evening is worked."""
        for monday in weeks_touched(model.horizon):
            days: dict[date, list[Literal]] = {}
            for duty, literal in model.working:
                day = duty.span.day
                if week_of(day) != monday or not self.in_force(day):
                    continue
                evening = minute_of(at(day, time(*divmod(self.after.on(day), 60))))
                late = sum(max(0, last - max(first, evening)) for first, last in duty.pieces)
                if late > sum(duty.floating):
                    days.setdefault(day, []).append(literal)
            model.model.at_most(
                model.claim(self.id, week_span(monday)),
                [(1, model.model.any_of(literals)) for literals in days.values()],
                self.most.on(monday),
            )

    def _evening(self, day: date) -> int:
        hours, minutes = divmod(self.after.on(day), 60)
        return minute_of(at(day, time(hours, minutes)))


RULE = Evenings()
