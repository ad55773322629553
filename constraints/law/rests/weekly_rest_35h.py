"""Require 35 consecutive hours of rest in each civil week (L3132-2, L3131-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from constraints.rests.starts import RestOfWeek
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import R3135_2, RESTS
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.time import SUNDAY, Span, midnight_minute, week_of, week_span
from scheduler.domain.worktime.rests import free_between
from scheduler.evidence import Measure
from scheduler.finding import Severity, Verdict
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.domain.duty import Duty
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Literal, PersonModel

L3132_2 = code("L3132-2", "LEGIARTI000006902581")
L3132_4 = code("L3132-4", "LEGIARTI000006902583")
L3131_1 = code("L3131-1", "LEGIARTI000033020918")
L3132_1 = code("L3132-1", "LEGIARTI000006902580")

_Rest = tuple[int, int]
"""UTC minutes at which a rest begins and ends."""


@dataclass(frozen=True, kw_only=True)
class WeeklyRest(PersonRule):
    """
    An adult has one uninterrupted rest of 35 hours in each civil week, 24 of them inside it.

    The eleven other hours may spill over Monday or Sunday midnight (Saturday 20:00 to Monday 07:00
    is a rest; civil week: Cass. soc. 13 November 2025, 24-10.733). Standby is rest, an intervention
    is not (L3121-10). Time that isn't described, before or after, counts as free: the next rota
    judges that week again. So a week that ended before the horizon is still judged while its rest
    may reach into it. A week not described from its Monday is unknown.

    Dated on the Monday. Measured: the best rest, of which what lies outside the week counts for
    eleven hours at most.

    Unsettled, to confirm: a rest that begins on Sunday as a night ends, so that fewer than 24
    hours are left of the week; one rest shorter than twice 35 hours that serves two weeks.

    Whoever turns eighteen in the week has this rest too: the law has no exception for the young.

    What recorded urgent works cover is left aside: they suspend this rest (L3132-4). Where they
    alone cut it, a note says so, and that some are due a rest in return.

    An agreement may bring the daily rest, and with it this one, down to 24 + 9 hours.
    """

    id: ClassVar[str] = "weekly_rest_35h"
    title: ClassVar[str] = "Repos hebdomadaire"
    of_shifts: ClassVar[bool] = True
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    short_memory: ClassVar[bool] = True
    proof: ClassVar[Measure] = Measure.BEST_REST
    sources: ClassVar[tuple[Source, ...]] = (L3132_2, L3131_1, L3132_1, L3132_4)
    sanctions: ClassVar[tuple[Sanction, ...]] = (R3135_2, RESTS)
    sentence: ClassVar[str] = (
        "{who} : {measured} de repos hebdomadaire au mieux dans {week}, au lieu de {limit}."
    )

    suspended: ClassVar[str] = (
        "{who} : {measured} de repos hebdomadaire au mieux dans {week}, au lieu de {limit} : repos "
        "suspendu par des travaux urgents ; un repos d’une durée égale est dû à qui est affecté "
        "d’habitude à l’entretien ou à la réparation."
    )

    minimum: Dated = legal(
        "minutes", 35 * 60, L3132_2, floor=33 * 60, quantity="weekly_rest", name="minimum"
    )
    inside: Dated = legal(
        "minutes",
        24 * 60,
        L3132_2,
        floor=24 * 60,
        quantity="weekly_rest_inside",
        name="dont repos quotidien",
    )

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Look for the rest of each week, then for rests that two weeks share."""
        who = timeline.mediator
        served: list[tuple[_Week, list[_Rest]]] = []
        for week in self._weeks(timeline):
            near = [d for d in timeline.ordinary if d.span.touches(week.around)]
            rests = week.rests(near)
            good = [rest for rest in rests if week.worth(rest) >= week.limit]
            if good:
                yield from self._suspended(timeline, week)
                served.append((week, good))
                continue
            after_night = week.after_night(near, rests)
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=week.monday,
                span=week.span,
                measured=max((week.worth(rest) for rest in rests), default=0),
                limit=week.limit,
                duties=[d for d in near if week.counts(d)],
                verdict=Verdict.TO_CONFIRM if after_night else Verdict.VIOLATION,
                inherited=not week.possible([d for d in near if not d.decided]),
                sentence=f"{self.sentence[:-1]}, s’il ne commence que le dimanche à la fin d’une "
                "nuit (à confirmer)."
                if after_night
                else None,
            )
        yield from self._shared(timeline, served)

    def _shared(
        self, timeline: Timeline, served: list[tuple[_Week, list[_Rest]]]
    ) -> Iterator[Finding]:
        """Give each week a rest of its own, the earliest first; yield those left without one."""
        who = timeline.mediator
        taken: _Rest | None = None
        for week, rests in served:
            own = [r for r in rests if r != taken or r[1] - r[0] >= 2 * week.limit]
            if own:
                taken = own[0]
                continue
            taken = None
            [rest] = rests
            span = Span.of_minutes(*rest)
            near = [d for d in timeline.ordinary if d.span.touches(week.around)]
            if timeline.judges(span):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=week.monday,
                    span=span,
                    measured=span.minutes,
                    limit=2 * week.limit,
                    duties=[
                        d for d in near if d.span.last == span.first or d.span.first == span.last
                    ],
                    verdict=Verdict.TO_CONFIRM,
                    sentence="{who} : un seul repos, de {measured}, sert à {week} et "
                    "à la précédente, au lieu de {limit} en deux repos (à confirmer).",
                )

    def _suspended(self, timeline: Timeline, week: _Week) -> Iterator[Finding]:
        """Note the rest of a week that urgent works alone cut short."""
        if not timeline.has_urgent_works:
            return
        near = [d for d in timeline.working if d.span.touches(week.around)]
        best = max((week.worth(rest) for rest in week.rests(near)), default=0)
        if best < week.limit:
            yield self.finding(
                subject=timeline.mediator.id,
                who=timeline.mediator.name,
                on=week.monday,
                span=week.span,
                measured=best,
                limit=week.limit,
                duties=[d for d in near if timeline.is_urgent(d) and week.counts(d)],
                verdict=Verdict.NOTE,
                sentence=self.suspended,
                source=L3132_4,
            )

    def encode(self, model: PersonModel) -> None:
        """Demand one of the possible rests of each week; superfluous ones are left out."""
        flags: dict[tuple[int, int], Literal | None] = {}
        for monday, week in self._rests_due(model):
            near = [item for item in model.ordinary if week.near(item.duty)]
            fixed = [item.duty for item in near if not item.duty.decided]
            if len(fixed) == len(near) or not week.possible(fixed):
                continue  # nothing to decide, or no rest left by what is fixed
            options = []
            for start in week.starts([item.duty for item in near]):
                key = (start, week.minutes)
                if key not in flags:
                    flags[key] = model.model.none_of(week.in_the_way(near, start))
                options.append(flags[key])
            for end, nights in week.nights(near).items():
                worked = model.model.any_of(nights)
                but = [] if worked is model.true else [model.model.negation(worked)]
                options.append(model.model.none_of([*but, *week.in_the_way(near, end)]))
            claim = model.claim(self.id, week_span(monday))
            model.model.one_of(claim, [flag for flag in options if flag is not None])

    def _rests_due(self, model: PersonModel) -> Iterator[tuple[date, RestOfWeek]]:
        """Yield the adult's weeks, described from their Monday, into whose rest this rota goes."""
        begins, known = model.horizon.first, model.fixed.known
        since = begins if known is None else known.first
        monday = week_of(model.horizon.days[0]) - timedelta(weeks=1)
        while (first := midnight_minute(monday)) < model.horizon.last:
            minutes = self.minimum.on(monday)
            last = midnight_minute(monday + timedelta(weeks=1))
            adult = not model.mediator.minor_on(monday + timedelta(days=SUNDAY))
            if since <= first and begins < last + minutes and adult:
                yield (
                    monday,
                    RestOfWeek(
                        first=first,
                        sunday=midnight_minute(monday + timedelta(days=SUNDAY)),
                        last=last,
                        minutes=minutes,
                        outside=minutes - self.inside.on(monday),
                    ),
                )
            monday += timedelta(weeks=1)

    def _weeks(self, timeline: Timeline) -> Iterator[_Week]:
        """Yield the weeks that this horizon decides and that are described from their Monday."""
        mondays = timeline.horizon_weeks
        for monday in (mondays[0] - timedelta(weeks=1), *mondays):
            span, limit = week_span(monday), self.minimum.on(monday)
            if timeline.rest_weeks is not None:
                described = monday in timeline.rest_weeks
            else:
                known = timeline.known or timeline.horizon
                described = known.first <= span.first
            reaches = span.last + limit > timeline.horizon.first
            if described and reaches and not timeline.mediator.minor_on(span.days[-1]):
                yield _Week(monday, limit, limit - self.inside.on(monday))


