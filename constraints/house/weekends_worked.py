"""Bound the weekends on which a person works in a period, where the person has such a limit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.period_limits import PeriodLimit
from scheduler.domain.limits import LimitKind
from scheduler.domain.time import SATURDAY, days_span, week_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.limits import Limit, Window
    from scheduler.model import Literal, PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class Weekends(PeriodLimit):
    """
    The weekends on which a person works in a period stay within the person's limit.

    A weekend is worked if a duty that counts as work begins on its Saturday or its Sunday; it
    counts in each period in which such a day lies.
    """

    id: ClassVar[str] = "weekends_worked"
    title: ClassVar[str] = "Week-ends travaillés"
    unit: ClassVar[str] = "weekends"
    kind: ClassVar[LimitKind] = LimitKind.WEEKENDS
    sentence: ClassVar[str] = "{who} : {measured} au travail à partir du {day}, au plus {limit}."
    too_few: ClassVar[str] = "{who} : {measured} au travail jusqu’au {day}, au moins {limit}."

    def measured(self, limit: Limit, duties: Sequence[Duty], window: Window) -> int:
        """Count the weekends, by their Mondays."""
        del limit
        days = {duty.span.day for duty in duties if duty.counts}
        inside = {day for day in days if window.first <= day <= window.last}
        return len({week_of(day) for day in inside if day.weekday() >= SATURDAY})

    def terms(self, model: PersonModel, limit: Limit, window: Window) -> Terms:
        """Return a literal for each weekend."""
        del limit
        weekends: dict[date, list[Literal]] = defaultdict(list)
        for duty, literal in model.starting_in(days_span(window.first, window.last)):
            if duty.counts and duty.span.day.weekday() >= SATURDAY:
                weekends[week_of(duty.span.day)].append(literal)
        return [(1, model.model.shared_any_of(literals)) for literals in weekends.values()]


RULE = Weekends()
