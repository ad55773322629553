"""
Model the night worker status: one literal a week, for people that RH didn't declare.

Nights, weeks and years are counted here without the audits' `Nights`, so that encodings and audits
don't share an error.
"""

from __future__ import annotations

from calendar import isleap
from datetime import date, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from scheduler.domain.employment.employer import CarriedKind
from scheduler.domain.time import at, day_of, minute_of, week_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constraints.night.rules import NightRule, NightWorkerRule
    from scheduler.domain.duty import Duty
    from scheduler.model import Literal, PersonModel, Terms

WEEK = timedelta(weeks=1)


def minutes_of_night(rule: NightRule, duty: Duty) -> int:
    """Return the night minutes of a duty: its work, less what fits into the day."""
    day = duty.span.day
    if not duty.pieces:
        return 0
    night = _out_of_day(duty.pieces, rule.ends.on(day), rule.begins.on(day))
    return max(0, night - sum(duty.floating))


@lru_cache(maxsize=65_536)
def _out_of_day(pieces: tuple[tuple[int, int], ...], dawn: int, dusk: int) -> int:
    # Kept by value: the same posts come back for every person and rule.
    outside = sum(last - first for first, last in pieces)
    day, end = day_of(pieces[0][0]), day_of(pieces[-1][1])
    while day <= end:
        opens, closes = (minute_of(at(day, time(*divmod(clock, 60)))) for clock in (dawn, dusk))
        outside -= sum(max(0, min(last, closes) - max(first, opens)) for first, last in pieces)
        day += timedelta(days=1)
    return outside


def twelve_months(sunday: date) -> date:
    """Return the first day of the twelve months that end with a day (365 days, or 366)."""
    first = sunday - timedelta(days=364)
    leap = any(
        isleap(year) and first <= date(year, 2, 29) <= sunday for year in (first.year, sunday.year)
    )
    return first - timedelta(days=1) if leap else first


class Past:
    """The nights before the horizon's first week, which this rota can't change."""

    def __init__(self, rule: NightWorkerRule, model: PersonModel, until: date) -> None:
        self.by_day: dict[date, int] = {}
        for duty in model.fixed.working:
            if duty.span.day >= until:
                break
            if minutes := minutes_of_night(rule, duty):
                self.by_day[duty.span.day] = self.by_day.get(duty.span.day, 0) + minutes
        days: dict[date, int] = {}
        for day, minutes in self.by_day.items():
            if minutes >= rule.least.on(day):
                days[week_of(day)] = days.get(week_of(day), 0) + 1
        self.busy = {monday for monday, nights in days.items() if nights >= rule.times.on(monday)}
        #: Weeks that complete a habit: the run of busy weeks that ends with them is long enough.
        self.habits: list[date] = []
        run, before = 0, date.min
        for monday in sorted(self.busy):
            run = run + 1 if monday - before == WEEK else 1
            before = monday
            if run >= rule.weeks.on(monday):
                self.habits.append(monday)

    def minutes(self, first: date, last: date) -> int:
        """Return the night minutes of the duties that begin from one day to another."""
        return sum(minutes for day, minutes in self.by_day.items() if first <= day <= last)


