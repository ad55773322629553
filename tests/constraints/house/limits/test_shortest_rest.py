from datetime import date
from functools import partial
from typing import Any

from constraints.house.limits.shortest_rest import RULE
from scheduler.domain.limits import Limit, LimitKind
from tests.constraints.house import days
from tests.constraints.house.days import fortnight, second_week
from tests.constraints.small import judged, rota

JUNE = date(2026, 6, 1)

says = partial(days.says, RULE)


def limit(least: int = 2, **changes: Any) -> Limit:
    return Limit(mediator="ana", kind=LimitKind.REST, least=least, **changes)


def test_no_day_off_or_enough_of_them_is_fine_and_too_few_are_said() -> None:
    assert says(fortnight(limit()), 3, 4, 7) == []
    assert says(fortnight(limit()), 3, 5) == [
        "Ana : 1 jour de repos d’affilée à partir du 04/06/2026, au lieu de 2 jours au moins."
    ]


def test_days_off_that_touch_an_edge_of_the_horizon_are_never_short() -> None:
    assert says(fortnight(limit()), 2, 13) == []
    assert says(fortnight(limit(3)), *range(2, 14)) == []


def test_days_before_the_horizon_count_where_they_are_described() -> None:
    assert len(says(second_week(limit(), 5, known_since=JUNE), 7)) == 1
    assert says(second_week(limit(), 4, known_since=JUNE), 7) == []
    assert says(second_week(limit(), 5), 7) == []


def test_what_lies_between_two_days_already_fixed_is_left_alone() -> None:
    (finding,) = judged(RULE, rota(second_week(limit(), 5, 7, known_since=JUNE)))

    assert finding.inherited


def test_who_has_no_limit_has_none_and_dates_bound_it() -> None:
    assert says(fortnight(), 3, 5) == []
    assert says(fortnight(limit(until=date(2026, 6, 3))), 3, 5) == []
    assert len(says(fortnight(limit(since=date(2026, 6, 4))), 3, 5)) == 1
    assert says(fortnight(limit(since=date(2026, 6, 5))), 3, 5) == []
