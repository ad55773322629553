"""The invented association on any day: what is published, what is to come, and its weekdays."""

import csv
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


@pytest.fixture(scope="module")
def december(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Move the association to the 2nd of December 2026; return its folder."""
    folder = tmp_path_factory.mktemp("demain") / "association"
    write_moved(EXAMPLE, folder, date(2026, 12, 2), HISTORY)
    return folder


def published(folder: Path) -> list[Path]:
    return sorted((folder / "historique").glob("*.csv"))


@pytest.mark.parametrize("today", LAST_DAYS, ids=str)
def test_the_month_that_begins_after_the_last_day_of_any_other_is_published(today: date) -> None:
    assert last_published(today) == today + timedelta(days=1)


@pytest.mark.parametrize("today", [date(2026, 12, 31), date(2027, 2, 28), date(2027, 4, 30)])
def test_people_have_shifts_to_come_on_the_last_day_of_a_month(today: date, tmp_path: Path) -> None:
    write_moved(EXAMPLE, tmp_path / "association", today, HISTORY)

    files = published(tmp_path / "association")
    months = [path.stem for path in files]
    last = date.fromisoformat(f"{months[-1]}-01")
    with files[-1].open(encoding="utf-8", newline="") as lines:
        days = {
            date.fromisoformat(row["debut"][:10]) for row in csv.DictReader(lines, delimiter=";")
        }
    weekdays = {last + timedelta(days=n) for n in range((next_month(last) - last).days)}
    weekdays = {day for day in weekdays if day.weekday() < SATURDAY}

    assert last == today + timedelta(days=1)
    assert len(months) == HISTORY
    assert f"{today:%Y-%m}" == months[-2]
    # A whole month, but for its public holidays, of which May has most.
    assert len(weekdays - days) <= 3


def test_what_has_moved_is_an_association_with_its_months(december: Path) -> None:
    association = FolderPlace(december).association

    assert list(association.published_months) == [path.stem for path in published(december)]
    assert all(association.history[month] for month in association.published_months)


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
    template: str, day: str, closed: bool, december: Path
) -> None:
    lines = (december / "exceptions.csv").read_text("utf-8").splitlines()

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
