"""Define night work, and who is a night worker (L3122-2, L3122-5)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.employment.employer import Carried, CarriedKind
from scheduler.domain.time import week_of, years_after
from scheduler.domain.worktime.night import night_minutes
from scheduler.errors import UnlawfulDerogationError
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline

L3122_2 = code("L3122-2", "LEGIARTI000033020186")
L3122_5 = code("L3122-5", "LEGIARTI000033020171")
L3122_6 = code("L3122-6", "LEGIARTI000035653023")
L3122_17 = code("L3122-17", "LEGIARTI000033020133")
L3122_16 = code("L3122-16", "LEGIARTI000033020136")
L3122_20 = code("L3122-20", "LEGIARTI000033020121")
L3122_23 = code("L3122-23", "LEGIARTI000033020112")
#: The law says « habituel » and gives no number: three weeks in a row until RH says otherwise.
HABIT = Source("valeur par défaut, à confirmer par les RH", "« horaire habituel »")

ROLLING, CIVIL_YEAR = 0, 1
"""Over what yearly night minutes are counted: the last twelve months, or the civil year."""

SHORTEST = 9 * 60
DAY = 24 * 60
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, kw_only=True)
class NightRule(PersonRule):
    """
    A rule that counts night minutes.

    Without an agreement the night runs from 21:00 to 06:00 (L3122-20). An agreement may set
    another window of at least nine hours between 21:00 and 07:00 that holds 00:00 to 05:00.

    Raises
    ------
    UnlawfulDerogationError
        The resulting window is shorter than nine hours.
    """

    begins: Dated = legal(
        "clock",
        21 * 60,
        L3122_20,
        floor=21 * 60,
        ceiling=22 * 60,
        by=L3122_2,
        authorised=(21 * 60, 22 * 60),
        quantity="night_begins",
        name="début de la nuit",
    )
    ends: Dated = legal(
        "clock",
        6 * 60,
        L3122_20,
        floor=6 * 60,
        ceiling=7 * 60,
        by=L3122_2,
        authorised=(6 * 60, 7 * 60),
        quantity="night_ends",
        name="fin de la nuit",
    )

    def __post_init__(self) -> None:
        for since in (*self.begins.history, *self.ends.history):
            if DAY + self.ends.on(since.day) - self.begins.on(since.day) < SHORTEST:
                raise UnlawfulDerogationError(
                    f"{since.source} : période de nuit de moins de neuf heures ({L3122_2})"
                )

    def night(self, duty: Duty) -> int:
        """Return the night minutes of a duty, with the window in force when it begins."""
        day = duty.span.day
        return night_minutes(duty, self.begins.on(day), self.ends.on(day))


DAY_OF_NIGHT_WORKER = legal(
    "minutes",
    8 * 60,
    L3122_6,
    ceiling=12 * 60,
    by=L3122_17,
    authorised=(None, 12 * 60),
    authorised_by=L3122_6,
    quantity="night_worker_day",
    name="durée maximale",
)
"""How long a night worker's working day may be, of which several rules speak."""


@dataclass(frozen=True, kw_only=True)
class NightStatus:
    """The status in a civil week: whether someone is a night worker, why, and since when."""

    holds: bool
    reason: str = ""
    since: date | None = None


@dataclass(frozen=True, kw_only=True)
class NightWorkerRule(NightRule):
    """
    A rule that needs to know who is a night worker.

    What RH declared counts from `night_worker_since` on. Before it, or without it, the status is
    computed week by week: from the week that completes `weeks` in a row, each with at least `times`
    days of at least `least` night minutes, and for twelve months after it; or when the `reference`
    period holds `yearly` night minutes by the end of the week: the twelve months that end with it,
    or, where an extended agreement says so (L3122-16), the civil year, counted anew from 1 January.
    Days are those on which duties begin. Weeks that aren't described have no known night, except
    through an opening balance (see `Nights.carried`).
    """

    times: Dated = legal("times", 2, L3122_5, name="fois par semaine")
    least: Dated = legal("minutes", 3 * 60, L3122_5, name="heures de nuit qui comptent, au moins")
    weeks: Dated = legal("weeks", 3, HABIT, floor=1, name="période habituelle")
    yearly: Dated = legal(
        "minutes",
        270 * 60,
        L3122_23,
        floor=1,
        locked="lower",
        by=L3122_16,
        extended_only=True,
        name="heures de nuit dans la période de référence",
    )
    # Twelve months hold all of a civil year's nights up to their end: they protect better.
    reference: Dated = legal(
        "reference",
        ROLLING,
        L3122_23,
        floor=ROLLING,
        ceiling=CIVIL_YEAR,
        locked="lower",
        by=L3122_16,
        extended_only=True,
        name="période de référence des heures de nuit",
    )

    def status_in(self, timeline: Timeline, monday: date) -> NightStatus:
        """Return the status in a civil week with its reason, by what holds at its end."""
        return nights_of(self, timeline).status(monday)


def declared_on(who: Mediator, day: date) -> bool | None:
    """Return the declared night worker status that applies on `day` (None: RH declared none)."""
    since = who.night_worker_since
    return who.night_worker if since is None or since <= day else None


def year_before(day: date) -> date:
    """Return the first day of the twelve months that end with `day`."""
    return years_after(day + timedelta(days=1), -1)


def nights_of(rule: NightWorkerRule, timeline: Timeline) -> Nights:
    """Return the nights of a timeline; rules whose values are equal share them."""
    values = rule.begins, rule.ends, rule.times, rule.least, rule.weeks, rule.yearly
    key = Nights, *values, rule.reference
    return timeline.counted_once(key, lambda: Nights(rule, timeline))