@dataclass(frozen=True)
class _Week:
    """A civil week, how long its rest is and how much of that may lie outside, in minutes."""

    monday: date
    limit: int
    outside: int

    @cached_property
    def span(self) -> Span:
        return week_span(self.monday)

    @cached_property
    def around(self) -> Span:
        """The week and twice the rest on either side, enough to tell one rest from two."""
        return Span.of_minutes(self.span.first - 2 * self.limit, self.span.last + 2 * self.limit)

    @cached_property
    def sunday(self) -> int:
        """The minute at which Sunday begins."""
        return midnight_minute(self.monday + timedelta(days=SUNDAY))

    def rests(self, duties: Iterable[Duty]) -> list[_Rest]:
        """Return the stretches of rest that share time with the week."""
        return [
            rest
            for rest in free_between(duties, self.around.first, self.around.last)
            if rest[0] < self.span.last and self.span.first < rest[1]
        ]

    def worth(self, rest: _Rest) -> int:
        """Return how many minutes of a rest count for the week."""
        within = min(rest[1], self.span.last) - max(rest[0], self.span.first)
        return min(rest[1] - rest[0], within + self.outside)

    def counts(self, duty: Duty) -> bool:
        """Whether the duty may change what `worth` measures."""
        first, last = self.span.first - self.outside, self.span.last + self.outside
        return duty.span.first < last and first < duty.span.last

    def after_night(self, duties: Iterable[Duty], rests: Iterable[_Rest]) -> bool:
        """Whether a whole rest begins on Sunday as a night ends."""
        begins = {first for first, last in rests if last - first >= self.limit}
        return any(self._is_night(duty) and duty.span.last in begins for duty in duties)

    def possible(self, duties: Sequence[Duty]) -> bool:
        """Whether these duties leave a rest, even one that follows a night."""
        rests = self.rests(duties)
        good = any(self.worth(rest) >= self.limit for rest in rests)
        return good or self.after_night(duties, rests)

    def _is_night(self, duty: Duty) -> bool:
        return duty.span.first < self.sunday < duty.span.last <= self.span.last


RULE = WeeklyRest()
