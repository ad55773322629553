"""What nobody could lawfully hold is said of a row, with the shortest break that mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.data.folder.load import load
from api.week.lawful import troubles_of
from scheduler.domain.slots import SlotKind
from tests.api.service import PETIT
from tests.api.week.weeks import row

if TYPE_CHECKING:
    from api.data.association import Association

MONDAY = ((1, 1), *[None] * 6)
SUNDAY = (*[None] * 6, (1, 1))


@pytest.fixture(scope="module")
def association() -> Association:
    return load(PETIT)


@pytest.mark.parametrize(("end", "pause"), [("14:59", 0), ("15:00", 20), ("16:30", 30)])
def test_a_row_that_somebody_may_hold_has_no_trouble(
    association: Association, end: str, pause: int
) -> None:
    assert troubles_of(row("09:00", end, MONDAY, pause=pause), association) == []


def test_six_hours_without_a_break_are_cured_by_twenty_minutes(association: Association) -> None:
    (trouble,) = troubles_of(row("09:00", "15:00", MONDAY), association)

    assert trouble.minutes == 20
    assert "L3121-16" in trouble.text


def test_too_short_a_break_is_made_longer(association: Association) -> None:
    (trouble,) = troubles_of(row("09:00", "15:30", MONDAY, pause=10), association)

    assert trouble.minutes == 20


def test_more_than_ten_hours_need_a_longer_break(association: Association) -> None:
    troubles = troubles_of(row("09:00", "19:45", MONDAY, pause=20), association)

    assert [trouble.minutes for trouble in troubles] == [45]


def test_a_sunday_is_cured_by_no_break(association: Association) -> None:
    (trouble,) = troubles_of(row("09:00", "12:00", SUNDAY), association)

    assert trouble.minutes == 0


def test_a_row_that_contradicts_itself_is_not_judged(association: Association) -> None:
    odd = row("09:00", "09:20", MONDAY, pause=60, kind=SlotKind.DAY)

    assert troubles_of(odd, association) == []