class Nights:
    """The nights of one timeline, as one rule counts them: see `nights_of`."""

    def __init__(self, rule: NightWorkerRule, timeline: Timeline) -> None:
        self.rule = rule
        # Not the timeline itself, which keeps this: each would keep the other in memory.
        self.who, self.working = timeline.mediator, timeline.working
        self.begins, self._carried = timeline.horizon.day, timeline.carried
        self._holds: dict[date, bool] = {}

    @cached_property
    def by_day(self) -> Mapping[date, int]:
        """Night minutes of the duties that begin on each day, in order, where there are any."""
        table: dict[date, int] = {}
        for duty in self.working:
            if minutes := self.rule.night(duty):
                table[duty.span.day] = table.get(duty.span.day, 0) + minutes
        return table

    @cached_property
    def weeks(self) -> frozenset[date]:
        """Mondays of the weeks with enough nights of enough minutes."""
        count: dict[date, int] = {}
        for day, minutes in self.by_day.items():
            if minutes >= self.rule.least.on(day):
                count[week_of(day)] = count.get(week_of(day), 0) + 1
        return frozenset(w for w, days in count.items() if days >= self.rule.times.on(w))

    def completes(self, monday: date) -> bool:
        """Whether the week completes a habit: it ends a long enough row of such weeks."""
        return all(monday - n * WEEK in self.weeks for n in range(self.rule.weeks.on(monday)))

    @cached_property
    def habits(self) -> tuple[date, ...]:
        """Mondays of the weeks that complete a habit, in order."""
        return tuple(week for week in sorted(self.weeks) if self.completes(week))

    def minutes(self, first: date, last: date) -> int:
        """Return the night minutes of the duties that begin from `first` to `last`."""
        low = bisect_left(self._days, first)
        return self._sums[max(low, bisect_right(self._days, last))] - self._sums[low]

    def carried(self, first: date, last: date) -> int:
        """
        Return the night minutes that the opening balance adds to those of the duties.

        The balance covers the twelve months that end on its day, before the horizon. The minutes
        that known duties don't account for are spread evenly over these months.
        """
        if self._balance is None:
            return 0
        end = self._balance.day
        begins = year_before(end)
        missing = max(0, self._balance.minutes - self.minutes(begins, end))
        days = max(0, (min(last, end) - max(first, begins)).days + 1)
        return missing * days // ((end - begins).days + 1)

    def habit(self, monday: date) -> date | None:
        """Return the last week that completes a habit within twelve months, if there is one."""
        last = bisect_right(self.habits, monday)
        begins = year_before(monday + timedelta(days=6))
        if last and self.habits[last - 1] + timedelta(days=6) >= begins:
            return self.habits[last - 1]
        return None

    def period(self, monday: date) -> tuple[date, date]:
        """Return the first and last days of the period over which a week's yearly minutes count."""
        sunday = monday + timedelta(days=6)
        if self.rule.reference.on(monday) == ROLLING:
            return year_before(sunday), sunday
        year = date(sunday.year, 1, 1), sunday
        if monday.year == sunday.year:
            return year
        # A week over 1 January ends one year and begins the next.
        over = date(monday.year, 1, 1), date(monday.year, 12, 31)
        return max(over, year, key=lambda days: self.minutes(*days) + self.carried(*days))

    def over_the_year(self, monday: date) -> int:
        """Return the night minutes of the reference period, up to the end of the week."""
        days = self.period(monday)
        return self.minutes(*days) + self.carried(*days)

    def holds(self, monday: date) -> bool:
        """Whether the computed status applies in the week."""
        if monday not in self._holds:
            yearly = self.rule.yearly.on(monday)
            habitual = self.habit(monday) is not None
            self._holds[monday] = habitual or self.over_the_year(monday) >= yearly
        return self._holds[monday]

    def worker_on(self, day: date) -> bool:
        """Whether the person is a night worker on a day, declared or by the status of its week."""
        declared = declared_on(self.who, day)
        return self.holds(week_of(day)) if declared is None else declared

    def worker_in(self, monday: date) -> bool:
        """Whether the person is a night worker at the end of a week, declared or computed."""
        declared = declared_on(self.who, monday + timedelta(days=6))
        return self.holds(monday) if declared is None else declared

    def status(self, monday: date) -> NightStatus:
        """Return the status at the end of a week, with its start, twelve months back at most."""
        who = self.who
        declared = declared_on(who, monday + timedelta(days=6))
        if declared is not None:
            day = who.night_worker_since
            since = None if day is None or not declared else week_of(day)
            return NightStatus(holds=declared, reason="déclaration des RH", since=since)
        if not self.holds(monday):
            return NightStatus(holds=False)
        if self.habit(monday) is not None:
            reason = "horaire habituel de nuit"
        else:
            rolling = self.rule.reference.on(monday) == ROLLING
            reason = f"heures de nuit {'sur douze mois' if rolling else 'dans l’année civile'}"
        since, end = monday, year_before(monday)
        while since - WEEK >= end and self.holds(since - WEEK):
            since -= WEEK
        return NightStatus(holds=True, reason=reason, since=since)

    @cached_property
    def _balance(self) -> Carried | None:
        balances = [
            balance
            for balance in self._carried
            if balance.kind is CarriedKind.NIGHT and balance.day < self.begins
        ]
        return max(balances, key=lambda balance: balance.day, default=None)

    @cached_property
    def _days(self) -> tuple[date, ...]:
        return tuple(self.by_day)

    @cached_property
    def _sums(self) -> tuple[int, ...]:
        return tuple(accumulate(self.by_day.values(), initial=0))
