from datetime import date
from typing import Any

import pytest

from constraints.law.contracts.apprentice_training_overlap import RULE
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.contracts import ContractKind
from tests.constraints.law.people import duty, person, rota, seen

WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}
APPRENTICE = person(birth=date(2006, 1, 10), kind=ContractKind.APPRENTICESHIP)
CLASS = duty("2026-06-15 13:30", "17:00", kind=DutyKind.TRAINING)


@pytest.mark.parametrize(
    ("start", "end", "shared"),
    [
        ("17:00", "19:00", None),
        ("16:59", "19:00", 1),
        ("10:00", "13:30", None),
        ("10:00", "13:31", 1),
        ("12:00", "18:00", 210),
    ],
)
def test_not_a_minute_is_shared(start: str, end: str, shared: int | None) -> None:
    made = rota(APPRENTICE, duty(f"2026-06-15 {start}", end), past=(CLASS,), **WEEK)

    assert [f[1] for f in seen(RULE, made)] == ([] if shared is None else [shared])


def test_a_post_over_two_classes_misses_both() -> None:
    morning = duty("2026-06-15 09:00", "12:30", kind=DutyKind.TRAINING)
    made = rota(APPRENTICE, duty("2026-06-15 12:00", "14:00"), past=(morning, CLASS), **WEEK)

    assert seen(RULE, made) == [("2026-06-15", 60, 60, "violation", False)]


def test_a_standby_during_class_is_an_affectation_too() -> None:
    standby = duty("2026-06-15 16:00", "20:00", kind=DutyKind.STANDBY)

    assert seen(RULE, rota(APPRENTICE, standby, past=(CLASS,), **WEEK)) == [
        ("2026-06-15", 60, 60, "violation", False)
    ]


def test_two_fixed_duties_are_inherited_and_those_before_the_horizon_are_not_judged() -> None:
    fixed = duty("2026-06-15 16:00", "18:00")
    past = (
        duty("2026-06-12 13:30", "17:00", kind=DutyKind.TRAINING),
        duty("2026-06-12 16:00", "18:00"),
        CLASS,
        fixed,
    )

    assert seen(RULE, rota(APPRENTICE, past=past, **WEEK)) == [
        ("2026-06-15", 60, 60, "violation", True)
    ]
