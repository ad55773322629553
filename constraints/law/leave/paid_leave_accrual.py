"""Count paid leave earned: 2.5 days a month, thirty a year (L3141-3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from constraints.leave.rights import (
    DAY,
    L3141_3,
    L3141_4,
    L3141_5_1,
    MONTH_DAYS,
    MONTH_WEEKS,
    MOST,
    PER_MONTH,
    R3141_4,
    SICK_MOST,
    SICK_PER_MONTH,
    SICKNESS_COUNTS,
    YEAR_BEGINS,
    AccruedLeave,
    Rates,
    accrued_leave,
    described,
    year_of,
)
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import days_span
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import PersonRule, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3141_5 = code("L3141-5", "LEGIARTI000053153300")
L3141_7 = code("L3141-7", "LEGIARTI000033020801")
L3164_9 = code("L3164-9", "LEGIARTI000006902803")


@dataclass(frozen=True, kw_only=True)
class PaidLeaveAccrual(PersonRule):
    """
    Work from 1 June to 31 May gives two and a half jours ouvrables a month, thirty at most.

    Months of non-occupational sickness give two, 24 at most; part-timers get as much as
    full-timers; see `accrued` for what counts. An agreement may always give more (L3141-9), and may
    change the year's first month (L3141-10).

    It notes what was accrued when the year, or the contract, ends in the horizon, if all of it is
    described. Where months begun or ended by a hiring or a leaving would give more in proportion,
    to confirm with both figures: the text speaks of months, of four weeks and of 24 days. Whoever
    was under 21 on 30 April of the year before may ask for thirty days (L3164-9): noted.
    """

    id: ClassVar[str] = "paid_leave_accrual"
    title: ClassVar[str] = "Congés payés : acquisition"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    effect: ClassVar[Effect] = Effect.COMPUTE
    sources: ClassVar[tuple[Source, ...]] = (L3141_3, L3141_4, L3141_5, L3141_5_1, L3141_7, R3141_4)
    unit: ClassVar[str] = "leave_days"
    sentence: ClassVar[str] = (
        "{who} : {measured} de congés payés acquis du {first} au {day}, {limit} au plus"
    )
    young: ClassVar[str] = (
        "{who} : {measured} de congés payés acquis au {day} ; moins de 21 ans au 30 avril de l’an "
        "passé, peut en demander {limit} en tout."
    )

    per_month: Dated = PER_MONTH
    most: Dated = MOST
    sick_per_month: Dated = SICK_PER_MONTH
    sick_most: Dated = SICK_MOST
    month_weeks: Dated = MONTH_WEEKS
    month_days: Dated = MONTH_DAYS
    year_begins: Dated = YEAR_BEGINS
    young_age: Dated = legal("years", 21, L3164_9, name="âge des jeunes, moins de")
    young_most: Dated = legal("leave_days", 30, L3164_9, name="congé des jeunes, sur demande")

    def computed(self, timeline: Timeline) -> int:
        """Return the days accrued at the end of the horizon, in its reference year."""
        return self.accrued(timeline, timeline.horizon.days[-1]).days

    def accrued(self, timeline: Timeline, day: date) -> AccruedLeave:
        """Return what the reference year that includes `day` has given up to that day."""
        first, _ = year_of(day, self.year_begins.on(day))
        return accrued_leave(timeline, first, day, self.rates(day))

    def rates(self, day: date) -> Rates:
        """Return the values in force on a day."""
        sick = day >= SICKNESS_COUNTS
        return Rates(
            per_month=self.per_month.on(day),
            most=self.most.on(day),
            sick_per_month=self.sick_per_month.on(day) if sick else 0,
            sick_most=self.sick_most.on(day) if sick else 0,
            weeks=self.month_weeks.on(day),
            days=self.month_days.on(day),
        )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Note the leave given by each year, or contract, that ends in the horizon."""
        for day in timeline.horizon.days:
            left = _leaves(timeline, day)
            if not left and (day + DAY).day != 1:
                continue
            _, last = year_of(day, self.year_begins.on(day))
            if not left and day != last:
                continue
            accrued = self.accrued(timeline, day)
            if not (accrued.worked or accrued.sick) or not described(timeline, accrued.first):
                continue
            yield self._counted(timeline, accrued)
            if day == last:
                yield from self._young(timeline, accrued)

    def _counted(self, timeline: Timeline, accrued: AccruedLeave) -> Finding:
        doubt = accrued.shared > accrued.days
        end = (
            f" ; {shown(accrued.shared, self.unit)} si les mois incomplets comptent en "
            "proportion : à confirmer, la loi n’en parle pas."
        )
        return self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=accrued.last,
            span=days_span(accrued.first, accrued.last),
            measured=accrued.days,
            limit=self.most.on(accrued.last),
            amount=accrued.days,
            verdict=Verdict.TO_CONFIRM if doubt else Verdict.NOTE,
            sentence=self.sentence.replace("{first}", f"{accrued.first:%d/%m/%Y}")
            + (end if doubt else "."),
        )

    def _young(self, timeline: Timeline, accrued: AccruedLeave) -> Iterator[Finding]:
        age = timeline.mediator.age_on(date(accrued.last.year - 1, 4, 30))
        limit = self.young_most.on(accrued.last)
        if age is None or age >= self.young_age.on(accrued.last) or accrued.days >= limit:
            return
        if timeline.mediator.contract_on(accrued.last) is None:
            return
        yield self.finding(
            subject=timeline.mediator.id,
            who=timeline.mediator.name,
            on=accrued.last,
            span=days_span(accrued.first, accrued.last),
            measured=accrued.days,
            limit=limit,
            verdict=Verdict.NOTE,
            sentence=self.young,
            source=L3164_9,
        )

    def encode(self, model: PersonModel) -> None:
        """Post nothing: this rule only counts."""


def _leaves(timeline: Timeline, day: date) -> bool:
    """Whether the person's last contract ends on a day, none following at once."""
    return any(c.end == day for c in timeline.mediator.contracts) and (
        timeline.mediator.contract_on(day + DAY) is None
    )


RULE = PaidLeaveAccrual()
