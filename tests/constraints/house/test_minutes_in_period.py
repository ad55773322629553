from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from constraints.house.minutes_in_period import RULE
from scheduler.domain.limits import Every, Limit, LimitKind
from tests.constraints.small import messages, person, problem, rota, slot

if TYPE_CHECKING:
    from scheduler.domain.problem import Problem


def limit(**changes: Any) -> Limit:
    bounds: dict[str, Any] = {
        "every": Every.WHOLE,
        "since": date(2026, 6, 1),
        "until": date(2026, 6, 14),
    }
    return Limit(mediator="ana", kind=LimitKind.MINUTES, **bounds | changes)


def fortnight(*limits: Limit) -> Problem:
    slots = [slot(f"s{n}", f"{n:02d} 09:00", f"{n:02d} 12:00") for n in range(1, 15)]
    slots.append(slot("night", "07 22:00", "08 06:00"))
    return problem([person("ana")], slots, limits=limits)


def says(of: Problem, *slots: str) -> list[str]:
    return messages(RULE, rota(of, *(f"ana {name}" for name in slots)))


def test_the_most_is_fine_and_a_minute_beyond_is_said() -> None:
    assert says(fortnight(limit(most=360)), "s1", "s2") == []
    assert says(fortnight(limit(most=359)), "s1", "s2") == [
        "Ana : 6 h 00 de travail à partir du 01/06/2026, au plus 5 h 59."
    ]


def test_the_least_is_fine_and_a_minute_under_is_said() -> None:
    assert says(fortnight(limit(least=360)), "s1", "s2") == []
    assert says(fortnight(limit(least=361)), "s1", "s2") == [
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
    assert says(fortnight(), "s1", "s2") == []
