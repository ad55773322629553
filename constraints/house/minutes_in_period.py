"""Bound the hours that a person works in a period, on both sides, where the person has a limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from constraints.period_limits import PeriodLimit
from scheduler.domain.limits import LimitKind
from scheduler.domain.time import days_span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.domain.duty import Duty
    from scheduler.domain.limits import Limit, Window
    from scheduler.model import PersonModel, Terms


@dataclass(frozen=True, kw_only=True)
class MinutesInPeriod(PeriodLimit):
    """
    The minutes of work of a period stay within the person's limit.

    A night over the midnight at which a period ends counts on both sides, for its own minutes.
    """

    id: ClassVar[str] = "minutes_in_period"
    title: ClassVar[str] = "Heures dans une période"
    kind: ClassVar[LimitKind] = LimitKind.MINUTES
    sentence: ClassVar[str] = "{who} : {measured} de travail à partir du {day}, au plus {limit}."
    too_few: ClassVar[str] = "{who} : {measured} de travail jusqu’au {day}, au moins {limit}."

    def measured(self, limit: Limit, duties: Sequence[Duty], window: Window) -> int:
        """Add the work between the first day's midnight and the last day's."""
        del limit
        span = days_span(window.first, window.last)
        return sum(duty.work_in(span) for duty in duties if duty.span.touches(span))

    def terms(self, model: PersonModel, limit: Limit, window: Window) -> Terms:
        """Return the model's minutes."""
        del limit
        return model.minutes(days_span(window.first, window.last))


RULE = MinutesInPeriod()
