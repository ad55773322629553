"""The invented association on any day: what is published, what is to come, and its weekdays."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from api.cli.folder import EXAMPLE
from api.cli.service.demonstration import HISTORY
from api.cli.service.moved import AHEAD, YEAR, last_published, moved, write_moved
from api.month.places.folder import FolderPlace
from scheduler.domain.time import SATURDAY, next_month

LAST_DAYS = [
    next_month(date(year, month, 1)) - timedelta(days=1)
    for year, month in [(2026, 12), *((2027, month) for month in range(1, 12))]
]


@pytest.mark.parametrize("today", LAST_DAYS, ids=str)
def test_people_have_shifts_to_come_on_the_last_day_of_any_month(
    today: date, tmp_path: Path
) -> None:
    write_moved(EXAMPLE, tmp_path / "association", today, HISTORY)

    association = FolderPlace(tmp_path / "association").association
    months = association.published_months
    last = date.fromisoformat(f"{months[-1]}-01")
    days = {row.worked.duty.span.day for row in association.history[months[-1]]}
    weekdays = {last + timedelta(days=n) for n in range((next_month(last) - last).days)}
    weekdays = {day for day in weekdays if day.weekday() < SATURDAY}

    assert last == today + timedelta(days=1)
    assert len(months) == HISTORY
    assert f"{today:%Y-%m}" == months[-2]
    # A whole month, but for its public holidays, of which May has most.
    assert len(weekdays - days) <= 3


@pytest.mark.parametrize(
    ("today", "label"),
    [
        (date(2026, 12, 1), "2026-12"),
        (date(2026, 12, 17), "2026-12"),
        (date(2026, 12, 18), "2027-01"),
    ],
)
def test_a_month_is_published_two_weeks_ahead(today: date, label: str) -> None:
    assert f"{last_published(today):%Y-%m}" == label
    assert timedelta(days=14) == AHEAD


@pytest.mark.parametrize(
    ("template", "day", "closed"),
    [
        ("10-BEL-J", "24/12/2026", True),  # Christmas of 2025, before it moved
        ("10-BEL-S", "24/12/2026", False),  # never on a Thursday
        ("11-N", "24/12/2026", False),  # open on public holidays
        ("10-BEL-J", "17/12/2026", False),
        ("10-BEL-S", "25/12/2026", False),  # a public holiday by itself
    ],
)
def test_a_day_that_was_a_public_holiday_before_it_moved_has_no_posts(
    template: str, day: str, closed: bool, tmp_path: Path
) -> None:
    write_moved(EXAMPLE, tmp_path / "association", date(2026, 12, 2), HISTORY)

    lines = (tmp_path / "association" / "exceptions.csv").read_text("utf-8").splitlines()

    assert (f"{template};{day};supprime;;;;;;Jour chômé" in lines) is closed
    assert any(line.startswith(f"{template};{day};") for line in lines) is closed


def test_days_move_by_whole_weeks_and_clock_times_stay_those_of_paris() -> None:
    # Clocks go back on 31 October 2027, and went back on 25 October 2026.
    text = (
        "24-A-2026-10-26;2026-10-26T07:00+01:00;26/10/2026;SOCLE-PARIS-2025-01;2026-10-09T09:30:00Z"
    )

    assert moved(text, YEAR) == (
        "24-A-2027-10-25;2027-10-25T07:00+02:00;25/10/2027;SOCLE-PARIS-2025-01;2027-10-08T09:30:00Z"
    )
    assert moved(text, timedelta()) == text
