from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.law.minors.minor_holiday_rest import RULE
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.employment.exemptions import HolidayJob
from scheduler.domain.people import Mediator
from tests.constraints.law.people import duty, findings, person, rota, seen

DAY = timedelta(days=1)
FIRST = date(2026, 10, 17)
AUTUMN: dict[str, Any] = {"first": FIRST, "last": date(2026, 11, 1)}


def pupil(days: int = 16, birth: date = date(2011, 3, 1), **more: Any) -> Mediator:
    last = FIRST + (days - 1) * DAY
    job = HolidayJob(requested=date(2026, 9, 1), since=FIRST, until=last, breaks=((FIRST, last),))
    return replace(person(birth=birth, **more), holiday_jobs=(job,))


def worked(*days: int) -> list[Any]:
    return [duty(f"{FIRST + (day - 1) * DAY} 10:00", "12:00") for day in days]


@pytest.mark.parametrize(
    ("length", "days", "expected"),
    [
        (16, range(1, 9), []),
        (16, range(1, 10), [("2026-10-25", 7, 1, "violation", False)]),
        (16, range(9, 17), []),
        (16, range(8, 17), [("2026-11-01", 7, 1, "violation", False)]),
        (16, (4, 13), []),
        (16, (1, 9, 16), [("2026-11-01", 7, 1, "violation", False)]),
        (16, (9,), []),
        (15, range(1, 8), []),
        (15, range(1, 9), [("2026-10-24", 7, 1, "violation", False)]),
        (14, range(1, 8), []),
        (14, range(1, 9), [("2026-10-24", 6, 1, "violation", False)]),
    ],
)
def test_half_of_the_holidays_are_free_in_a_row(length: int, days: Any, expected: Any) -> None:
    assert seen(RULE, rota(pupil(length), *worked(*days), **AUTUMN)) == expected


def test_the_finding_names_the_holidays() -> None:
    (finding,) = findings(RULE, rota(pupil(), *worked(*range(1, 10)), **AUTUMN))

    assert finding.message == (
        "Maé (moins de 16 ans) : 7 jours sans travail d’affilée dans les vacances scolaires du "
        "17/10/2026 au 01/11/2026, au lieu de 8 jours au moins."
    )
    assert (finding.blocks, finding.article) == (True, "L4153-3")


def test_days_after_the_horizon_are_free_and_those_before_it_count() -> None:
    week: dict[str, Any] = {"first": date(2026, 10, 19), "last": date(2026, 10, 25)}
    fixed = worked(1, 2)

    assert seen(RULE, rota(pupil(), *worked(*range(3, 9)), past=tuple(fixed), **week)) == []
    assert seen(RULE, rota(pupil(), *worked(*range(3, 10)), past=tuple(fixed), **week)) == [
        ("2026-10-25", 7, 1, "violation", False)
    ]


def test_what_is_worked_at_sixteen_or_by_an_apprentice_isnt_bounded() -> None:
    every = worked(*range(1, 17))

    assert seen(RULE, rota(pupil(birth=date(2010, 10, 17)), *every, **AUTUMN)) == []
    # Sixteen on the ninth day: the eight before are half of the sixteen.
    assert seen(RULE, rota(pupil(birth=date(2010, 10, 25)), *every, **AUTUMN)) == []
    assert seen(RULE, rota(pupil(birth=date(2010, 10, 26)), *every, **AUTUMN)) == [
        ("2026-10-25", 7, 1, "violation", False)
    ]
    assert seen(RULE, rota(pupil(kind=ContractKind.APPRENTICESHIP), *every, **AUTUMN)) == []