class NightLiterals:
    """
    Literals that hold as soon as the rota makes the person a night worker in a week.

    One direction only: a literal may be true although the person isn't a night worker, so rules use
    it only as a condition. None stands for « can't become one ».
    """

    def __init__(self, rule: NightWorkerRule, model: PersonModel) -> None:
        self.rule = rule
        self.model = model
        self.begins = week_of(model.horizon.days[0])
        self.past = Past(rule, model, self.begins)
        self._nights: dict[date, Terms] = {}
        for duty, literal in model.working:
            day = duty.span.day
            if day >= self.begins and (minutes := minutes_of_night(rule, duty)):
                self._nights.setdefault(day, []).append((minutes, literal))
        self._computed: dict[date, Literal | None] = {}
        self._busy: dict[date, Literal | None] = {}

    def on(self, day: date) -> Literal | None:
        """Return the condition « is a night worker on this day », declared or computed."""
        who = self.model.mediator
        since = who.night_worker_since
        if who.night_worker is None or (since is not None and day < since):
            return self.computed(week_of(day))
        return self.model.true if who.night_worker else None

    def in_week(self, monday: date) -> Literal | None:
        """Return the condition « is a night worker at the end of this week »."""
        return self.on(monday + timedelta(days=6))

    def computed(self, monday: date) -> Literal | None:
        """Return the literal of the computed status in a week of the horizon."""
        if monday not in self._computed:
            self._computed[monday] = self._status(monday)
        return self._computed[monday]

    def _status(self, monday: date) -> Literal | None:
        model, rota = self.model, self.model.model
        begins = twelve_months(monday + timedelta(days=6))
        # A habit counts from the week that completes it, hence if that week's Sunday is inside.
        if self.past.habits and self.past.habits[-1] + timedelta(days=6) >= begins:
            return model.true
        habits = []
        week = self.begins
        while week <= monday:
            habit = self._habit(week)
            if habit is not None:
                habits.append(habit)
            week += WEEK
        threshold = self.rule.yearly.on(monday)
        years = [self._year(*days) for days in self._references(monday)]
        years = [terms for terms in years if sum(minutes for minutes, _ in terms) >= threshold]
        if not habits and not years:
            return None
        if any(not habit for habit in habits):
            return model.true
        status = rota.flag("")
        for habit in habits:
            rota.implies(habit, status)
        for terms in years:
            rota.reaches(terms, threshold, status)
        return status

    def _habit(self, monday: date) -> Sequence[Literal] | None:
        """Return the literals that together complete a habit in the week (None: they can't)."""
        literals = []
        for n in range(self.rule.weeks.on(monday)):
            week = monday - n * WEEK
            if week < self.begins:
                if week not in self.past.busy:
                    return None
                continue
            literal = self._busy_week(week)
            if literal is None:
                return None
            if literal is not self.model.true:
                literals.append(literal)
        return literals

    def _busy_week(self, monday: date) -> Literal | None:
        """Return a literal that holds if the week has enough days of enough night."""
        if monday not in self._busy:
            days = [self._busy_day(monday + timedelta(days=n)) for n in range(7)]
            terms = [(1, literal) for literal in days if literal is not None]
            self._busy[monday] = self._when(terms, self.rule.times.on(monday))
        return self._busy[monday]

    def _busy_day(self, day: date) -> Literal | None:
        terms = self._nights.get(day, [])
        least = self.rule.least.on(day)
        if terms and all(minutes >= least for minutes, _ in terms):
            return self.model.model.any_of([literal for _, literal in terms])
        return self._when(terms, least)

    def _when(self, terms: Terms, threshold: int) -> Literal | None:
        """Return a literal that holds if the sum reaches the threshold (None: it can't)."""
        if sum(c for c, _ in terms) < threshold:
            return None
        if sum(c for c, literal in terms if literal is self.model.true) >= threshold:
            return self.model.true
        flag = self.model.model.flag("")
        self.model.model.reaches(terms, threshold, flag)
        return flag

    def _references(self, monday: date) -> Sequence[tuple[date, date]]:
        """Return the periods that the week ends, by their first and last days."""
        sunday = monday + timedelta(days=6)
        if not self.rule.reference.on(monday):
            return [(twelve_months(sunday), sunday)]
        return [
            (date(year, 1, 1), min(sunday, date(year, 12, 31)))
            for year in sorted({monday.year, sunday.year})
        ]

    def _year(self, begins: date, ends: date) -> Terms:
        """Return the night minutes of a period of reference, as terms of a sum."""
        terms = [
            night
            for day, nights in self._nights.items()
            if begins <= day <= ends
            for night in nights
        ]
        constant = self.past.minutes(begins, ends) + self._untold(begins, ends)
        return [*terms, (constant, self.model.true)] if constant else terms

    def _untold(self, begins: date, ends: date) -> int:
        """Return the period's share of what an opening balance holds beyond the known duties."""
        balance = max(
            (
                (carried.day, carried.minutes)
                for carried in self.model.fixed.carried
                if carried.kind is CarriedKind.NIGHT and carried.day < self.model.horizon.day
            ),
            default=None,
        )
        if balance is None:
            return 0
        last, minutes = balance
        first = twelve_months(last)
        since_monday = sum(
            amount
            for day, nights in self._nights.items()
            if first <= day <= last
            for amount, literal in nights
            if literal is self.model.true
        )
        unseen = minutes - self.past.minutes(first, last) - since_monday
        shared = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        inside = sum(begins <= day <= ends for day in shared)
        return max(0, unseen) * inside // len(shared)
