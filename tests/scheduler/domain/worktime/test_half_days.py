from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.worktime.half_days import halves_of, own_minutes
from tests.constraints.small import problem
from tests.scheduler.domain.sharing.test_hours import ANA, SLOT, WEEK, away, due

TUESDAY = date(2026, 6, 2)


@pytest.mark.parametrize(
    ("start", "end", "own", "halves"),
    [
        ("02 10:00", "02 12:00", 180, {0}),
        ("02 14:00", "02 16:00", 180, {1}),
        ("02 10:00", "02 16:00", None, {0, 1}),
        ("02 10:00", "02 15:59", 180, {0}),
        ("02 10:01", "02 15:58", 180, {0}),
        ("02 10:01", "02 15:59", 180, {1}),
        ("02 14:00", "03 12:00", None, {1}),
    ],
)
def test_what_was_entered_is_the_parts_where_an_absence_is_less_than_a_day(
    start: str, end: str, own: int | None, halves: set[int]
) -> None:
    absence = replace(away(start, end), day_minutes=180)

    assert own_minutes(absence) == own
    assert halves_of(absence, TUESDAY) == halves
    assert own_minutes(replace(absence, day_minutes=None)) is None


@pytest.mark.parametrize(
    ("start", "end", "minutes", "taken"),
    [
        ("02 08:00", "02 12:00", None, 210),
        ("02 08:00", "02 12:00", 180, 180),
        ("02 08:00", "02 12:00", 300, 300),
        ("02 14:00", "02 18:00", 180, 180),
        # Neither half: nothing without hours of its own.
        ("02 08:00", "02 09:30", None, 0),
        ("02 08:00", "02 09:30", 90, 90),
        # A whole day, and the half of a longer absence, are the contract's.
        ("02 08:00", "02 17:00", 480, 420),
        ("02 14:00", "03 17:00", 480, 210 + 420),
        # No day is owed less than nothing.
        ("02 08:00", "02 12:00", 480, 420),
    ],
)
def test_a_part_of_a_day_takes_off_the_hours_entered_for_it(
    start: str, end: str, minutes: int | None, taken: int
) -> None:
    leave = replace(away(start, end), day_minutes=minutes)

    assert due(problem([ANA], [SLOT], absences=[leave])) == 2 * WEEK - taken


@pytest.mark.parametrize(("start", "taken"), [("02 09:30", 150), ("02 09:29", 90)])
def test_two_parts_of_a_half_day_take_off_both_unless_they_overlap(start: str, taken: int) -> None:
    early = replace(away("02 08:00", "02 09:30"), day_minutes=90)
    late = replace(away(start, "02 12:30"), day_minutes=60)

    assert due(problem([ANA], [SLOT], absences=[early, late])) == 2 * WEEK - taken
