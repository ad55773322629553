"""Bound complementary hours to a tenth of the contract (L3123-28)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.counters.days.solidarity import solidarity_in, without_solidarity
from constraints.counters.overtime.period import periods_in
from constraints.counters.overtime.period_end import period_count
from constraints.counters.overtime.regime import regime_on
from constraints.counters.thresholds import (
    BEYOND_TENTH,
    FIRST_TENTH,
    MOST_COMPLEMENTS,
    SOLIDARITY,
    Thresholds,
)
from constraints.part_time import counting_periods, credit_in, hours_of, with_credit
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3124_8, R3124_10
from constraints.solidarity_literals import bound_beside_solidarity
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Matter
from scheduler.domain.time import days_span, next_month, week_of
from scheduler.evidence import Fact
from scheduler.finding import Severity, Verdict
from scheduler.rule import Lever, PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.employment.contracts import Contract
    from scheduler.domain.time import Span
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

OVER_A_PERIOD = frozenset({HoursBasis.CYCLE, HoursBasis.YEAR})
"""What an arrangement may count over more than a week (L3121-44)."""

L3123_28 = code("L3123-28", "LEGIARTI000033019950")
L3123_20 = code("L3123-20", "LEGIARTI000033019991")
L3123_21 = code("L3123-21", "LEGIARTI000033019988")
L3123_29 = code("L3123-29", "LEGIARTI000033019947")
L3123_10 = code("L3123-10", "LEGIARTI000033020055")


@dataclass(frozen=True, kw_only=True)
class ComplementaryHours(PersonRule):
    """
    Over the contract's week, or month, work stays within the contract and a tenth of it.

    An agreement may go up to a third (L3123-20): `part` is the divisor, ten by law and three at
    least; `first_tenth` and `beyond` are the premiums that the counters use (L3123-29), in per
    mille. A month asks for 52/12 of a week. A contract that begins or ends inside the period
    still compares what was worked under it with a whole week or month. Hours that an amendment adds
    (L3123-22) are the contract's where the branch allows any (`most`), by its weekdays in a week or
    month that it covers in part. The journée de solidarité is left out (L3133-9). What only a
    representative's credit makes pass the limit is to confirm: a part of it may be used beside the
    working hours (L3123-14). Dated on the Monday, or on the first of the month.

    An arrangement over a year or a cycle (L3121-44) is judged over its period, in proportion to the
    days under contract, and only reported *to confirm*, on the last day of the horizon or of the
    period: what the agreement sets isn't known here. A cycle without a recorded arrangement is
    judged by month, to confirm too. Nothing is encoded of either.
    """

    id: ClassVar[str] = "part_time_complementary_cap"
    title: ClassVar[str] = "Temps partiel : heures complémentaires"
    matter: ClassVar[Matter] = Matter.PART_TIME
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    lever: ClassVar[Lever | None] = Lever.CONTRACT
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    sources: ClassVar[tuple[Source, ...]] = (L3123_28, L3123_20, L3123_21, L3123_29, L3123_10)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_8, R3124_10)
    sentence: ClassVar[str] = (
        "{who} (temps partiel) : {measured} dans {week}, heures complémentaires "
        "comprises, au lieu de {limit} au plus."
    )
    monthly: ClassVar[str] = (
        "{who} (temps partiel) : {measured} dans le mois qui commence le {day}, heures "
        "complémentaires comprises, au lieu de {limit} au plus."
    )

    untold: ClassVar[str] = (
        "{who} (temps partiel) : {measured} dans le mois qui commence le {day}, heures "
        "complémentaires comprises, au lieu de {limit} au plus : à confirmer, la durée du cycle "
        "n’est pas enregistrée."
    )
    arranged: ClassVar[str] = (
        "{who} (temps partiel aménagé) : {measured} du {first} au {day}, au-delà de la durée de la "
        "période et des heures complémentaires permises ({limit}) : à confirmer selon l’accord."
    )

    part: Dated = legal(
        "divisor",
        10,
        L3123_28,
        floor=3,
        by=L3123_20,
        extended_only=True,
        name="part des heures du contrat",
    )
    most: Dated = MOST_COMPLEMENTS
    first_tenth: Dated = FIRST_TENTH
    beyond: Dated = BEYOND_TENTH

    def limit(self, contract: Contract, span: Span, day: date) -> int:
        """Return the most minutes of work in the contract's part of the week or month of `day`."""
        hours = hours_of(contract.allowing(self.most.on), span)
        return hours + hours // self.part.on(day)

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up what is worked in each period of each contract."""
        who = timeline.mediator
        for first, span, contract in counting_periods(who, timeline.horizon):
            regime = regime_on(timeline, span.day)
            if regime is not None and regime.modulated:
                continue
            duties = timeline.duties_in(span)
            declared = contract.basis is HoursBasis.WEEK and first in timeline.weeks
            if not declared and not any(duty.span.touches(timeline.horizon) for duty in duties):
                continue
            unpaid = solidarity_in(timeline, span)
            worked = sum(duty.work_in(span) for duty in duties) - unpaid
            if declared:
                worked += timeline.weeks[first]
            limit = self.limit(contract, span, first)
            if worked > limit:
                untold = contract.basis is HoursBasis.CYCLE
                sentence = self.sentence
                if contract.basis is not HoursBasis.WEEK:
                    sentence = self.untold if untold else self.monthly
                beside = not untold and worked - (credit := credit_in(duties, span)) <= limit
                if beside:
                    sentence = with_credit(sentence, credit)
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=first,
                    span=span,
                    measured=worked,
                    limit=limit,
                    duties=duties,
                    verdict=Verdict.TO_CONFIRM if untold or beside else Verdict.VIOLATION,
                    sentence=without_solidarity(sentence, unpaid),
                )
        yield from self._arranged(timeline)

    def _arranged(self, timeline: Timeline) -> Iterator[Finding]:
        """Judge each period of an arrangement, as far as it has gone."""
        if not any(contract.part_time for contract in timeline.mediator.contracts):
            return
        first, last = timeline.horizon.days[0], timeline.horizon.days[-1]
        for period in periods_in(timeline, first, last):
            if not period.regime.contract.part_time:
                continue
            counted = period_count(timeline, period, Thresholds(), last)
            limit = counted.threshold + counted.threshold // self.part.on(counted.until)
            if counted.done <= limit:
                continue
            span = days_span(period.begins, counted.until)
            yield self.finding(
                subject=timeline.mediator.id,
                who=timeline.mediator.name,
                on=counted.until,
                span=span,
                measured=counted.done,
                limit=limit,
                duties=timeline.duties_in(span),
                verdict=Verdict.TO_CONFIRM,
                sentence=self.arranged.replace("{first}", f"{period.begins:%d/%m/%Y}"),
            )

    def encode(self, model: PersonModel) -> None:
        """Bound the minutes of each period of each contract."""
        for contract in model.mediator.contracts:
            if not contract.part_time or contract.basis in OVER_A_PERIOD:
                continue
            month = contract.basis is HoursBasis.MONTH
            begun = {day.replace(day=1) if month else week_of(day) for day in model.horizon.days}
            for first in sorted(begun):
                after = next_month(first) if month else first + timedelta(days=7)
                days = max(first, contract.start), after - timedelta(days=1)
                if contract.end is not None:
                    days = days[0], min(days[1], contract.end)
                if days[0] > days[1]:
                    continue
                mean = contract.allowing(self.most.on).mean_week(*days)
                base = int(mean * 52 / 12 if month else mean)
                span = days_span(*days)
                limit = base + base // self.part.on(first)
                claim = model.claim(self.id, span)
                bound_beside_solidarity(model, claim, span, limit, SOLIDARITY)


RULE = ComplementaryHours()
