"""Bound the average of twelve consecutive weeks to 44 hours (durée moyenne, L3121-22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import HOURS, R3124_11
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import SUNDAY, Span, days_span, week_span
from scheduler.evidence import Fact
from scheduler.finding import Severity, Verdict
from scheduler.rule import PersonRule, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3121_22 = code("L3121-22", "LEGIARTI000033020402")
L3121_23 = code("L3121-23", "LEGIARTI000033020397")
L3121_24 = code("L3121-24", "LEGIARTI000033020389")
L3121_25 = code("L3121-25", "LEGIARTI000033020386")
R3121_11 = code("R3121-11", "LEGIARTI000033443497")

WEEKS = 12
"""The period of L3121-22; no agreement changes it."""

NEUTRAL = frozenset({AbsenceKind.LEAVE, AbsenceKind.SICK})


@dataclass(frozen=True, kw_only=True)
class AverageMax(PersonRule):
    """
    An adult averages forty-four hours at most over each twelve consecutive civil weeks.

    An agreement (L3121-23), failing that an authorisation (L3121-24), may go up to forty-six.
    Judged: each window whose last week touches the horizon, dated on that week's Sunday and held
    against the value of that day; measured and limit are totals over the twelve weeks. A week that
    isn't described is unknown, so the average can't be computed; but the known hours alone break
    the limit once they exceed the total.

    Leave and sickness: the Code is silent; article 16 of directive 2003/88 makes such weeks
    neutral. Where leaving them out (the window reaching further back over described weeks) would
    break the limit though the plain count doesn't, the finding is to confirm, with both figures; no
    encoding, since the law isn't settled.
    """

    id: ClassVar[str] = "avg12_44h"
    title: ClassVar[str] = "Durée hebdomadaire moyenne sur 12 semaines"
    of_hours: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    sources: ClassVar[tuple[Source, ...]] = (L3121_22, L3121_23, L3121_24, L3121_25, R3121_11)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_11, HOURS)
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail sur les douze semaines finies le {day}, "
        "au lieu de {limit} au plus ({average} par semaine en moyenne)."
    )

    average: Dated = legal(
        "minutes",
        44 * 60,
        L3121_22,
        ceiling=46 * 60,
        by=L3121_23,
        authorised=(None, 46 * 60),
        authorised_by=L3121_24,
        for_a_time=R3121_11,
        quantity="twelve_week_average",
        name="moyenne",
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up each window of twelve weeks that ends in the horizon."""
        who = timeline.mediator
        away = _weeks_away(timeline)
        for monday in timeline.horizon_weeks:
            sunday = monday + timedelta(days=SUNDAY)
            if who.minor_on(sunday):
                continue
            limit = WEEKS * self.average.on(sunday)
            average = shown(self.average.on(sunday), self.unit)
            window = _window(monday)
            total = timeline.work_of_weeks(window)
            if total > limit:
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=sunday,
                    span=window,
                    measured=total,
                    limit=limit,
                    duties=timeline.duties_in(window),
                    sentence=self.sentence.replace("{average}", average),
                )
                continue
            weeks = _without(timeline, monday, away)
            neutral = sum(timeline.minutes_by_week.get(week, 0) for week in weeks)
            if neutral > limit:
                plain = shown(total, self.unit)
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=sunday,
                    span=Span(week_span(weeks[-1]).start, window.end),
                    measured=neutral,
                    limit=limit,
                    duties=(d for week in weeks for d in timeline.duties_in(week_span(week))),
                    verdict=Verdict.TO_CONFIRM,
                    sentence="{who} : {measured} de travail sur les douze semaines sans "
                    f"absence finies le {{day}}, {plain} sur les douze semaines du calendrier, "
                    f"pour {{limit}} au plus ({average} par semaine en moyenne) : à confirmer, la "
                    "loi ne dit pas si ces semaines sont neutres.",
                )

    def encode(self, model: PersonModel) -> None:
        """Bound the minutes of each window that ends in the horizon."""
        for monday in model.fixed.horizon_weeks:
            sunday = monday + timedelta(days=SUNDAY)
            if model.mediator.minor_on(sunday):
                continue
            weeks = [week_span(monday - timedelta(weeks=n)) for n in range(WEEKS)]
            window = Span(weeks[-1].start, weeks[0].end)
            declared = sum(model.fixed.weeks.get(week.day, 0) for week in weeks)
            terms = [*model.minutes(window), (declared, model.true)]
            limit = WEEKS * self.average.on(sunday)
            model.model.at_most(model.claim(self.id, window), terms, limit)


def _window(monday: date) -> Span:
    """Return the twelve weeks that end with the week of `monday`."""
    return days_span(monday - timedelta(weeks=WEEKS - 1), monday + timedelta(days=SUNDAY))


def _weeks_away(timeline: Timeline) -> frozenset[date]:
    """Return the Mondays of the weeks with a day on leave or sick."""
    return frozenset(
        day - timedelta(days=day.weekday())
        for absence in timeline.absences
        if absence.kind in NEUTRAL
        for day in absence.span.days
    )


def _without(timeline: Timeline, monday: date, away: frozenset[date]) -> list[date]:
    """Return the Mondays of the last 12 weeks not away, latest first (none: leave changes none)."""
    weeks: list[date] = []
    week = monday
    if week in away:
        return []  # its window is that of the week before, judged there
    while len(weeks) < WEEKS:
        if not timeline.described(week):
            return []
        if week not in away:
            weeks.append(week)
        week -= timedelta(weeks=1)
    return weeks if weeks[-1] != monday - timedelta(weeks=WEEKS - 1) else []


RULE = AverageMax()
