"""The night worker status inside a model: one literal a week, for those whom nobody declared."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from constraints.night import WEEK, Nights, declared_on, year_before
from scheduler.domain.time import week_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constraints.night import NightWorkerRule
    from scheduler.model import Item, Literal, PersonModel, Terms


class NightLiterals:
    """
    Literals that hold as soon as the rota makes the person a night worker in a week.

    One direction: a literal may hold though nothing demands it, so rules use them as conditions
    only. None stands for « can't become one ».
    """

    def __init__(self, rule: NightWorkerRule, model: PersonModel) -> None:
        self.rule = rule
        self.model = model
        self.past = Nights(rule, model.fixed)
        self.begins = model.fixed.horizon_weeks[0]
        self._items: dict[date, list[Item]] = {}
        for item in model.working:
            if item.duty.span.day >= self.begins and rule.night(item.duty):
                self._items.setdefault(item.duty.span.day, []).append(item)
        self._computed: dict[date, Literal | None] = {}
        self._busy: dict[date, Literal | None] = {}

    def on(self, day: date) -> Literal | None:
        """Return the condition « is a night worker on this day », declared or computed."""
        declared = declared_on(self.model.mediator, day)
        if declared is None:
            return self.computed(week_of(day))
        return self.model.true if declared else None

    def in_week(self, monday: date) -> Literal | None:
        """Return the condition « is a night worker at the end of this week »."""
        declared = declared_on(self.model.mediator, monday + timedelta(days=6))
        if declared is None:
            return self.computed(monday)
        return self.model.true if declared else None

    def computed(self, monday: date) -> Literal | None:
        """Return the literal of the computed status in a week of the horizon."""
        if monday not in self._computed:
            self._computed[monday] = self._status(monday)
        return self._computed[monday]

    def _status(self, monday: date) -> Literal | None:
        model, rota = self.model, self.model.model
        begins = year_before(monday + timedelta(days=6))
        first = week_of(begins)
        if first + timedelta(days=6) < begins:
            first += WEEK
        if any(first <= week < self.begins for week in self.past.habits):
            return model.true
        habits = []
        week = max(first, self.begins)
        while week <= monday:
            habit = self._habit(week)
            if habit is not None:
                habits.append(habit)
            week += WEEK
        terms = self._year(begins, monday + timedelta(days=6))
        threshold = self.rule.yearly.on(monday)
        reachable = sum(minutes for minutes, _ in terms) >= threshold
        if not habits and not reachable:
            return None
        if any(not habit for habit in habits):
            return model.true
        status = rota.flag("")
        for habit in habits:
            rota.implies(habit, status)
        if reachable:
            rota.reaches(terms, threshold, status)
        return status

    def _habit(self, monday: date) -> Sequence[Literal] | None:
        """Return the literals that together complete a habit in the week (None: they can't)."""
        literals = []
        for n in range(self.rule.weeks.on(monday)):
            week = monday - n * WEEK
            if week < self.begins:
                if week not in self.past.weeks:
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
        items = self._items.get(day, [])
        terms = [(self.rule.night(item.duty), item.literal) for item in items]
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

    def _year(self, begins: date, sunday: date) -> Terms:
        """Return the night minutes of the twelve months, as terms."""
        terms = [
            (self.rule.night(item.duty), item.literal)
            for day, items in self._items.items()
            if begins <= day <= sunday
            for item in items
        ]
        constant = self.past.minutes(begins, self.begins - timedelta(days=1))
        return [*terms, (constant, self.model.true)] if constant else terms
