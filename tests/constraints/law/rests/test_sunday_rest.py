from datetime import date
from typing import Any

import pytest

from constraints.law.rests.sunday_rest import RULE
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.grounds import Ground, GroundKind
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.make import audited, duty, facts, past, rota, timeline, turning


def ground(**options: Any) -> Ground:
    usual: dict[str, Any] = {
        "kind": GroundKind.SUNDAY,
        "since": date(2026, 1, 1),
        "ground": "arrêté",
    }
    return Ground(**(usual | options))


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("2026-06-20 21:30 00:00", []),
        ("2026-06-20 21:30 00:01", [1]),
        ("2026-06-21 23:59 06:00", [1]),
        ("2026-06-22 00:00 06:00", []),
    ],
)
def test_only_the_minutes_of_sunday_count(text: str, measured: list[int]) -> None:
    assert [f.measured for f in audited(RULE, timeline(duty(text)))] == measured


@pytest.mark.parametrize(
    ("eve", "day", "measured"),
    [("2026-03-28", "2026-03-29", 300), ("2026-10-24", "2026-10-25", 420)],
)
def test_the_night_of_a_clock_change(eve: str, day: str, measured: int) -> None:
    judged = timeline(duty(f"{eve} 21:30 06:00"))

    assert facts(audited(RULE, judged)) == [(day, measured, 0, measured)]


@pytest.mark.parametrize(
    ("options", "covered"),
    [
        ({}, True),
        ({"agency": "ag"}, True),
        ({"agency": "nantes"}, False),
        ({"dispositif": "d"}, True),
        ({"dispositif": "e"}, False),
        ({"since": date(2026, 6, 21)}, True),
        ({"since": date(2026, 6, 22)}, False),
        ({"until": date(2026, 6, 21)}, True),
        ({"until": date(2026, 6, 20)}, False),
        ({"kind": GroundKind.NIGHT}, False),
    ],
)
def test_a_ground_is_of_a_kind_a_place_and_a_time(options: dict[str, Any], covered: bool) -> None:
    work = duty("2026-06-21 14:00 18:00")
    planned = rota(
        work, first=date(2026, 6, 15), last=date(2026, 6, 28), grounds=(ground(**options),)
    )

    assert (audited(RULE, timeline(work, grounds=(ground(**options),))) == []) is covered
    assert accepts(RULE, planned) is clean(RULE, planned) is covered


def test_one_finding_adds_up_the_sunday_and_leaves_out_what_a_ground_covers() -> None:
    judged = timeline(
        duty("2026-06-21 08:00 10:00"),
        duty("2026-06-21 11:00 12:00", dispositif="e"),
        duty("2026-06-21 14:00 15:00"),
        grounds=(ground(dispositif="e"),),
    )

    assert facts(audited(RULE, judged)) == [("2026-06-21", 180, 0, 180)]


def test_a_class_is_work_and_standby_is_not() -> None:
    lesson = past("2026-06-21 08:00 10:00", kind=DutyKind.TRAINING)
    standby = past("2026-06-21 08:00 10:00", kind=DutyKind.STANDBY)

    assert [f.inherited for f in audited(RULE, timeline(lesson))] == [True]
    assert audited(RULE, timeline(standby)) == []


def test_it_holds_for_minors_too_and_never_for_the_past() -> None:
    work = duty("2026-06-21 14:00 18:00")
    old = past("2026-06-14 14:00 18:00")

    assert len(audited(RULE, timeline(work, who=turning(date(2010, 1, 1))))) == 1
    assert len(audited(RULE, timeline(old, work, first=date(2026, 6, 15)))) == 1
