"""Bound a minor's work to 35 hours a week (L3162-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3165_1
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import Span, day_span, days_span, weeks_touched
from scheduler.evidence import Fact
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3162_1 = code("L3162-1", "LEGIARTI000037385958")
L3162_2 = code("L3162-2", "LEGIARTI000006902787")
L6222_24 = code("L6222-24", "LEGIARTI000006904020")


@dataclass(frozen=True, kw_only=True)
class MinorWeek(PersonRule):
    """
    A minor's work in a civil week, training included (L3162-2, L6222-24): thirty-five hours.

    In the week of the eighteenth birthday only the days before it count: what is worked as an
    adult is bounded by the adult's limits. Dated on the day that crosses the limit, or on the
    horizon's first day where the past alone had crossed it.
    """

    id: ClassVar[str] = "minor_weekly_35h"
    title: ClassVar[str] = "Mineurs : 35 heures par semaine"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    sources: ClassVar[tuple[Source, ...]] = (L3162_1, L3162_2, L6222_24)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3165_1,)
    sentence: ClassVar[str] = (
        "{who} (moins de 18 ans) : {measured} de travail dans {week}, formation "
        "comprise, au lieu de {limit} au plus."
    )

    longest: Dated = legal(
        "minutes", 35 * 60, L3162_1, authorised=(None, 40 * 60), name="durée maximale"
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up the days of each civil week, until the total crosses the limit."""
        who = timeline.mediator
        for monday in timeline.horizon_weeks:
            span = minor_part(who, monday)
            if span is None:
                continue
            duties = timeline.duties_in(span)
            is_declared = monday in timeline.weeks
            if not is_declared and not any(duty.span.touches(timeline.horizon) for duty in duties):
                continue
            declared = worked = timeline.weeks.get(monday, 0)
            limit = self.longest.on(monday)
            crossing: date | None = None
            for day in span.days:
                # From the Monday on, so that a break over midnight counts once.
                end = day_span(day).last
                worked = declared + sum(duty.work_between(span.first, end) for duty in duties)
                if worked > limit and crossing is None:
                    crossing = day
            if crossing is not None:
                first, last = timeline.horizon.days[0], timeline.horizon.days[-1]
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=min(max(crossing, first), last),
                    span=span,
                    measured=worked,
                    limit=limit,
                    duties=duties,
                )

    def encode(self, model: PersonModel) -> None:
        """Bound the minutes of each week's days on which the person is a minor."""
        for monday in weeks_touched(model.horizon):
            # Nobody grows younger: they are the week's first days.
            days = sum(model.mediator.minor_on(monday + timedelta(days=n)) for n in range(7))
            if days:
                span = days_span(monday, monday + timedelta(days=days - 1))
                claim = model.claim(self.id, span)
                model.model.at_most(claim, model.minutes(span), self.longest.on(monday))


def minor_part(who: Mediator, monday: date) -> Span | None:
    """Return the days of the week on which the person is a minor, if there are any."""
    days = [monday + timedelta(days=n) for n in range(7)]
    minor = [day for day in days if who.minor_on(day)]
    return days_span(minor[0], minor[-1]) if minor else None


RULE = MinorWeek()
