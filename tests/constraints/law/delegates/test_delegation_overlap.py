from datetime import date
from typing import Any

import pytest

from constraints.law.delegates.delegation_overlap import RULE
from constraints.law.hours.daily_max_10h import RULE as DAY
from constraints.law.hours.weekly_max_48h import RULE as WEEK_MAX
from constraints.law.rests.daily_rest_11h import RULE as REST
from scheduler.domain.duty import MANDATE, DutyKind
from tests.constraints.law.people import duty, person, rota, seen

WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}


@pytest.mark.parametrize("kind", sorted(MANDATE))
@pytest.mark.parametrize(
    ("start", "end", "shared"),
    [
        ("16:00", "19:00", None),
        ("15:59", "19:00", 1),
        ("10:00", "14:00", None),
        ("10:00", "14:01", 1),
        ("09:00", "17:00", 120),
    ],
)
def test_not_a_minute_is_shared(kind: DutyKind, start: str, end: str, shared: int | None) -> None:
    mandate = duty("2026-06-15 14:00", "16:00", kind=kind)

    made = rota(person(), duty(f"2026-06-15 {start}", end), past=(mandate,), **WEEK)

    assert [f[1] for f in seen(RULE, made)] == ([] if shared is None else [shared])


def test_a_mandate_during_a_class_is_no_post() -> None:
    lesson = duty("2026-06-15 13:30", "17:00", kind=DutyKind.TRAINING)
    mandate = duty("2026-06-15 14:00", "16:00", kind=DutyKind.DELEGATION)

    assert seen(RULE, rota(person(), past=(lesson, mandate), **WEEK)) == []


@pytest.mark.parametrize(("end", "expected"), [("21:00", []), ("21:01", [601])])
def test_its_hours_are_work_of_the_day(end: str, expected: list[int]) -> None:
    mandate = duty("2026-06-15 18:00", end, kind=DutyKind.DELEGATION)

    made = rota(person(), duty("2026-06-15 08:00", "15:00"), past=(mandate,), **WEEK)

    assert [f[1] for f in seen(DAY, made)] == expected


@pytest.mark.parametrize(("start", "rest"), [("08:00", []), ("07:59", [659])])
def test_the_rest_after_it_is_that_after_work(start: str, rest: list[int]) -> None:
    mandate = duty("2026-06-15 18:00", "21:00", kind=DutyKind.COUNCIL)

    made = rota(person(), duty(f"2026-06-16 {start}", "12:00"), past=(mandate,), **WEEK)

    assert [f[1] for f in seen(REST, made)] == rest


@pytest.mark.parametrize(("end", "total"), [("16:00", []), ("16:01", [2881])])
def test_its_hours_are_work_of_the_week(end: str, total: list[int]) -> None:
    posts = [duty(f"2026-06-{day} 08:00", "17:00") for day in (15, 16, 17, 18)]
    mandates = (
        duty("2026-06-19 08:00", "10:00", kind=DutyKind.DELEGATION),
        duty("2026-06-19 12:00", "18:00", kind=DutyKind.COUNCIL),
        duty("2026-06-20 12:00", end, kind=DutyKind.DELEGATION),
    )

    made = rota(person(), *posts, past=mandates, **WEEK)

    assert [f[1] for f in seen(WEEK_MAX, made)] == total
