"""Temps partiel : complementary hours are a tenth of the contract at most (L3123-28)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.part_time import counting_periods
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.people import HoursBasis
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.people import Contract
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3123_28 = code("L3123-28", "LEGIARTI000033019950")
L3123_20 = code("L3123-20", "LEGIARTI000033019991")


@dataclass(frozen=True, kw_only=True)
class ComplementaryHours(PersonRule):
    """
    Over the contract's week, or month, work stays within the contract and a tenth of it.

    An agreement may go up to a third (L3123-20): `part` is the divisor, ten by law and three at
    least. A month asks for 52/12 of a week. A contract that begins or ends inside the period
    still compares what was worked under it with a whole week or month. An annual scheme is
    judged over its period, by the counters. Dated on the Monday, or on the first of the month.
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

    part: Dated = legal("divisor", 10, L3123_28, floor=3)

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

    def encode(self, model: PersonModel) -> None:
        """Bound the minutes of each period of each contract."""
        for first, span, contract in counting_periods(model.mediator, model.horizon):
            claim = model.claim(self.id, span)
            model.model.at_most(claim, model.minutes(span), self.limit(contract, first))


RULE = ComplementaryHours()
