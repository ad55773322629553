from datetime import date
from functools import partial
from typing import Any

from constraints.house.limits.minutes_in_period import RULE
from scheduler.domain.limits import Every, Limit, LimitKind
from scheduler.domain.problem import Problem
from tests.constraints.house import days
from tests.constraints.small import slot

says = partial(days.says, RULE)


def limit(**changes: Any) -> Limit:
    bounds: dict[str, Any] = {
        "every": Every.WHOLE,
        "since": date(2026, 6, 1),
        "until": date(2026, 6, 14),
    }
    return Limit(mediator="ana", kind=LimitKind.MINUTES, **bounds | changes)


def fortnight(*limits: Limit) -> Problem:
    return days.fortnight(*limits, more=[slot("night", "07 22:00", "08 06:00")])


def test_the_most_is_fine_and_a_minute_beyond_is_said() -> None:
    assert says(fortnight(limit(most=360)), 1, 2) == []
    assert says(fortnight(limit(most=359)), 1, 2) == [
        "Ana : 6 h 00 de travail à partir du 01/06/2026, au plus 5 h 59."
    ]


def test_the_least_is_fine_and_a_minute_under_is_said() -> None:
    assert says(fortnight(limit(least=360)), 1, 2) == []
    assert says(fortnight(limit(least=361)), 1, 2) == [
        "Ana : 6 h 00 de travail jusqu’au 14/06/2026, au moins 6 h 01."
    ]
    assert len(says(fortnight(limit(least=1)))) == 1


def test_a_night_counts_in_two_weeks_for_its_own_minutes() -> None:
    def weekly(minutes: int) -> Limit:
        return limit(most=minutes, every=Every.WEEK, since=None, until=None)

    assert says(fortnight(weekly(360)), "night") == []
    assert len(says(fortnight(weekly(359)), "night")) == 1
    assert len(says(fortnight(weekly(119)), "night")) == 2


def test_who_has_no_limit_has_none() -> None:
    assert says(fortnight(), 1, 2) == []
