from datetime import date, timedelta

import pytest
from vacances_scolaires_france import SchoolHolidayDates

from calendars.school import SchoolCalendar, SchoolOverride, breaks_of
from scheduler.errors import InvalidProblemError, NotInForceError

CALENDAR = SchoolCalendar()


def closed(zone: str, first: date, last: date) -> list[date]:
    """Days on which pupils would have class by weekday alone, and don't."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [d for d in days if d.weekday() < 5 and not CALENDAR.school_day(zone, d)]


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("B", date(2026, 2, 14), date(2026, 3, 1)),
        ("C", date(2026, 2, 21), date(2026, 3, 8)),
        ("B", date(2026, 4, 11), date(2026, 4, 26)),
        ("C", date(2026, 4, 18), date(2026, 5, 3)),
        ("B", date(2026, 7, 4), date(2026, 8, 31)),
        ("B", date(2026, 10, 17), date(2026, 11, 1)),
        ("C", date(2026, 12, 19), date(2027, 1, 3)),
        ("A", date(2027, 2, 13), date(2027, 2, 28)),
        ("B", date(2027, 2, 20), date(2027, 3, 7)),
        ("C", date(2027, 2, 6), date(2027, 2, 21)),
        ("A", date(2027, 4, 10), date(2027, 4, 25)),
        ("B", date(2027, 4, 17), date(2027, 5, 2)),
        ("C", date(2027, 4, 3), date(2027, 4, 18)),
        ("C", date(2027, 10, 23), date(2027, 11, 7)),
    ],
)
def test_school_holidays_run_from_the_first_saturday_to_the_last_sunday(
    zone: str, first: date, last: date
) -> None:
    assert CALENDAR.school_day(zone, first - timedelta(days=1)) is True
    assert CALENDAR.school_day(zone, first) is False
    assert CALENDAR.school_day(zone, last) is False
    assert CALENDAR.school_day(zone, last + timedelta(days=1)) is True


@pytest.mark.parametrize("zone", "ABC")
def test_the_ascension_bridge_is_closed(zone: str) -> None:
    assert closed(zone, date(2026, 5, 11), date(2026, 5, 20)) == [
        date(2026, 5, 14),
        date(2026, 5, 15),
    ]
    assert CALENDAR.school_day(zone, date(2026, 5, 16)) is False
    assert closed(zone, date(2027, 5, 4), date(2027, 5, 12)) == [
        date(2027, 5, 6),
        date(2027, 5, 7),
    ]
    assert CALENDAR.school_day(zone, date(2027, 5, 8)) is False


def test_pupils_are_away_on_sundays_and_public_holidays() -> None:
    assert CALENDAR.school_day("B", date(2026, 11, 11)) is False
    assert CALENDAR.school_day("B", date(2026, 11, 14)) is True  # a Saturday
    assert CALENDAR.school_day("B", date(2026, 11, 15)) is False
    assert CALENDAR.reason("B", date(2026, 11, 11)) == "zone B, jour férié : Armistice"


def test_a_second_source_disagrees_on_known_days_only() -> None:
    # vacances-scolaires-france leaves out most bridges, and has pupils back on 1 September 2027
    # and three days earlier in 2028. Its data end with the summer of 2028.
    other = SchoolHolidayDates()
    first, last = date(2023, 9, 1), date(2028, 8, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for zone in "ABC":
        ours = {day for day in days if day in breaks_of(zone, day.year)}
        theirs = {day for day in days if other.is_holiday_for_zone(day, zone)}
        assert ours - theirs == {
            *(date(2024, 5, n) for n in (9, 10, 11, 12)),
            *(date(2025, 5, n) for n in (29, 30, 31)),
            date(2025, 6, 1),
            *(date(2026, 5, n) for n in (14, 15, 16, 17)),
            date(2027, 5, 9),
            date(2027, 9, 1),
            date(2028, 5, 25),
            date(2028, 5, 28),
        }
        assert theirs - ours == {date(2028, 7, 4)}


def test_an_override_wins_and_says_why() -> None:
    open_day = SchoolOverride(
        first=date(2026, 5, 15),
        last=date(2026, 5, 15),
        open=True,
        zone="B",
        why="rattrapage décidé par le recteur",
    )
    calendar = SchoolCalendar(overrides=(open_day,))

    assert calendar.school_day("B", date(2026, 5, 15)) is True
    assert calendar.school_day("C", date(2026, 5, 15)) is False
    assert calendar.reason("B", date(2026, 5, 15)) == (
        "zone B, école ouverte par exception : rattrapage décidé par le recteur"
    )
    assert calendar.reason("C", date(2026, 5, 15)) == "zone C, Pont de l’Ascension"


def test_the_override_of_an_agency_wins_over_that_of_its_zone_and_over_one_for_all() -> None:
    day = date(2026, 10, 5)
    everywhere = SchoolOverride(first=day, last=day, open=False, why="grève nationale")
    zone = SchoolOverride(first=day, last=day, open=True, why="service minimum", zone="B")
    nantes = SchoolOverride(first=day, last=day, open=False, why="tempête", agency="nantes")
    calendar = SchoolCalendar(overrides=(nantes, everywhere, zone))

    assert calendar.school_day("A", day) is False
    assert calendar.school_day("B", day) is True
    assert calendar.school_day("B", day, "rennes") is True
    assert calendar.school_day("B", day, "nantes") is False
    assert calendar.school_day("B", day + timedelta(days=1), "nantes") is True


def test_overrides_that_contradict_each_other_are_refused() -> None:
    day = date(2026, 10, 5)
    closed_day = SchoolOverride(first=day, last=day, open=False, why="tempête", zone="B")
    open_day = SchoolOverride(first=day, last=day, open=True, why="rattrapage", zone="B")

    with pytest.raises(InvalidProblemError, match=r"le 05/10/2026 : école ouverte et fermée"):
        SchoolCalendar(overrides=(closed_day, open_day))


def test_an_override_needs_an_order_of_days_and_a_reason() -> None:
    day = date(2026, 10, 5)
    with pytest.raises(InvalidProblemError, match="avant le début"):
        SchoolOverride(first=day, last=day - timedelta(days=1), open=True, why="x")
    with pytest.raises(InvalidProblemError, match="motif attendu"):
        SchoolOverride(first=day, last=day, open=True, why=" ")
    with pytest.raises(InvalidProblemError, match="zone scolaire « D » inconnue"):
        SchoolOverride(first=day, last=day, open=True, why="x", zone="D")


def test_what_no_order_fixes_yet_is_said_to_be_provisional() -> None:
    assert (
        CALENDAR.reason("B", date(2028, 9, 12)) == "zone B, jour d’école (calendrier prévisionnel)"
    )
    assert CALENDAR.reason("B", date(2027, 9, 14)) == "zone B, jour d’école"


def test_days_before_the_known_calendar_are_refused() -> None:
    assert CALENDAR.school_day("B", date(2018, 9, 3)) is True
    with pytest.raises(NotInForceError, match="inconnu avant le 01/09/2018"):
        CALENDAR.school_day("B", date(2018, 8, 31))


def test_holidays_that_touch_some_days_are_whole_and_over_the_new_year() -> None:
    touched = CALENDAR.breaks_between("B", date(2026, 10, 19), date(2026, 12, 31))

    assert touched == (
        (date(2026, 10, 17), date(2026, 11, 1)),
        (date(2026, 12, 19), date(2027, 1, 3)),
    )
    assert CALENDAR.breaks_between("B", date(2026, 11, 2), date(2026, 12, 18)) == ()
    assert CALENDAR.breaks_between("B", date(2026, 11, 1), date(2026, 11, 1)) == touched[:1]
