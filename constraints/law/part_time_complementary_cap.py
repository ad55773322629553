"""Temps partiel : complementary hours are a tenth of the contract at most (L3123-28)."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.counters.thresholds import BEYOND_TENTH, FIRST_TENTH
from constraints.part_time import counting_periods
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.people import HoursBasis
from scheduler.domain.time import days_span, next_month, week_of
from scheduler.finding import Severity, Verdict
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.people import Contract
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

LEGAL_YEAR, LEGAL_WEEK = 1607, 35
"""Hours of a legal year and week (L3121-41, L3121-27), of which a contract is a share."""

L3123_28 = code("L3123-28", "LEGIARTI000033019950")
L3123_20 = code("L3123-20", "LEGIARTI000033019991")


@dataclass(frozen=True, kw_only=True)
class ComplementaryHours(PersonRule):
    """
    Over the contract's week, or month, work stays within the contract and a tenth of it.

    An agreement may go up to a third (L3123-20): `part` is the divisor, ten by law and three at
    least; `first_tenth` and `beyond` are the premiums that the counters use (L3123-29), in per
    mille. A month asks for 52/12 of a week. A contract that begins or ends inside the period
    still compares what was worked under it with a whole week or month. Dated on the Monday, or on
    the first of the month.

    An annual scheme is judged over its year, in proportion to the days under contract, and only
    reported *to confirm*, on the last day of the horizon: what the agreement sets isn't known
    here, and nothing is encoded.
    """

    id: ClassVar[str] = "part_time_complementary_cap"
    title: ClassVar[str] = "Temps partiel : heures complémentaires"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    sources: ClassVar[tuple[Source, ...]] = (L3123_28, L3123_20)
    sentence: ClassVar[str] = (
        "{who} (temps partiel) : {measured} dans la semaine du {day}, heures complémentaires "
        "comprises, au lieu de {limit} au plus."
    )
    monthly: ClassVar[str] = (
        "{who} (temps partiel) : {measured} dans le mois qui commence le {day}, heures "
        "complémentaires comprises, au lieu de {limit} au plus."
    )

    annual: ClassVar[str] = (
        "{who} (temps partiel annualisé) : {measured} depuis le début de l'année au {day}, au-delà "
        "de la durée annuelle et d'un dixième ({limit}) : à confirmer selon l'accord."
    )

    part: Dated = legal("divisor", 10, L3123_28, floor=3, by=L3123_20)
    first_tenth: Dated = FIRST_TENTH
    beyond: Dated = BEYOND_TENTH

    def limit(self, contract: Contract, day: date) -> int:
        """Return the most minutes of work of the contract's week or month that holds `day`."""
        hours = contract.weekly_minutes
        if contract.basis is HoursBasis.MONTH:
            hours = hours * 52 // 12
        return hours + hours // self.part.on(day)

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up what is worked in each period of each contract."""
        who = timeline.mediator
        for first, span, contract in counting_periods(who, timeline.horizon):
            duties = timeline.duties_in(span)
            if not any(duty.span.touches(timeline.horizon) for duty in duties):
                continue
            worked = sum(duty.work_in(span) for duty in duties)
            if contract.basis is HoursBasis.WEEK:
                worked += timeline.weeks.get(first, 0)
            limit = self.limit(contract, first)
            if worked > limit:
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=first,
                    span=span,
                    measured=worked,
                    limit=limit,
                    duties=duties,
                    sentence=self.monthly if contract.basis is HoursBasis.MONTH else None,
                )

        yield from self._over_the_year(timeline)

    def _over_the_year(self, timeline: Timeline) -> Iterator[Finding]:
        who, last = timeline.mediator, timeline.horizon.days[-1]
        contract = who.contract_on(last)
        if contract is None or not contract.part_time or contract.basis is not HoursBasis.YEAR:
            return
        first = max(date(last.year, 1, 1), contract.start)
        year = days_span(first, last)
        duties = timeline.duties_in(year)
        worked = sum(duty.work_in(year) for duty in duties)
        whole = contract.annual_minutes or contract.weekly_minutes * LEGAL_YEAR // LEGAL_WEEK
        days = (date(last.year, 12, 31) - first).days + 1
        share = whole * days // (365 + isleap(last.year))
        limit = share + share // self.part.on(last)
        if worked > limit:
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=last,
                span=year,
                measured=worked,
                limit=limit,
                duties=duties,
                verdict=Verdict.TO_CONFIRM,
                sentence=self.annual,
            )

    def encode(self, model: PersonModel) -> None:
        """Bound the minutes of each period of each contract."""
        for contract in model.mediator.contracts:
            if not contract.part_time or contract.basis is HoursBasis.YEAR:
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
                base = contract.weekly_minutes * 52 // 12 if month else contract.weekly_minutes
                span = days_span(*days)
                claim = model.claim(self.id, span)
                more = base // self.part.on(first)
                model.model.at_most(claim, model.minutes(span), base + more)


RULE = ComplementaryHours()
