from datetime import date
from typing import Any

from constraints.law.minors.minor_apprentice_sunday_ban import RULE
from scheduler.domain.employment.grounds import Ground, GroundKind
from tests.constraints.law.people import duty, person, rota, seen

SEVENTEEN = date(2009, 1, 10)
WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}
DEROGATION = Ground(kind=GroundKind.SUNDAY, since=date(2020, 1, 1), ground="essai")


def test_a_saturday_that_ends_at_midnight_is_no_sunday() -> None:
    until = (
        duty("2026-06-20 20:00", "2026-06-21 00:00"),
        duty("2026-06-20 20:00", "2026-06-21 00:01"),
    )
    who = person(birth=SEVENTEEN)

    assert seen(RULE, rota(who, until[0], **WEEK)) == []
    assert seen(RULE, rota(who, until[1], **WEEK)) == [("2026-06-21", 1, 1, "violation", False)]


def test_a_sunday_derogation_does_not_help_minors_whatever_their_contract() -> None:
    made = rota(
        person(birth=SEVENTEEN),
        duty("2026-06-21 10:00", "11:00"),
        duty("2026-06-21 14:00", "15:00"),
        grounds=(DEROGATION,),
        **WEEK,
    )

    assert seen(RULE, made) == [("2026-06-21", 120, 120, "violation", False)]


def test_the_sunday_of_the_eighteenth_birthday_is_free_of_the_ban() -> None:
    sunday = duty("2026-06-21 10:00", "11:00")

    assert seen(RULE, rota(person(birth=date(2008, 6, 21)), sunday, **WEEK)) == []
    assert len(seen(RULE, rota(person(birth=date(2008, 6, 22)), sunday, **WEEK))) == 1


def test_a_fixed_sunday_is_inherited() -> None:
    made = rota(
        person(birth=SEVENTEEN),
        duty("2026-06-16 10:00", "11:00"),
        past=(duty("2026-06-21 10:00", "11:00"),),
        **WEEK,
    )

    assert seen(RULE, made) == [("2026-06-21", 60, 60, "violation", True)]
