from datetime import date
from typing import Any

from constraints.law.minors.minor_public_holiday_ban import RULE
from scheduler.domain.employment.grounds import Ground, GroundKind
from tests.constraints.law.cases import french_holidays
from tests.constraints.law.people import duty, person, rota, seen

SEVENTEEN = date(2009, 1, 10)
MAY: dict[str, Any] = {
    "first": date(2027, 5, 3),
    "last": date(2027, 5, 9),
    "holidays": french_holidays(2027),
}


def test_ascension_is_banned_and_the_bridge_is_not() -> None:
    ascension, bridge = duty("2027-05-06 10:00", "11:00"), duty("2027-05-07 10:00", "11:00")

    assert seen(RULE, rota(person(birth=date(2010, 1, 10)), ascension, bridge, **MAY)) == [
        ("2027-05-06", 60, 60, "violation", False)
    ]


def test_a_may_first_ground_does_not_help_minors() -> None:
    ground = Ground(kind=GroundKind.MAY_FIRST, since=date(2020, 1, 1), ground="essai")
    made = rota(
        person(birth=SEVENTEEN),
        duty("2026-05-01 10:00", "11:00"),
        first=date(2026, 5, 1),
        last=date(2026, 5, 3),
        holidays=french_holidays(2026),
        grounds=(ground,),
    )

    assert seen(RULE, made) == [("2026-05-01", 60, 60, "violation", False)]


def test_an_adult_may_work_on_a_public_holiday() -> None:
    assert seen(RULE, rota(person(), duty("2027-05-06 10:00", "11:00"), **MAY)) == []
