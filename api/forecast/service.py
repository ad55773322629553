"""Forecast, for each dispositif and week, the hours that people can give against what it needs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from api.data.association import Association
from api.forecast.causes import (
    Cause,
    Group,
    causes_of,
    received,
    share,
    spread_of,
    unforeseen,
    usual_rate,
)
from api.forecast.needs import (
    NOTHING,
    PostKind,
    WeekNeed,
    needs_of,
    open_days_of,
    uncovered_of,
)
from api.forecast.supply import PersonWeek, Supply
from api.planning.problem import templates_of, with_attendance
from scheduler.domain.people import StaffRole
from scheduler.domain.time import days_span, next_month, weeks_touched
from scheduler.errors import InvalidProblemError

MOST_MONTHS = 12
"""Months that are forecast at once, at most."""


@dataclass(frozen=True, kw_only=True)
class WeekForecast:
    """
    A dispositif's week: what it needs, and what people can give, in whole minutes.

    `shortage`: minutes of the target that lack, kind of post by kind of post: a référent's hours
    make up for no médiateur's. `minimum_shortage`: the same of the minimum. `slack`: minutes that
    are left over. `spread`: standard deviation of what sickness takes (see `spread_of`). `causes`:
    what takes most, first (none where nothing lacks). `uncovered`: minutes of the target that
    nobody holds, once all of the week is published (None: it isn't).
    """

    dispositif: str
    monday: date
    need: WeekNeed
    supply: int
    shortage: int
    minimum_shortage: int
    slack: int
    spread: int = 0
    causes: tuple[Cause, ...] = ()
    uncovered: int | None = None

    @property
    def tense(self) -> bool:
        """
        Whether more lacks than sickness makes vary: hours then lack more often than not.

        By Cantelli's inequality, fewer people fall sick than usual, by so much that nothing lacks,
        at most every other time.
        """
        return self.excess > 0

    @property
    def gap(self) -> int:
        """Return the minutes that are left over, or those that lack, less than zero."""
        return -self.shortage if self.shortage else self.slack

    @property
    def excess(self) -> int:
        """Return the minutes that lack beyond the spread: tense weeks are ranked by them."""
        return max(0, self.shortage - self.spread)


@dataclass(frozen=True, kw_only=True)
class Total:
    """
    What all weeks of a dispositif lack, in minutes.

    `least`: whatever rota comes and however it moves hours from week to week, it leaves so much of
    the target uncovered at least, if nobody works more in these weeks than their contracts and
    recorded absences give. Unforeseen sickness isn't in it, and people count whole in each of their
    dispositifs. `uncovered`: what is uncovered once all these weeks are published (None: not yet);
    if that is less than `least`, people work more.
    """

    dispositif: str
    least: int
    uncovered: int | None


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """
    Weeks by dispositif, then in order, and what they lack in all, by dispositif.

    `rate`: usual share of days lost to sickness, if told.
    """

    rate: Fraction | None
    weeks: tuple[WeekForecast, ...]
    totals: tuple[Total, ...] = ()

    @property
    def tensest(self) -> tuple[WeekForecast, ...]:
        """Return the tense weeks, those that lack most beyond the spread first; equals by date."""
        tense = (week for week in self.weeks if week.tense)
        return tuple(sorted(tense, key=lambda week: (-week.excess, week.monday, week.dispositif)))


def forecast(
    association: Association,
    first: date,
    last: date,
    *,
    dispositifs: frozenset[str] | None = None,
) -> Forecast:
    """
    Forecast the whole weeks that touch the months from that of `first` to that of `last`.

    Everybody's hours are shared between all dispositifs (see `share`), of which these alone are
    told (None: all). A dispositif without a need in these weeks isn't told. Supply is what
    contracts give: hours over contract, and law that keeps people from some posts, aren't foreseen.
    So whatever rota comes, the minutes that it leaves uncovered and those that people work beyond
    what was foreseen of them add up to the shortage at least, wherever no better sharing exists.
    Rotas move hours from week to week: `Total` says what holds of all weeks together.

    Raises
    ------
    InvalidProblemError
        The months are in the wrong order or too many, or a dispositif is unknown.
    BadTemplatesError
        Templates make no slots.
    """
    mondays = _mondays(first, last)
    templates_of(association, dispositifs)  # refuses an unknown dispositif
    begin, end = mondays[0], mondays[-1] + timedelta(days=6)
    # Annual contracts spread their hours over the open days of the whole civil years.
    years = range(first.year, last.year + 1)
    span = days_span(min(begin, date(first.year, 1, 1)), max(end, date(last.year, 12, 31)))
    slots = association.slots(association.templates, span)
    slots = with_attendance(association, slots, association.mediator_of)
    here = [slot for slot in slots if begin <= slot.span.day <= end]
    needs = needs_of(here)
    rate = usual_rate(association, first.replace(day=1))
    by_week: dict[date, list[PersonWeek]] = defaultdict(list)
    for week in Supply(association, mondays, years, open_days_of(slots)).weeks():
        by_week[week.monday].append(week)
    kinds = {kind for monday in mondays for kind in needs.get(monday, {})}
    uncovered = uncovered_of(here, association)
    weeks = (
        replace(week, uncovered=uncovered.get((week.dispositif, monday), 0))
        for monday in mondays
        for week in _week(monday, kinds, needs.get(monday, {}), by_week[monday], rate)
    )
    chosen = (week for week in weeks if dispositifs is None or week.dispositif in dispositifs)
    ordered = tuple(sorted(chosen, key=lambda week: (week.dispositif, week.monday)))
    return Forecast(rate=rate, weeks=ordered, totals=tuple(_totals(ordered, kinds, needs, by_week)))


def _mondays(first: date, last: date) -> tuple[date, ...]:
    """Return the Mondays of the weeks that touch these months, once they may be forecast."""
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    if not 1 <= count <= MOST_MONTHS:
        raise InvalidProblemError(
            f"prévision de {first:%Y-%m} à {last:%Y-%m} (attendu : du premier mois au dernier, "
            f"{MOST_MONTHS} au plus)"
        )
    months = days_span(first.replace(day=1), next_month(last) - timedelta(days=1))
    return tuple(weeks_touched(months))


def _totals(
    weeks: Iterable[WeekForecast],
    kinds: Iterable[PostKind],
    needs: Mapping[date, Mapping[PostKind, WeekNeed]],
    people: Mapping[date, Iterable[PersonWeek]],
) -> Iterator[Total]:
    """Yield what all weeks of each dispositif lack, kind of post by kind of post."""
    hours: dict[tuple[StaffRole, frozenset[str]], int] = defaultdict(int)
    for week in (each for some in people.values() for each in some):
        hours[week.mediator.role, week.mediator.dispositifs] += week.there
    least: dict[str, int] = defaultdict(int)
    for kind in kinds:
        needed = sum(some[kind].minutes for some in needs.values() if kind in some)
        supply = sum(
            minutes
            for (role, dispositifs), minutes in hours.items()
            if role in kind.roles and kind.dispositif in dispositifs
        )
        least[kind.dispositif] += max(0, needed - supply)
    for dispositif, some in groupby(weeks, key=attrgetter("dispositif")):
        parts = [week.uncovered for week in some]
        published = [part for part in parts if part is not None]
        yield Total(
            dispositif=dispositif,
            least=least[dispositif],
            uncovered=sum(published) if len(published) == len(parts) else None,
        )


def _week(
    monday: date,
    kinds: Iterable[PostKind],
    needs: Mapping[PostKind, WeekNeed],
    people: Iterable[PersonWeek],
    rate: Fraction | None,
) -> Iterator[WeekForecast]:
    """Yield the forecast of a week for each dispositif of the kinds of post."""
    there: dict[Group, int] = defaultdict(int)
    all_there: dict[Group, int] = defaultdict(int)
    squares: dict[Group, int] = defaultdict(int)
    staff: dict[str, list[PersonWeek]] = defaultdict(list)
    group_of: dict[tuple[object, ...], Group] = {}
    for week in people:
        key = week.mediator.role, week.mediator.dispositifs
        if key not in group_of:
            accepted = (kind for kind in kinds if kind.accepts(week.mediator))
            group_of[key] = tuple(sorted(accepted, key=attrgetter("order")))
        group = group_of[key]
        if group:
            there[group] += week.there - unforeseen(week, rate)
            all_there[group] += week.contract
            squares[group] += week.there**2
            for dispositif in {kind.dispositif for kind in group}:
                staff[dispositif].append(week)
    minutes = {kind: need.minutes for kind, need in needs.items()}
    shares = share(there, minutes)
    supply, full = received(shares), received(share(all_there, minutes))
    for dispositif in {kind.dispositif for kind in kinds}:
        own = [kind for kind in kinds if kind.dispositif == dispositif]
        gaps = [minutes.get(kind, 0) - supply.get(kind, 0) for kind in own]
        shortage = sum(max(0, gap) for gap in gaps)
        uncontracted = sum(max(0, minutes.get(kind, 0) - full.get(kind, 0)) for kind in own)
        yield WeekForecast(
            dispositif=dispositif,
            monday=monday,
            need=sum((needs.get(kind, NOTHING) for kind in own), NOTHING),
            supply=sum(supply.get(kind, 0) for kind in own),
            shortage=shortage,
            minimum_shortage=sum(
                max(0, needs.get(kind, NOTHING).minimum_minutes - supply.get(kind, 0))
                for kind in own
            ),
            slack=sum(max(0, -gap) for gap in gaps),
            spread=spread_of(dispositif, shares, squares, rate),
            causes=causes_of(staff[dispositif], uncontracted, rate) if shortage else (),
        )
