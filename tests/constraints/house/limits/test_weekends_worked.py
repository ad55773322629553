from datetime import date
from functools import partial
from typing import Any

from constraints.house.limits.weekends_worked import RULE
from scheduler.domain.limits import Every, Limit, LimitKind
from scheduler.domain.slots import SlotKind
from tests.constraints.house import days
from tests.constraints.house.days import fortnight, work_on
from tests.constraints.small import messages, person, problem, rota, slot, span

says = partial(days.says, RULE)

# The 6th and the 13th are Saturdays.
WHOLE: dict[str, Any] = {
    "every": Every.WHOLE,
    "since": date(2026, 6, 1),
    "until": date(2026, 6, 14),
}


def limit(**changes: Any) -> Limit:
    return Limit(mediator="ana", kind=LimitKind.WEEKENDS, **WHOLE | changes)


def test_saturday_and_sunday_are_one_weekend_and_the_second_is_said() -> None:
    assert says(fortnight(limit(most=1)), 5, 6, 7, 8) == []
    assert says(fortnight(limit(most=1)), 7, 13) == [
        "Ana : 2 week-ends au travail à partir du 01/06/2026, au plus 1 week-end."
    ]
    assert says(fortnight(limit(most=2)), 7, 13) == []


def test_too_few_are_said_where_the_period_ends_in_the_horizon() -> None:
    assert says(fortnight(limit(least=2)), 6) == [
        "Ana : 1 week-end au travail jusqu’au 14/06/2026, au moins 2 week-ends."
    ]
    assert says(fortnight(limit(least=2)), 6, 14) == []
    assert says(fortnight(limit(least=2, until=date(2026, 6, 15))), 6) == []


def test_weekends_of_the_far_past_count() -> None:
    slots = [slot("s", "28 09:00", "28 12:00")]
    of = problem(
        [person("ana")],
        slots,
        limits=(limit(most=1, until=date(2026, 6, 30)),),
        history=work_on([6]),
        horizon=span("28 00:00", "30 00:00"),
    )

    assert messages(RULE, rota(of)) == []
    assert len(messages(RULE, rota(of, "ana s"))) == 1


def test_each_month_counts_by_itself() -> None:
    of = fortnight(limit(most=1, every=Every.WEEK))

    assert says(of, 6, 7, 13, 14) == []
    assert len(says(fortnight(limit(most=1, every=Every.MONTH)), 6, 13)) == 1
    assert len(says(fortnight(limit(most=0, every=Every.WEEK)), 6, 13)) == 2


def test_on_call_is_no_weekend_worked() -> None:
    call = slot("c", "06 09:00", "06 12:00", kind=SlotKind.STANDBY)
    of = problem([person("ana")], [call], limits=(limit(most=0),))

    assert messages(RULE, rota(of, "ana c")) == []
