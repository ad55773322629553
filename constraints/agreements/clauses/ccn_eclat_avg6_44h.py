"""Bound the average of six weeks to 44 hours, under modulation type B (ECLAT, 5.7.3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.agreements.clause import Clause, agreed
from constraints.agreements.texts import eclat
from scheduler.dated import Dated
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.time import SUNDAY, days_span
from scheduler.evidence import Fact
from scheduler.rule import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

TYPE_B = "5.7.3"
TYPE_B_MINUTES = frozenset({1575 * 60, 1575 * 30})
"""Minutes of a year of type B, and of each of the two periods into which it is parted."""


@dataclass(frozen=True, kw_only=True)
class AverageOfSix(Clause):
    """
    « 44 heures en moyenne sur 6 semaines consécutives », modulation type B only.

    A scheme is of type B if it cites article 5.7.3, or counts 1,575 hours a year or 787.5 a period.
    It applies to people whose contract counts hours that way (« cycle » or « annee »). Judged: each
    window whose last week touches the horizon, dated on that week's Sunday; measured and limit are
    totals. What isn't described isn't counted.
    """

    id: ClassVar[str] = "ccn_eclat_avg6_44h"
    title: ClassVar[str] = "ECLAT : 44 heures en moyenne sur six semaines (modulation B)"
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail sur les six semaines finies le {day}, au lieu de {limit} au "
        "plus ({average} par semaine en moyenne, modulation de type B)."
    )

    average: Dated = agreed("minutes", 44 * 60, eclat("5.7.3.1"), floor=0, name="moyenne")
    weeks: Dated = agreed("weeks", 6, eclat("5.7.3.1"), name="période de calcul")

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up each window that ends in the horizon."""
        who = timeline.mediator
        for monday in timeline.horizon_weeks:
            sunday = monday + timedelta(days=SUNDAY)
            if not self.in_force(monday) or not _modulated(timeline, sunday):
                continue
            weeks, average = self.weeks.on(monday), self.average.on(monday)
            span = days_span(monday - timedelta(weeks=weeks - 1), sunday)
            total = timeline.work_of_weeks(span)
            if total > weeks * average:
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=sunday,
                    span=span,
                    measured=total,
                    limit=weeks * average,
                    duties=timeline.duties_in(span),
                    sentence=self.sentence.replace("{average}", shown(average, self.unit)),
                )

    def encode(self, model: PersonModel) -> None:
        """Bound the minutes of each window that ends in the horizon."""
        known = model.fixed
        for monday in known.horizon_weeks:
            last = monday + timedelta(days=SUNDAY)
            contract = model.mediator.contract_on(last)
            scheme = known.employer.scheme_on(last, model.mediator.agency)
            if contract is None or scheme is None or not self.in_force(monday):
                continue
            if contract.basis not in (HoursBasis.CYCLE, HoursBasis.YEAR):
                continue
            if TYPE_B in scheme.article or scheme.annual_minutes in TYPE_B_MINUTES:
                count = self.weeks.on(monday)
                span = days_span(last - timedelta(days=7 * count - 1), last)
                weeks_told = [
                    known.weeks.get(last - timedelta(days=7 * n + SUNDAY), 0) for n in range(count)
                ]
                terms = [*model.minutes(span), (sum(weeks_told), model.true)]
                limit = count * self.average.on(monday)
                model.model.at_most(model.claim(self.id, span), terms, limit)


def _modulated(timeline: Timeline, day: date) -> bool:
    """Whether the person's hours are modulated by type B on the day."""
    who = timeline.mediator
    contract = who.contract_on(day)
    if contract is None or contract.basis not in (HoursBasis.CYCLE, HoursBasis.YEAR):
        return False
    scheme = timeline.employer.scheme_on(day, who.agency)
    return scheme is not None and (
        scheme.article.find(TYPE_B) >= 0 or scheme.annual_minutes in TYPE_B_MINUTES
    )


RULE = AverageOfSix()
