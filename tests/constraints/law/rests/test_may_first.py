from datetime import date
from typing import Any

import pytest

from constraints.law.rests.may_first import RULE
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.grounds import Ground, GroundKind
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.make import audited, duty, facts, past, rota, timeline


def ground(**options: Any) -> Ground:
    usual: dict[str, Any] = {
        "kind": GroundKind.MAY_FIRST,
        "since": date(2026, 1, 1),
        "ground": "continuité",
    }
    return Ground(**(usual | options))


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("2027-04-30 21:30 00:00", []),
        ("2027-04-30 21:30 00:01", [1]),
        ("2027-04-30 21:30 06:00", [360]),
        ("2027-05-01 21:30 06:00", [150]),
        ("2027-05-02 00:00 06:00", []),
    ],
)
def test_the_nights_before_and_after_count_by_their_minutes(text: str, measured: list[int]) -> None:
    planned = rota(duty(text), first=date(2027, 4, 1), last=date(2027, 5, 31))

    assert [f.measured for f in audited(RULE, timeline(duty(text)))] == measured
    assert accepts(RULE, planned) is clean(RULE, planned) is (measured == [])


@pytest.mark.parametrize("day", ["2027-05-08", "2027-05-06", "2026-07-14", "2026-12-25"])
def test_other_public_holidays_are_no_days_off_by_law(day: str) -> None:
    judged = timeline(duty(f"{day} 09:00 12:00"), holidays=frozenset({date.fromisoformat(day)}))

    assert audited(RULE, judged) == []


@pytest.mark.parametrize(
    ("options", "covered"),
    [
        ({}, True),
        ({"dispositif": "d"}, True),
        ({"dispositif": "e"}, False),
        ({"agency": "nantes"}, False),
        ({"until": date(2027, 4, 30)}, False),
        ({"kind": GroundKind.SUNDAY}, False),
    ],
)
def test_only_a_service_recorded_as_unable_to_stop_may_run(
    options: dict[str, Any], covered: bool
) -> None:
    planned = rota(
        duty("2027-05-01 21:30 06:00"),
        first=date(2027, 5, 1),
        last=date(2027, 5, 31),
        grounds=(ground(**options),),
    )

    assert accepts(RULE, planned) is clean(RULE, planned) is covered


def test_two_duties_make_one_finding_and_a_class_counts() -> None:
    judged = timeline(
        duty("2026-05-01 09:00 12:00"), past("2026-05-01 14:00 15:00", kind=DutyKind.TRAINING)
    )

    assert facts(audited(RULE, judged)) == [("2026-05-01", 240, 0, 240)]


def test_constants_alone_are_inherited_and_the_past_is_silent() -> None:
    lesson = past("2026-05-01 14:00 15:00", kind=DutyKind.TRAINING)

    assert [f.inherited for f in audited(RULE, timeline(lesson))] == [True]
    assert (
        audited(RULE, timeline(lesson, duty("2026-05-04 09:00 10:00"), first=date(2026, 5, 4)))
        == []
    )
