"""Note overtime beyond the annual quota, which opens compulsory rest (L3121-30, D3121-24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from constraints.counters.overtime.quota import (
    QuotaCharge,
    beyond,
    quota_charge,
    rest_of,
    rest_rates,
)
from constraints.counters.thresholds import (
    D3121_24,
    L3121_33,
    L3121_38,
    LARGE_REST,
    QUOTA,
    SMALL_HEADCOUNT,
    SMALL_REST,
    OvertimeRule,
    QuotaTerms,
)
from constraints.counters.wording import hours, rate
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3124_6, R3124_7
from scheduler.dated import Dated, Source, code
from scheduler.domain.employment.employer import Matter
from scheduler.domain.time import days_span
from scheduler.evidence import Fact
from scheduler.finding import Effect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3121_30 = code("L3121-30", "LEGIARTI000033020367")
L3121_40 = code("L3121-40", "LEGIARTI000035653037")
D3121_18 = code("D3121-18", "LEGIARTI000033516401")
L3121_39 = code("L3121-39", "LEGIARTI000033020330")


@dataclass(frozen=True, kw_only=True)
class OvertimeQuota(OvertimeRule):
    """
    Overtime of a civil year beyond 220 hours opens compulsory rest: due, not forbidden.

    Counted: the balance that RH entered (`Carried`), then the overtime of each week and of each
    reference period that ended, until the end of the horizon. Left out: hours given back as
    equivalent rest, urgent works, the journée de solidarité. An hour belongs to the year in which
    it is worked, so those of a week over 31 December are split between the two years. Dated on the
    first day of the horizon on which work is done beyond the quota.

    The rest is half of those hours up to twenty employees, all of them above (L3121-38); it is
    open from seven hours on and taken within two months (D3121-18). Beyond the quota, the CSE
    gives its opinion beforehand (L3121-33).
    """

    id: ClassVar[str] = "overtime_quota"
    title: ClassVar[str] = "Contingent annuel d’heures supplémentaires"
    of_hours: ClassVar[bool] = True
    matter: ClassVar[Matter] = Matter.OVERTIME
    effect: ClassVar[Effect] = Effect.WARN
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.DUE, Fact.CONTRACT)
    sources: ClassVar[tuple[Source, ...]] = (
        *(L3121_30, D3121_24, L3121_33, L3121_38, L3121_40, D3121_18),
        L3121_39,
    )
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_6, R3124_7)
    sentence: ClassVar[str] = (
        "{who} : {measured} supplémentaires depuis le 1er janvier, contingent de {limit} dépassé "
        "le {day} : contrepartie obligatoire en repos de {rest} ; {opinion}."
    )

    quota: Dated = QUOTA
    small_headcount: Dated = SMALL_HEADCOUNT
    small_rest: Dated = SMALL_REST
    large_rest: Dated = LARGE_REST

    @property
    def terms(self) -> QuotaTerms:
        """Quota and rates with which the rest is counted."""
        return QuotaTerms(
            quota=self.quota,
            small_headcount=self.small_headcount,
            small_rest=self.small_rest,
            large_rest=self.large_rest,
        )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up the overtime of each civil year that the horizon touches."""
        first, last = timeline.horizon.days[0], timeline.horizon.days[-1]
        if all(c.part_time for c in timeline.mediator.contracts):
            return
        for year in range(first.year, last.year + 1):
            counted = quota_charge(timeline, year, self.thresholds)
            over = beyond(counted, self.quota)
            inside = [day for day in over if first <= day <= last]
            if inside:
                yield self._finding(timeline, counted, over, min(inside))

    def encode(self, model: PersonModel) -> None:
        """Post nothing: beyond the quota work is lawful, and rest is due."""

    def _finding(
        self, timeline: Timeline, counted: QuotaCharge, over: Mapping[date, int], on: date
    ) -> Finding:
        begins = date(counted.year, 1, 1)
        ends = min(date(counted.year, 12, 31), timeline.horizon.days[-1])
        text = self.sentence.replace("{rest}", self._rest(timeline, sum(over.values()), on))
        overtime = {day for day in counted.by_day if day >= counted.since}
        return self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=on,
            span=days_span(begins, ends),
            measured=counted.minutes,
            limit=self.quota.on(on),
            duties=(duty for duty in timeline.working if not overtime.isdisjoint(duty.span.days)),
            sentence=text.replace("{opinion}", _opinion(timeline, on)),
        )

    def _rest(self, timeline: Timeline, minutes: int, day: date) -> str:
        most, least = rest_rates(timeline, self.terms, day)
        if most == least:
            return f"{hours(rest_of(minutes, most))} ({rate(most)})"
        limit = self.small_headcount.on(day)
        return (
            f"{hours(rest_of(minutes, most))} au-delà de {limit} salariés ({rate(most)}), "
            f"{hours(rest_of(minutes, least))} jusqu’à {limit} ({rate(least)}), effectif à "
            "confirmer"
        )


def _opinion(timeline: Timeline, day: date) -> str:
    opinion = timeline.employer.opinion_on(OvertimeQuota.id, day)
    if opinion is None:
        return "avis du CSE non renseigné, à recueillir avant de dépasser (L3121-33)"
    return f"avis du CSE du {opinion.day:%d/%m/%Y}"


RULE = OvertimeQuota()
