from dataclasses import replace
from datetime import date

import pytest

from constraints.law.night.night_hours import RULE
from scheduler.dated import Source
from scheduler.errors import UnlawfulDerogationError
from tests.constraints.law.people import duty, person, rota, seen

SOURCE = Source("accord d'entreprise", "art. 7")


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-06-15 14:00", "21:00", 0),
        ("2026-06-15 14:00", "21:01", 1),
        ("2026-06-15 06:00", "12:00", 0),
        ("2026-06-15 05:59", "12:00", 1),
    ],
)
def test_both_edges_of_the_window(start: str, end: str, minutes: int) -> None:
    assert RULE.night(duty(start, end)) == minutes


def test_an_agreement_moves_the_window_from_its_day_on() -> None:
    since = date(2026, 6, 16)
    moved = replace(
        RULE,
        begins=RULE.begins.derogate(22 * 60, since, SOURCE),
        ends=RULE.ends.derogate(7 * 60, since, SOURCE),
    )

    assert moved.night(duty("2026-06-15 20:00", "2026-06-16 08:00")) == 540
    assert moved.night(duty("2026-06-16 20:00", "2026-06-16 23:00")) == 60
    assert moved.night(duty("2026-06-16 05:00", "2026-06-16 08:00")) == 120


def test_the_window_has_nine_hours_at_least() -> None:
    late = RULE.begins.derogate(22 * 60, date(2026, 1, 1), SOURCE)

    with pytest.raises(UnlawfulDerogationError, match="moins de neuf heures"):
        replace(RULE, begins=late)


def test_it_finds_nothing() -> None:
    made = rota(
        person(), duty("2026-06-15 22:00", "23:00"), first=date(2026, 6, 15), last=date(2026, 6, 15)
    )

    assert seen(RULE, made) == []
    assert RULE.computed(made.timeline(person())) == 60
