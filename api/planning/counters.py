"""Count a person's hours of a month by kind (work, training, travel) and by time of day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from constraints.counters.days.tally import tally, total_between
from constraints.counters.terms import terms_of
from scheduler.domain.hard_hours import is_night
from scheduler.domain.hours import due_parts, owed_by_end, paid_minutes
from scheduler.domain.people import Mediator
from scheduler.domain.time import SATURDAY, SUNDAY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.domain.rota import Rota
    from scheduler.rule import PersonRule


WEEKEND = frozenset({SATURDAY, SUNDAY})


@dataclass(frozen=True, kw_only=True)
class Counters:
    """
    One person's counters over a horizon, in minutes of work except `due` and `planned`.

    `planned`: minutes that count towards the contract (paid breaks included) of the duties that
    start in the horizon: the night that ends on the 1st belongs to the month before. `work`,
    `training`, `travel`, `night`, `sunday` and `holiday` count work inside the horizon, minute
    by minute. `nights`, `saturdays`, `sundays`, `holidays`: how many, by day of start. `days_off`:
    days worked that are one of the three, each once. `weeks`: work by civil week that the horizon
    touches, whole weeks, history included. `rolling`: planned minus due since 1 January.
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
    days_off: int
    rolling: int
    weeks: tuple[tuple[date, int], ...]

    @property
    def balance(self) -> int:
        """Return planned minus due, in minutes."""
        return self.planned - self.due


def counters_of(rota: Rota, mediator: Mediator, rules: Iterable[PersonRule] = ()) -> Counters:
    """
    Return one person's counters over the rota's horizon.

    `rules`: the rules by which the person is judged; they define the night hours (empty: the Code's
    night, 21:00 to 06:00).
    """
    timeline = rota.timeline(mediator)
    horizon, holidays = rota.problem.horizon, rota.problem.holidays
    first, last = horizon.days[0], horizon.days[-1]
    mondays = timeline.horizon_weeks
    sunday = timedelta(days=SUNDAY)
    work = tally(timeline, mondays[0], mondays[-1] + sunday, terms_of(rules).window, {})
    month = total_between(work, first, last)
    mine = [d for d in timeline.working if horizon.first <= d.span.first < horizon.last]
    days = {d.span.day for d in mine}
    planned = paid_minutes(timeline, horizon)
    return Counters(
        mediator=mediator,
        due=sum(due_parts(rota.problem, mediator)),
        planned=planned,
        work=month.field + month.intervention,
        training=month.training,
        travel=month.travel,
        night=month.night,
        sunday=month.sunday,
        holiday=month.holiday,
        nights=sum(1 for d in mine if is_night(d)),
        saturdays=sum(1 for day in days if day.weekday() == SATURDAY),
        sundays=sum(1 for day in days if day.weekday() == SUNDAY),
        holidays=len(days & holidays),
        days_off=sum(1 for day in days if day.weekday() in WEEKEND or day in holidays),
        rolling=planned - owed_by_end(rota.problem, mediator),
        weeks=tuple(
            (
                monday,
                total_between(work, monday, monday + sunday).work + timeline.weeks.get(monday, 0),
            )
            for monday in mondays
        ),
    )
