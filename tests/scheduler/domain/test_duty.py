"""What a duty's id tells, and how much of it is work."""

from datetime import date

import pytest

from scheduler.domain.duty import Break, BreakKind, Duty, DutyKind, slot_day, template_of
from scheduler.domain.time import days_span
from tests.constraints.small import span


def test_the_id_of_a_slot_names_its_template_and_any_other_id_is_whole() -> None:
    assert template_of("10-AST-2026-12-01") == "10-AST"
    assert template_of("réunion-d’équipe") == "réunion-d’équipe"
    assert template_of("x") == "x"


def test_a_slot_has_the_day_that_ends_its_id() -> None:
    assert slot_day("10-AST-2026-12-01") == date(2026, 12, 1)
    with pytest.raises(ValueError, match="isoformat"):
        slot_day("réunion-d’équipe")


@pytest.mark.parametrize(
    ("kind", "minutes"), [(DutyKind.WORK, 580), (DutyKind.STANDBY, 0), (DutyKind.TRAINING, 580)]
)
def test_a_break_of_unknown_place_is_taken_from_work_alone(kind: DutyKind, minutes: int) -> None:
    """On call no work is done, so that no break makes it less."""
    pause = Break(minutes=20, kind=BreakKind.UNPAID)
    duty = Duty(id="x", span=span("01 08:00", "01 18:00"), kind=kind, breaks=(pause,))

    assert duty.work == minutes
    assert duty.work_in(days_span(duty.span.day, duty.span.day)) == minutes
    assert sum(worked for _, worked in duty.by_day) == minutes
