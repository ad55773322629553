"""Keep every week of a part-timer below thirty-five hours (L3123-9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.counters.days.solidarity import solidarity_in, without_solidarity
from constraints.counters.thresholds import SOLIDARITY
from constraints.part_time import credit_in, part_time_week, with_credit
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import FULL_TIME, R3124_8
from constraints.solidarity_literals import bound_beside_solidarity
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Matter, Route
from scheduler.domain.time import SUNDAY, days_span, weeks_touched
from scheduler.evidence import Fact
from scheduler.finding import Severity, Verdict
from scheduler.rule import Lever, PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3123_9 = code("L3123-9", "LEGIARTI000033020058")


@dataclass(frozen=True, kw_only=True)
class BelowLegalWeek(PersonRule):
    """
    A part-timer's civil week stays under thirty-five hours, monthly contracts included.

    Reaching 35 h 00 is already too much (Cass. soc. 15 Sept. 2021, 19-19.563), so the limit that
    findings show is a minute less. In the week in which a contract begins or ends only the days
    under part-time contracts count. What an agreement arranges over a cycle or a year (L3121-44)
    is judged over its period, by the counters. A lower conventional week lowers the limit. The
    journée de solidarité is left out: its hours are no complementary ones (L3133-9). Reached only
    with a representative's credit, a part of which may be used beside the working hours (L3123-14),
    it is to confirm. Dated on the week's Monday.
    """

    id: ClassVar[str] = "part_time_below_35h"
    title: ClassVar[str] = "Temps partiel : jamais 35 heures"
    matter: ClassVar[Matter] = Matter.PART_TIME
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    lever: ClassVar[Lever | None] = Lever.CONTRACT
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    sources: ClassVar[tuple[Source, ...]] = (L3123_9,)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_8, FULL_TIME)
    sentence: ClassVar[str] = (
        "{who} (temps partiel) : {measured} dans {week}, au lieu de {limit} au plus : "
        "la durée légale ne doit pas être atteinte."
    )

    reached: Dated = legal(
        "minutes", 35 * 60, L3123_9, ceiling=35 * 60, name="durée à ne pas atteindre"
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up each week's days under part-time contracts."""
        who = timeline.mediator
        for monday in timeline.horizon_weeks:
            span = part_time_week(who, monday, timeline.employer)
            if span is None:
                continue
            duties = timeline.duties_in(span)
            unpaid = solidarity_in(timeline, span)
            worked = timeline.weeks.get(monday, 0) + sum(d.work_in(span) for d in duties) - unpaid
            limit = self.reached.on(monday) - 1
            ours = monday in timeline.weeks or any(d.span.touches(timeline.horizon) for d in duties)
            if worked > limit and ours:
                credit = credit_in(duties, span)
                beside = worked - credit <= limit
                sentence = with_credit(self.sentence, credit) if beside else self.sentence
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=monday,
                    span=span,
                    measured=worked,
                    limit=limit,
                    duties=duties,
                    verdict=Verdict.TO_CONFIRM if beside else Verdict.VIOLATION,
                    sentence=without_solidarity(sentence, unpaid),
                )

    def encode(self, model: PersonModel) -> None:
        """Bound the minutes of each week, from the first to the last day under such contracts."""
        contracts = [
            contract
            for contract in model.mediator.contracts
            if contract.part_time and contract.basis is not HoursBasis.YEAR
        ]
        agreed = [
            scheme
            for scheme in model.fixed.employer.schemes
            if scheme.route is Route.AGREEMENT and scheme.agency in {"", model.mediator.agency}
        ]
        for monday in weeks_touched(model.horizon) if contracts else ():
            within = [
                day
                for day in (monday + timedelta(days=n) for n in range(SUNDAY + 1))
                for contract in contracts
                if contract.covers(day)
                and not (
                    contract.basis is HoursBasis.CYCLE
                    and any(s.start <= day <= (s.until or day) for s in agreed)
                )
            ]
            if within:
                span = days_span(within[0], within[-1])
                claim = model.claim(self.id, span)
                limit = self.reached.on(monday) - 1
                bound_beside_solidarity(model, claim, span, limit, SOLIDARITY)


RULE = BelowLegalWeek()
