"""Bound the work of a civil week to 48 hours (durée hebdomadaire maximale, L3121-20)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import HOURS, R3124_11, R3124_13
from scheduler.dated import LEGIFRANCE, Dated, Since, Source, code, legal
from scheduler.domain.time import SUNDAY, midnight_minute, week_of, week_span
from scheduler.errors import UnlawfulDerogationError
from scheduler.evidence import Fact
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3121_20 = code("L3121-20", "LEGIARTI000033020414")
L3121_21 = code("L3121-21", "LEGIARTI000035653102")
L3121_35 = code("L3121-35", "LEGIARTI000033020345")
L3121_32 = code("L3121-32", "LEGIARTI000033020359")
R3121_8 = Source(
    "Code du travail, texte modifié depuis mars 2026",
    "R3121-8",
    LEGIFRANCE + "LEGIARTI000033543487",
)
R3121_10 = code("R3121-10", "LEGIARTI000036483283")

DREETS_CEILING = 60 * 60
"""Minutes a week beyond which no authorisation goes (L3121-21)."""


@dataclass(frozen=True, kw_only=True)
class WeeklyMax(PersonRule):
    """
    An adult works forty-eight hours at most from Monday 0 h to Sunday 24 h (L3121-35).

    No agreement may raise it; see `authorised` for the exceptional case. What was worked in the
    week beside the known duties (`Timeline.weeks`) counts. A week that isn't wholly described is
    judged on what is known of it. Whoever turns eighteen in the week is judged as an adult.
    """

    id: ClassVar[str] = "weekly_max_48h"
    title: ClassVar[str] = "Durée hebdomadaire maximale absolue"
    of_hours: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.WORK,)
    sources: ClassVar[tuple[Source, ...]] = (
        L3121_20,
        L3121_21,
        L3121_35,
        L3121_32,
        R3121_8,
        R3121_10,
    )
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3124_11, R3124_13, HOURS)
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail dans {week}, au lieu de {limit} au plus "
        "(dépassées le {day})."
    )

    limit: Dated = legal(
        "minutes",
        48 * 60,
        L3121_20,
        ceiling=48 * 60,
        authorised=(None, DREETS_CEILING),
        authorised_by=L3121_21,
        for_a_time=R3121_10,
        quantity="weekly_maximum",
        name="maximum",
    )

    def authorised(self, minutes: int, since: date, until: date, source: Source) -> WeeklyMax:
        """
        Return the rule with a higher, authorised limit, up to `until` included (L3121-21).

        Raises
        ------
        UnlawfulDerogationError
            More than sixty hours.
        """
        if minutes > DREETS_CEILING:
            raise UnlawfulDerogationError(
                f"{source} : {minutes} minutes par semaine, l’autorisation s’arrête à "
                f"{DREETS_CEILING} ({L3121_21})"
            )
        after = self.limit.entry(until + timedelta(days=1))
        entries = (
            Since(since, minutes, source),
            Since(until + timedelta(days=1), after.value, after.source),
        )
        return replace(self, limit=replace(self.limit, history=(*self.limit.history, *entries)))

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Add up each civil week, and find the day on which it passes the limit."""
        who = timeline.mediator
        for monday, minutes in sorted(timeline.minutes_by_week.items()):
            limit = self.limit.on(monday)
            if minutes <= limit or who.minor_on(monday + timedelta(days=SUNDAY)):
                continue
            duties = timeline.duties_in(week_span(monday))
            if timeline.concerns(week_span(monday), duties):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=_crossed(timeline, duties, monday, limit),
                    span=week_span(monday),
                    measured=minutes,
                    limit=limit,
                    duties=duties,
                )

    def encode(self, model: PersonModel) -> None:
        """Bound the minutes of each civil week that this rota may fill."""
        weeks = {monday for item in model.working for monday in _weeks(item.duty)}
        for monday in sorted(weeks):
            window = week_span(monday)
            if window.last <= model.horizon.first:
                continue
            if model.mediator.minor_on(monday + timedelta(days=SUNDAY)):
                continue
            terms = [
                *model.minutes(window),
                (model.fixed.weeks.get(monday, 0), model.true),
            ]
            model.model.at_most(model.claim(self.id, window), terms, self.limit.on(monday))


def _weeks(duty: Duty) -> tuple[date, ...]:
    first, last = week_of(duty.span.days[0]), week_of(duty.span.days[-1])
    return (first,) if first == last else (first, last)


def _crossed(timeline: Timeline, duties: tuple[Duty, ...], monday: date, limit: int) -> date:
    """Return the first day of the week, from the horizon's start, that ends over the limit."""
    begin = midnight_minute(monday)
    before = timeline.weeks.get(monday, 0)
    for shift in range(SUNDAY):
        day = monday + timedelta(days=shift)
        end = midnight_minute(day + timedelta(days=1))
        if end > timeline.horizon.first and (
            before + sum(d.work_between(begin, end) for d in duties) > limit
        ):
            return day
    return monday + timedelta(days=SUNDAY)


RULE = WeeklyMax()
