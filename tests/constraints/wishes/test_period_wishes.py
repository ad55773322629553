"""Slots, hours and weekends of a period beyond what is wished, on both sides of each bound."""

from datetime import date
from typing import Any

import pytest

from constraints.wishes.period_wishes import GOAL
from scheduler.domain.limits import Every, Limit, LimitKind, Streak
from scheduler.domain.time import Span, days_span
from tests.constraints.small import HORIZON, person, problem, rota, slot
from tests.constraints.wishes.priced import cost_of

SLOTS = [slot(f"A-2026-06-{n:02}", f"{n:02} 09:00", f"{n:02} 12:01") for n in range(1, 15)]
FORTNIGHT = {"every": Every.WHOLE, "since": HORIZON.days[0], "until": HORIZON.days[-1]}


def price(days: str, *streaks: Streak, horizon: Span = HORIZON, **bounds: Any) -> int:
    """Price the days of June on which somebody works."""
    slots = [each for each in SLOTS if horizon.contains(each.span)]
    limit = Limit(mediator="ana", **{"kind": LimitKind.SLOTS, "price": 7, **FORTNIGHT, **bounds})
    of = problem([person("ana")], slots, limits=(limit,), streaks=streaks, horizon=horizon)
    judged = rota(of, *(f"ana A-2026-06-{day}" for day in days.split()))
    assert cost_of(GOAL, judged) == GOAL.measure(judged)
    return GOAL.measure(judged)


@pytest.mark.parametrize(
    ("days", "cost"), [("01", 7), ("01 02", 0), ("01 02 03", 0), ("01 02 03 04 05", 14)]
)
def test_each_slot_missed_costs(days: str, cost: int) -> None:
    assert price(days, least=2, most=3) == cost


def test_a_minimum_of_a_period_that_is_not_over_costs_nothing() -> None:
    assert price("", least=2, every=Every.MONTH, since=None, until=None) == 0
    assert price("", least=2, every=Every.WEEK, since=None, until=None) == 28


@pytest.mark.parametrize(("most", "cost"), [(362, 0), (361, 7), (302, 7), (301, 14)])
def test_hours_cost_by_begun_hours(most: int, cost: int) -> None:
    assert price("01 02", kind=LimitKind.MINUTES, most=most) == cost


def test_each_weekend_too_many_costs_and_each_that_is_split() -> None:
    assert price("06 07 14", kind=LimitKind.WEEKENDS, most=1) == 7
    assert price("06 07 14", kind=LimitKind.SPLIT, most=0) == 7
    assert price("06 13", kind=LimitKind.SPLIT, most=0) == 14
    assert price("06 07 13 14", kind=LimitKind.SPLIT, most=0) == 0


def test_a_streak_counts_in_a_period_that_began_before_the_horizon() -> None:
    streak = Streak(mediator="ana", day=date(2026, 5, 31), weekends=2, slots=3)
    since = date(2026, 5, 1)

    assert price("01", streak, least=5, since=since) == 7
    assert price("01", least=5, since=since) == 0
    assert price("06", streak, kind=LimitKind.WEEKENDS, most=2, since=since) == 7
    assert price("01", streak, least=5) == 28


def test_a_minimum_waits_where_days_between_a_streak_and_the_horizon_are_unknown() -> None:
    streak = Streak(mediator="ana", day=date(2026, 5, 30), slots=3)
    since = date(2026, 5, 1)

    assert price("01", streak, least=5, since=since) == 0
    assert price("01", streak, most=3, since=since) == 7


def test_a_limit_in_force_in_other_days_of_the_first_or_last_week_splits_no_weekend() -> None:
    # Thursday 4 to Tuesday 9 June.
    horizon = days_span(date(2026, 6, 4), date(2026, 6, 9))
    split = {"kind": LimitKind.SPLIT, "most": 0, "every": Every.WEEK}

    def within(**bounds: date | None) -> int:
        return price("06", horizon=horizon, **{**split, "since": None, "until": None, **bounds})

    assert within(until=date(2026, 6, 3)) == 0
    assert within(since=date(2026, 6, 11)) == 0
    assert within(until=date(2026, 6, 7)) == 7
