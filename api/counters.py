"""Compteurs: one person's hours over the month, by what they are and when they fall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.hard_hours import NIGHT, is_night
from scheduler.domain.hours import hours
from scheduler.domain.people import Mediator
from scheduler.domain.time import SUNDAY, Span, day_span, windows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.domain.rota import Rota

SATURDAY = 5
FIELD = frozenset({DutyKind.WORK, DutyKind.INTERVENTION})
TRAINING = frozenset({DutyKind.TRAINING})
TRAVEL = frozenset({DutyKind.TRAVEL})


@dataclass(frozen=True, kw_only=True)
class Counters:
    """
    One person's counters over a horizon, in minutes of work except `due` and `planned`.

    `planned`: minutes that count towards the contract (paid breaks included) of the duties that
    start in the horizon: the night that ends on the 1st belongs to the month before. `work`,
    `training`, `travel`, `night`, `sunday` and `holiday` count work inside the horizon, minute
    by minute. `nights`, `saturdays`, `sundays`, `holidays`: how many, by day of start. `weeks`:
    work by civil week that the horizon touches, whole weeks, history included.
    """

    mediator: Mediator
    due: int
    planned: int
    work: int
    training: int
    travel: int
    night: int
    sunday: int
    holiday: int
    nights: int
    saturdays: int
    sundays: int
    holidays: int
    weeks: tuple[tuple[date, int], ...]

    @property
    def balance(self) -> int:
        """Planned minus due, in minutes."""
        return self.planned - self.due


def counters_of(rota: Rota, mediator: Mediator) -> Counters:
    """Return one person's counters over the rota's horizon."""
    timeline = rota.timeline(mediator)
    horizon, holidays = rota.problem.horizon, rota.problem.holidays
    inside = [d for d in timeline.working if d.span.touches(horizon)]
    mine = [d for d in inside if d.span.first >= horizon.first]
    days = {d.span.day for d in mine}
    contract = hours(rota, mediator)
    return Counters(
        mediator=mediator,
        due=contract.due,
        planned=contract.planned,
        work=_worked(inside, FIELD, horizon),
        training=_worked(inside, TRAINING, horizon),
        travel=_worked(inside, TRAVEL, horizon),
        night=sum(night_minutes(d, horizon) for d in inside),
        sunday=_on(inside, (day for day in horizon.days if day.weekday() == SUNDAY)),
        holiday=_on(inside, (day for day in horizon.days if day in holidays)),
        nights=sum(1 for d in mine if is_night(d)),
        saturdays=sum(1 for day in days if day.weekday() == SATURDAY),
        sundays=sum(1 for day in days if day.weekday() == SUNDAY),
        holidays=len(days & holidays),
        weeks=tuple(
            (monday, timeline.minutes_by_week.get(monday, 0)) for monday in timeline.horizon_weeks
        ),
    )


def night_minutes(duty: Duty, inside: Span) -> int:
    """Return the minutes of work between 21:00 and 06:00 that lie inside a span."""
    total = 0
    for window in windows(duty.span, *NIGHT):
        first, last = max(window.first, inside.first), min(window.last, inside.last)
        if first < last:
            total += duty.work_between(first, last)
    return total


def _worked(duties: Iterable[Duty], kinds: frozenset[DutyKind], inside: Span) -> int:
    return sum(d.work_in(inside) for d in duties if d.kind in kinds)


def _on(duties: Iterable[Duty], days: Iterable[date]) -> int:
    duties = tuple(duties)
    return sum(d.work_in(day_span(day)) for day in days for d in duties)
