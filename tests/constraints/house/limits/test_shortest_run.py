from datetime import date
from functools import partial
from typing import Any

from constraints.house.limits.shortest_run import RULE
from scheduler.domain.limits import Limit, LimitKind
from scheduler.domain.slots import SlotKind
from tests.constraints.house import days
from tests.constraints.house.days import fortnight, second_week
from tests.constraints.small import judged, messages, person, problem, rota, slot

JUNE = date(2026, 6, 1)

says = partial(days.says, RULE)


def limit(least: int = 2, **changes: Any) -> Limit:
    return Limit(mediator="ana", kind=LimitKind.RUN, least=least, **changes)


def test_a_run_as_long_as_the_limit_is_fine_and_a_shorter_one_is_said() -> None:
    assert says(fortnight(limit(3)), 4, 5, 6) == []
    assert says(fortnight(limit(3)), 4, 5) == [
        "Ana : 2 jours d’affilée au travail à partir du 04/06/2026, au lieu de 3 jours au moins."
    ]


def test_a_run_that_touches_an_edge_of_the_horizon_is_never_short() -> None:
    assert says(fortnight(limit(3)), 1) == []
    assert says(fortnight(limit(3)), 14) == []
    assert len(says(fortnight(limit(3)), 2)) == 1
    assert len(says(fortnight(limit(3)), 13)) == 1


def test_days_before_the_horizon_count_where_they_are_described() -> None:
    assert says(second_week(limit(3), 4, 5, known_since=JUNE), 6) == []
    assert len(says(second_week(limit(3), 5, known_since=JUNE), 6)) == 1
    assert len(says(second_week(limit(3), known_since=JUNE), 6)) == 1


def test_a_run_that_ended_before_is_no_fault_of_this_rota() -> None:
    (finding,) = judged(RULE, rota(second_week(limit(3), 5, known_since=JUNE)))

    assert finding.inherited


def test_who_has_no_limit_has_none_and_dates_bound_it() -> None:
    assert says(fortnight(), 4) == []
    assert says(fortnight(limit(until=date(2026, 6, 3))), 4) == []
    assert len(says(fortnight(limit(until=date(2026, 6, 4))), 4)) == 1
    assert says(fortnight(limit(since=date(2026, 6, 5))), 4) == []


def test_on_call_is_no_day_worked() -> None:
    call = slot("c", "05 09:00", "05 12:00", kind=SlotKind.STANDBY)
    day = slot("d", "04 09:00", "04 12:00")
    of = problem([person("ana")], [day, call], limits=(limit(),))

    assert len(messages(RULE, rota(of, "ana d", "ana c"))) == 1
