"""Count a person's month and year so far, beside the means of their team."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from statistics import fmean
from typing import TypeVar

from api.access.errors import UnknownError
from api.database.memory import Memory, Same
from api.hours.months.service import Month, person_count
from api.planning.counters import Counters, begun
from api.privacy.means import may_tell
from constraints.counters.lines.owed import owed_lines
from constraints.counters.sheet import OwedRestLine
from scheduler.domain.people import Mediator
from scheduler.domain.sharing.hours import paid_minutes
from scheduler.domain.time import Span, midnight

M = TypeVar("M", bound="TeamMeans | YearSoFar")


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Minutes planned, and how many nights, Saturdays, Sundays and public holidays; or means."""

    planned: float
    nights: float
    saturdays: float
    sundays: float
    holidays: float


@dataclass(frozen=True, kw_only=True)
class TeamMeans(Figures):
    """Means over the people of one's dispositifs who are in the month; hours in minutes."""

    due: float
    night: float
    sunday: float
    holiday: float

    @property
    def balance(self) -> float:
        """Minutes planned beyond those due."""
        return self.planned - self.due


@dataclass(frozen=True, kw_only=True)
class YearSoFar(Figures):
    """What is published of a person from 1 January to a month's end, or a mean of it; minutes."""

    balance: float


@dataclass(frozen=True, kw_only=True)
class OwnCounters:
    """
    A person's month and year so far, and the means of their team, themselves included.

    `people`: of the team; where they are too few, no mean is given (see `api.privacy.means`).
    `owed`: the person's equivalent rests, owed in the month or returned in it.
    """

    mine: Counters
    owed: tuple[OwedRestLine, ...]
    year: YearSoFar
    people: int
    team: TeamMeans | None
    team_year: YearSoFar | None


_everybody = Memory[Mapping[str, tuple[Counters, YearSoFar]]](4)
"""Everybody's counters of the months read last: each phone needs those of a whole team."""


def own_counters(month: Month, me: str) -> OwnCounters:
    """
    Return a person's counters of a month and of its year so far, beside the means of their team.

    UnknownError: the person isn't in the month.
    """
    mediator = month.rota.problem.mediator_of.get(me)
    if mediator is None:
        raise UnknownError
    everybody = _everybody.get(Same(month), lambda: _count(month))
    members = [
        person.id
        for person in month.rota.problem.mediators
        if person.id == me or person.dispositifs & mediator.dispositifs
    ]
    team = {who: everybody[who][0] for who in members}
    years = {who: everybody[who][1] for who in members}
    enough = may_tell(len(team))
    return OwnCounters(
        mine=team[me],
        owed=owed_lines(month.rota.timeline(mediator), month.profile.rules_of(mediator)),
        year=years[me],
        people=len(team),
        team=_mean(TeamMeans, team.values()) if enough else None,
        team_year=_mean(YearSoFar, years.values()) if enough else None,
    )


def _count(month: Month) -> Mapping[str, tuple[Counters, YearSoFar]]:
    """Return everybody's counters of a month and of its year so far, by person."""
    counted = {}
    for person in month.rota.problem.mediators:
        counters = person_count(month, person).counters
        counted[person.id] = counters, _year(month, counters, person)
    return counted


def _mean(of: type[M], everybody: Collection[object]) -> M:
    """Return the mean of each figure over people's."""
    names = [part.name for part in fields(of)]
    return of(**{name: fmean(getattr(counts, name) for counts in everybody) for name in names})


def _year(month: Month, counters: Counters, person: Mediator) -> YearSoFar:
    """Count what counts in a month of all that began since 1 January, training included."""
    timeline, last = month.rota.timeline(person), month.rota.problem.horizon.end
    year = Span(midnight(date(month.first.year, 1, 1)), last)
    duties = [duty for duty in timeline.working if year.first <= duty.span.first < year.last]
    days = begun(duties, timeline.holidays)
    return YearSoFar(
        planned=paid_minutes(timeline, year),
        balance=counters.rolling,
        nights=days.nights,
        saturdays=days.saturdays,
        sundays=days.sundays,
        holidays=days.holidays,
    )
