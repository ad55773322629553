"""Hold the legal maxima on the work of all of a person's employers together (L8261-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import SUNDAY, Span, days_span, midnight_minute, week_of, week_span
from scheduler.evidence import Fact
from scheduler.finding import Effect, Severity
from scheduler.rule import PersonRule, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L8261_1 = code("L8261-1", "LEGIARTI000006904876")
L8261_2 = code("L8261-2", "LEGIARTI000006904877")
L8261_3 = code("L8261-3", "LEGIARTI000006904878")
L3121_20 = code("L3121-20", "LEGIARTI000033020414")
L3121_22 = code("L3121-22", "LEGIARTI000033020402")
L3121_21 = code("L3121-21", "LEGIARTI000035653102")
L3121_23 = code("L3121-23", "LEGIARTI000033020397")
L3121_24 = code("L3121-24", "LEGIARTI000033020389")
L3162_1 = code("L3162-1", "LEGIARTI000037385958")

WEEKS = 12
"""The period of L3121-22."""


@dataclass(frozen=True, kw_only=True)
class AllEmployers(PersonRule):
    """
    Paid work here and elsewhere stays within the week's maximum and the twelve weeks' average.

    Judged where there is work here and hours are declared elsewhere: each civil week, dated on
    the day of work here that passes the maximum, and each window of twelve weeks that ends in the
    horizon, dated on its Sunday, whose limit is a total. A minor's week is that of L3162-1. A week
    that isn't described is unknown: only what is known of it counts. Hours elsewhere are declared
    by week, so the day's maximum can't be judged; what L8261-3 leaves out (volunteering, one's own
    account, small housework) isn't to be declared.

    No employer may employ someone who breaks the rule (L8261-2): the audit warns RH, and the plan
    respects it.
    """

    id: ClassVar[str] = "multi_employer_total"
    title: ClassVar[str] = "Cumul d’employeurs"
    of_hours: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    effect: ClassVar[Effect] = Effect.WARN
    binds_plans: ClassVar[bool] = True
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    sources: ClassVar[tuple[Source, ...]] = (L8261_1, L8261_2, L8261_3, L3121_20, L3121_22)
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail dans {week}, tous employeurs confondus, dont "
        "{elsewhere} déclarées ailleurs, au lieu de {limit} au plus (dépassées le {day})."
    )
    averaged: ClassVar[str] = (
        "{who} : {measured} de travail sur les douze semaines finies le {day} ({mean} par semaine "
        "en moyenne), tous employeurs confondus, dont {elsewhere} déclarées ailleurs, au lieu de "
        "{limit} au plus ({average} par semaine en moyenne)."
    )

    limit: Dated = legal(
        "minutes",
        48 * 60,
        L3121_20,
        ceiling=48 * 60,
        authorised=(None, 60 * 60),
        authorised_by=L3121_21,
        quantity="weekly_maximum",
        name="maximum",
    )
    longest: Dated = legal("minutes", 35 * 60, L3162_1, name="durée maximale")
    average: Dated = legal(
        "minutes",
        44 * 60,
        L3121_22,
        ceiling=46 * 60,
        by=L3121_23,
        authorised=(None, 46 * 60),
        authorised_by=L3121_24,
        quantity="twelve_week_average",
        name="moyenne",
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add the hours declared elsewhere to those of each week, and of each twelve weeks."""
        yield from self._weeks(timeline)
        yield from self._averages(timeline)

    def _weeks(self, timeline: Timeline) -> Iterator[Finding]:
        who = timeline.mediator
        for monday, elsewhere in sorted(timeline.outside.items()):
            here = timeline.minutes_by_week.get(monday, 0)
            young = who.minor_on(monday + timedelta(days=SUNDAY))
            limit = (self.longest if young else self.limit).on(monday)
            if not here or not elsewhere or here + elsewhere <= limit:
                continue
            duties = timeline.duties_in(week_span(monday))
            if timeline.concerns(week_span(monday), duties):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=_passed(timeline, duties, monday, limit - elsewhere),
                    span=week_span(monday),
                    measured=here + elsewhere,
                    limit=limit,
                    duties=duties,
                    sentence=self.sentence.replace("{elsewhere}", shown(elsewhere, self.unit)),
                )

    def _averages(self, timeline: Timeline) -> Iterator[Finding]:
        who = timeline.mediator
        for last in timeline.horizon_weeks:
            sunday = last + timedelta(days=SUNDAY)
            mondays = [last - timedelta(weeks=n) for n in range(WEEKS)]
            elsewhere = sum(timeline.outside.get(monday, 0) for monday in mondays)
            if not elsewhere or who.minor_on(sunday):
                continue
            window = days_span(mondays[-1], sunday)
            duties = timeline.duties_in(window)
            here = timeline.work_of_weeks(window)
            limit = WEEKS * self.average.on(sunday)
            if here and here + elsewhere > limit:
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=sunday,
                    span=window,
                    measured=here + elsewhere,
                    limit=limit,
                    duties=duties,
                    sentence=self.averaged.replace("{elsewhere}", shown(elsewhere, self.unit))
                    .replace("{mean}", shown(-(-(here + elsewhere) // WEEKS), self.unit))
                    .replace("{average}", shown(self.average.on(sunday), self.unit)),
                )

    def encode(self, model: PersonModel) -> None:
        """Bound the minutes worked here by what the hours declared elsewhere leave."""
        mondays = {week_of(day) for item in model.working for day in item.duty.span.days}
        for monday in sorted(mondays & set(model.fixed.outside)):
            window = week_span(monday)
            if window.last > model.horizon.first and model.fixed.outside[monday]:
                minor = model.mediator.minor_on(monday + timedelta(days=SUNDAY))
                self._bound(model, window, self.longest if minor else self.limit, 1)
        for monday in model.fixed.horizon_weeks:
            begin, sunday = monday - timedelta(weeks=WEEKS - 1), monday + timedelta(days=SUNDAY)
            if not model.mediator.minor_on(sunday) and any(
                minutes and begin <= week <= monday for week, minutes in model.fixed.outside.items()
            ):
                self._bound(model, days_span(begin, sunday), self.average, WEEKS)

    def _bound(self, model: PersonModel, window: Span, limit: Dated, weeks: int) -> None:
        constant = sum(
            minutes
            for table in (model.fixed.outside, model.fixed.weeks)
            for week, minutes in table.items()
            if week_span(week).touches(window)
        )
        # A week has the value of its Monday, twelve that of their last day.
        most = weeks * limit.on(window.days[-1] if weeks > 1 else window.days[0])
        terms = [*model.minutes(window), (constant, model.true)]
        model.model.at_most(model.claim(self.id, window), terms, most)


def _passed(timeline: Timeline, duties: tuple[Duty, ...], monday: date, room: int) -> date:
    """Return the first day of the week on which work here exceeds what other employers leave."""
    begin, before = midnight_minute(monday), timeline.weeks.get(monday, 0)
    days = [day for day in week_span(monday).days if midnight_minute(day) >= timeline.horizon.first]
    for day in days:
        today = midnight_minute(day)
        end = midnight_minute(day + timedelta(days=1))
        worked = any(duty.work_between(today, end) for duty in duties)
        if worked and before + sum(d.work_between(begin, end) for d in duties) > room:
            return day
    return days[0] if days else monday


RULE = AllEmployers()
