from __future__ import annotations

from datetime import date

import pytest

from tests.prove.minutes import Person, Row, faults

ADULT = {"a": Person(birth=date(1990, 1, 1))}
MINOR = {"a": Person(birth=date(2009, 1, 1))}
JUNE = (date(2026, 6, 1), date(2026, 7, 1))


def row(day: int, begin: str, end: str, *, next_day: bool = False) -> Row:
    return Row("a", f"2026-06-{day:02d}T{begin}+02:00",
               f"2026-06-{day + next_day:02d}T{end}+02:00")  # fmt: skip


def test_ten_hours_pass_and_a_minute_more_does_not() -> None:
    assert faults([row(15, "08:00", "18:00")], ADULT, *JUNE) == []
    assert faults([row(15, "08:00", "18:01")], ADULT, *JUNE) == [
        "a 2026-06-15: 601 minutes in a day"
    ]


def test_a_minor_has_eight_hours() -> None:
    assert faults([row(15, "08:00", "16:01")], MINOR, *JUNE) == [
        "a 2026-06-15: 481 minutes in a day"
    ]


def test_a_rest_of_a_minute_too_few_is_seen() -> None:
    evening, morning = row(15, "13:00", "20:01"), row(16, "07:00", "12:00")

    assert faults([evening, morning], ADULT, *JUNE) == ["a 2026-06-16: 659 minutes of rest"]
    assert faults([row(15, "13:00", "20:00"), morning], ADULT, *JUNE) == []


def test_the_autumn_night_is_an_hour_longer() -> None:
    night = Row("a", "2026-10-24T21:30+02:00", "2026-10-25T06:00+01:00")

    assert faults([night], ADULT, date(2026, 10, 1), date(2026, 11, 1)) == []
    long = Row("a", "2026-10-25T00:00+02:00", "2026-10-25T09:01+01:00")
    assert faults([long], ADULT, date(2026, 10, 1), date(2026, 11, 1)) == [
        "a 2026-10-25: 601 minutes in a day"
    ]


@pytest.mark.parametrize(("end", "count"), [("20:00", 0), ("20:01", 1)])
def test_thirty_five_hours_a_week(end: str, count: int) -> None:
    rows = [row(d, "13:30", "20:00") for d in range(15, 20)]
    rows += [row(20, "13:30", end), row(22, "07:00", "11:00")]

    assert len(faults(rows, ADULT, date(2026, 6, 15), date(2026, 6, 22))) == count
