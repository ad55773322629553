"""Demand consecutive days of rest in each week, for agreements that give them."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from constraints.agreements.clause import Clause
from constraints.rests.days import (
    add_nothing,
    described_days,
    is_week_described,
    possible_rest_days,
    week_days,
    with_neighbours,
)
from scheduler.dated import Dated
from scheduler.domain.time import (
    day_span,
    days_span,
    week_span,
    weeks_touched,
)
from scheduler.domain.timeline import Timeline
from scheduler.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from scheduler.finding import Finding
    from scheduler.model import Literal, PersonModel

Run = tuple[date, ...]
"""Consecutive civil days."""


@dataclass(frozen=True, kw_only=True)
class Week:
    """A civil week as it was worked: its days, the known days around it, and the free ones."""

    days: Run
    near: Run
    free: frozenset[date]
    timeline: Timeline

    @property
    def sunday(self) -> date:
        """The week's last day."""
        return self.days[-1]

    def rests(self, days: Sequence[date], count: int) -> Iterator[Run]:
        """Yield each run of that many free days in a row among consecutive days."""
        for n in range(len(days) - count + 1):
            run = tuple(days[n : n + count])
            if self.free.issuperset(run):
                yield run


@dataclass(frozen=True, kw_only=True)
class RestDays(Clause):
    """
    At least `days` consecutive days of rest in each civil week (zero: the clause is off).

    A day of rest is a civil day without a minute of work, interventions of the on-call included.
    A week is judged if the clause is in force on its Monday and if it is described from then on.
    Days after the horizon aren't planned yet, hence free inside its last week.
    """

    unit: ClassVar[str] = "days"
    sentence: ClassVar[str] = (
        "{who} : {measured} de repos d’affilée dans {week}, au lieu de {limit}."
    )
    unsettled: ClassVar[str]

    days: Dated

    @abstractmethod
    def verdict(self, week: Week, count: int) -> Verdict | None:
        """Return the verdict of the agreement on a week (None: the week respects it)."""

    @abstractmethod
    def measured(self, week: Week) -> int:
        """Return the number of consecutive days of rest, as the agreement counts them."""

    @abstractmethod
    def enough(
        self, model: PersonModel, near: Run, count: int, free: Callable[[Run], Literal | None]
    ) -> Iterable[Literal | None]:
        """
        Yield literals of which at least one must hold in a week (None: no rest is possible).

        `near`: its days, and one on either side where it is known; `free`: a literal that may
        hold only if none of some days is worked.
        """

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Judge each civil week of the horizon."""
        who = timeline.mediator
        for monday in timeline.horizon_weeks:
            count = self.days.on(monday)
            if not count or not self.in_force(monday) or not is_week_described(timeline, monday):
                continue
            week = _week(timeline, monday)
            verdict = self.verdict(week, count)
            duties = timeline.duties_in(days_span(week.near[0], week.near[-1]))
            if verdict is None or not any(timeline.judges(duty.span) for duty in duties):
                continue
            yield self.finding(
                subject=who.id,
                who=who.name,
                on=monday,
                span=week_span(monday),
                measured=self.measured(week),
                limit=count,
                duties=duties,
                verdict=verdict,
                sentence=self.unsettled if verdict is Verdict.TO_CONFIRM else None,
            )

    def encode(self, model: PersonModel) -> None:
        """Demand one of the possible rests; if the past leaves none, forbid all further work."""
        described = described_days(model)
        for monday in weeks_touched(model.horizon):
            count = self.days.on(monday)
            if not count or not self.in_force(monday) or not described(monday):
                continue
            near = possible_rest_days(model, monday, described)
            claim = model.claim(self.id, week_span(monday))
            possible = self.enough(model, near, count, partial(_free, model))
            literals = [literal for literal in possible if literal is not None]
            if literals:
                model.model.one_of(claim, literals)
            else:
                add_nothing(model, claim, near)


def _week(timeline: Timeline, monday: date) -> Week:
    days, near = week_days(monday), with_neighbours(timeline, monday)
    free = frozenset(day for day in near if not timeline.minutes_by_day.get(day, 0))
    return Week(days=days, near=near, free=free, timeline=timeline)


def _free(model: PersonModel, run: Run) -> Literal | None:
    return model.model.none_of(i.literal for day in run for i in model.in_window(day_span(day)))
