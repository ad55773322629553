"""Require two consecutive days of rest in each civil week of a minor (L3164-2)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from constraints.rests.days import (
    ONE,
    add_nothing,
    described_days,
    is_week_described,
    possible_rest_days,
    week_days,
    with_neighbours,
)
from constraints.rests.starts import RestOfWeek
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3135_5
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import (
    day_span,
    days_span,
    midnight_minute,
    week_span,
    weeks_touched,
)
from scheduler.finding import Severity, Verdict
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Literal, PersonModel

L3164_2 = code("L3164-2", "LEGIARTI000036262892")
L3164_3 = code("L3164-3", "LEGIARTI000006902795")
SIXTEEN = 16
"""Age up to which one must be at school or in training."""
INSIDE = 24 * 60
"""Minutes of a rest that lie inside its week, as for adults (L3132-2)."""


@dataclass(frozen=True, kw_only=True)
class MinorWeeklyRest(PersonRule):
    """
    Two consecutive calendar days without work, both inside the civil week.

    Only what is worked as a minor counts: days from the eighteenth birthday on are free here.
    Days after the horizon aren't planned yet, hence free. A week that isn't described from its
    Monday on is not judged. A Sunday and the Monday after it, or before it, straddle two weeks:
    unsettled, to confirm. Sunday is free for minors anyway, so the usual answer is Saturday and
    Sunday.

    `agreed`: consecutive minutes that an agreement, or the inspector, puts in place of the two
    days for those who have left school (L3164-2), from sixteen on: 36 hours at least (0: none
    does). As for adults, 24 of them lie inside the week; measured is the best such rest.
    """

    id: ClassVar[str] = "minor_weekly_rest_2_days"
    title: ClassVar[str] = "Mineurs : deux jours de repos consécutifs"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    sources: ClassVar[tuple[Source, ...]] = (L3164_2, L3164_3)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3135_5,)
    unit: ClassVar[str] = "days"
    sentence: ClassVar[str] = (
        "{who} (moins de 18 ans) : {measured} de repos consécutifs dans {week}, au lieu de {limit}."
    )
    straddling: ClassVar[str] = (
        "{who} (moins de 18 ans) : {measured} de repos dans {week}, au lieu de "
        "{limit} ; le repos du dimanche et du lundi est à cheval sur deux semaines, à confirmer."
    )

    instead: ClassVar[str] = (
        "{who} (moins de 18 ans) : {measured} de repos consécutif au mieux dans {week}, "
        "au lieu de {limit}."
    )

    days: Dated = legal("days", 2, L3164_2, name="jours de repos")
    agreed: Dated = legal(
        "minutes",
        0,
        L3164_2,
        floor=36 * 60,
        ceiling=48 * 60,
        authorised=(36 * 60, 48 * 60),
        name="repos qui remplace les deux jours (0 : aucun)",
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Look for the longest run of free days in each week."""
        who = timeline.mediator
        for monday in timeline.horizon_weeks:
            if not who.minor_on(monday) or not is_week_described(timeline, monday):
                continue
            if (least := self.agreed.on(monday)) and (who.age_on(monday) or 0) >= SIXTEEN:
                yield from self._instead(timeline, monday, least)
                continue
            week = week_days(monday)
            longest = run = 0
            for day in week:
                run = 0 if busy(timeline, day) else run + 1
                longest = max(longest, run)
            limit = self.days.on(monday)
            near = with_neighbours(timeline, monday)
            span = days_span(near[0], max(day for day in near if who.minor_on(day)))
            duties = timeline.duties_in(span)
            if longest >= limit or not any(timeline.judges(duty.span) for duty in duties):
                continue
            astride = any(
                not busy(timeline, day) and not busy(timeline, other)
                for day, other in pairwise(near)
                if day not in week or other not in week
            )
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=monday,
                span=week_span(monday),
                measured=longest,
                limit=limit,
                duties=duties,
                verdict=Verdict.TO_CONFIRM if astride else Verdict.VIOLATION,
                sentence=self.straddling if astride else None,
            )

    def _instead(self, timeline: Timeline, monday: date, least: int) -> Iterator[Finding]:
        """Yield a finding if a week's longest rest is shorter than the agreement's (`least`)."""
        who, week = timeline.mediator, week_span(monday)
        outside = least - INSIDE
        begin, end = week.first - outside, week.last + outside
        duties = tuple(
            duty
            for duty in timeline.working
            if who.minor_on(duty.span.day) and duty.span.first < end and begin < duty.span.last
        )
        best, free = 0, begin
        for first, last in [*((d.span.first, d.span.last) for d in duties), (end, end)]:
            inside = min(first, week.last) - max(free, week.first)
            best = max(best, min(first - free, inside + outside))
            free = max(free, last)
        if best < least and any(timeline.judges(duty.span) for duty in duties):
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=monday,
                span=week,
                measured=best,
                limit=least,
                unit="minutes",
                duties=duties,
                sentence=self.instead,
                source=self.agreed.entry(monday).source,
            )

    def encode(self, model: PersonModel) -> None:
        """Demand one pair of free days; if the past leaves none, forbid all further work."""
        described = described_days(model)
        for monday in weeks_touched(model.horizon):
            if not model.mediator.minor_on(monday) or not described(monday):
                continue
            if (minutes := self.agreed.on(monday)) and _has_left_school(model, monday):
                _one_rest(self.id, model, monday, minutes)
            else:
                self._two_days(model, monday, described)

    def _two_days(
        self, model: PersonModel, monday: date, described: Callable[[date], bool]
    ) -> None:
        near = possible_rest_days(model, monday, described)
        claim = model.claim(self.id, week_span(monday))
        work: dict[date, list[Literal]] = {
            day: [i.literal for i in model.in_window(day_span(day))]
            if model.mediator.minor_on(day)
            else []
            for day in near
        }
        pairs = [model.model.none_of([*work[day], *work[other]]) for day, other in pairwise(near)]
        possible = [pair for pair in pairs if pair is not None]
        if possible:
            model.model.one_of(claim, possible)
            return
        add_nothing(model, claim, (day for day in near if model.mediator.minor_on(day)))


def _has_left_school(model: PersonModel, day: date) -> bool:
    birth = model.mediator.birth
    return birth is not None and (day.year - SIXTEEN, day.month, day.day) >= (
        (birth.year, birth.month, birth.day)
    )


def _one_rest(rule: str, model: PersonModel, monday: date, minutes: int) -> None:
    """Demand an uninterrupted rest of so many minutes, 24 hours of it inside the week."""
    span, sunday = week_span(monday), midnight_minute(monday + 6 * ONE)
    week = RestOfWeek(
        first=span.first,
        sunday=sunday,
        last=span.last,
        minutes=minutes,
        outside=minutes - INSIDE,
    )
    near = [
        item
        for item in model.stays
        if item.duty.counts and week.near(item.duty) and model.mediator.minor_on(item.duty.span.day)
    ]
    claim = model.claim(rule, span)
    starts = week.starts([item.duty for item in near])
    rests = [model.model.none_of(week.in_the_way(near, start)) for start in starts]
    possible = [rest for rest in rests if rest is not None]
    if possible:
        model.model.one_of(claim, possible)
        return
    for item in near:
        if item.duty.decided and item.duty.span.touches(span):
            model.model.forbid(claim, item.literal)


def busy(timeline: Timeline, day: date) -> bool:
    """Whether the person works as a minor on the day."""
    return timeline.mediator.minor_on(day) and timeline.minutes_by_day.get(day, 0) > 0


RULE = MinorWeeklyRest()
