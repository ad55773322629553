from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.counters.overtime.week import countable_work, overtime_by_day, tiers, trigger, week
from constraints.counters.sheet import PremiumMinutes
from constraints.counters.thresholds import Premiums, Thresholds
from scheduler.dated import Source
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Employer, Route, Scheme, Solidarity
from tests.constraints.counters.make import MONDAY, contract, person, shift, timeline, worked

SUNDAY = MONDAY + timedelta(days=6)
BY_CODE = Thresholds()
PREMIUMS = Premiums()
CYCLE = Scheme(route=Route.UNILATERAL, start=MONDAY, weeks=4)
YEAR = Scheme(route=Route.AGREEMENT, start=date(2026, 1, 1), months=12)


@pytest.mark.parametrize(
    ("hours", "basis", "scheme", "expected"),
    [
        (35, HoursBasis.WEEK, None, 2100),
        (39, HoursBasis.MONTH, None, 2100),
        (35, HoursBasis.WEEK, CYCLE, 2100),
        (35, HoursBasis.CYCLE, CYCLE, 2340),
        (35, HoursBasis.CYCLE, None, 2100),
        (35, HoursBasis.YEAR, YEAR, None),
        (35, HoursBasis.YEAR, replace(YEAR, weekly_minutes=2640), 2640),
        (35, HoursBasis.YEAR, replace(YEAR, weekly_minutes=2000), 2100),
        (35, HoursBasis.YEAR, None, None),
        (34, HoursBasis.WEEK, None, None),
        (34, HoursBasis.CYCLE, CYCLE, None),
    ],
)
def test_from_how_much_a_week_has_overtime(
    hours: int, basis: HoursBasis, scheme: Scheme | None, expected: int | None
) -> None:
    judged = timeline(
        who=person(contract(hours, basis=basis)),
        employer=Employer(schemes=() if scheme is None else (scheme,)),
        first=MONDAY,
        last=SUNDAY,
    )

    assert trigger(judged, MONDAY, BY_CODE) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"start": date(2026, 6, 16)}, 2100),
        ({"start": MONDAY}, 2340),
        ({"end": date(2026, 7, 11)}, 2100),
        ({"end": date(2026, 7, 12)}, 2340),
    ],
)
def test_an_arrival_or_a_departure_in_a_unilateral_cycle_brings_it_back_to_35_hours(
    options: dict[str, Any], expected: int
) -> None:
    judged = timeline(
        who=person(contract(35, basis=HoursBasis.CYCLE, **options)),
        employer=Employer(schemes=(CYCLE,)),
        first=MONDAY,
        last=SUNDAY,
    )

    assert trigger(judged, MONDAY, BY_CODE) == expected


@pytest.mark.parametrize(
    ("birth", "expected"), [(date(2008, 6, 21), 2100), (date(2008, 6, 22), None)]
)
def test_a_minor_has_none_until_the_week_of_the_birthday(birth: date, expected: int | None) -> None:
    judged = timeline(who=person(birth=birth), first=MONDAY, last=SUNDAY)

    assert trigger(judged, MONDAY, BY_CODE) == expected


def test_a_week_is_counted_by_what_holds_on_its_last_day_under_contract() -> None:
    part, full = contract(24, end=date(2026, 6, 16)), contract(35, start=date(2026, 6, 17))
    whole = timeline(who=person(part, full), first=MONDAY, last=SUNDAY)
    left = timeline(who=person(contract(35, end=MONDAY)), first=MONDAY, last=SUNDAY)
    gone = timeline(who=person(contract(35, end=date(2026, 6, 14))), first=MONDAY, last=SUNDAY)
    came = timeline(who=person(contract(35, start=SUNDAY)), first=MONDAY, last=SUNDAY)

    triggers = [trigger(t, MONDAY, BY_CODE) for t in (whole, left, gone, came)]
    assert triggers == [2100, 2100, None, 2100]


def test_the_last_hours_of_the_week_are_the_overtime_ones() -> None:
    judged = timeline(*worked(MONDAY, 600, 600, 600, 400, 30, 50), last=SUNDAY)

    by_day = overtime_by_day(
        judged, MONDAY, SUNDAY, countable_work(judged, MONDAY, SUNDAY, BY_CODE), BY_CODE
    )

    assert {day.day: minutes for day, minutes in by_day.items()} == {18: 100, 19: 30, 20: 50}


@pytest.mark.parametrize("minutes", [2099, 2100, 2101, 2339, 2340, 2341])
@pytest.mark.parametrize("basis", [HoursBasis.WEEK, HoursBasis.CYCLE])
def test_the_overtime_of_a_period_is_that_of_its_weeks(basis: HoursBasis, minutes: int) -> None:
    judged = timeline(
        *worked(MONDAY, 480, 480, 480, 480, minutes - 1920),
        who=person(contract(35, basis=basis)),
        employer=Employer(schemes=(CYCLE,)),
        first=MONDAY,
        last=SUNDAY,
    )
    work = countable_work(judged, MONDAY, SUNDAY, BY_CODE)

    counted = week(judged, MONDAY, work, BY_CODE)

    assert counted is not None
    by_day = overtime_by_day(judged, MONDAY, SUNDAY, work, BY_CODE)
    assert by_day == counted.by_day
    limit = 2100 if basis is HoursBasis.WEEK else 2340
    assert sum(by_day.values()) == max(0, minutes - limit)


def test_a_sunday_night_gives_each_week_its_own_minutes() -> None:
    judged = timeline(
        *worked(MONDAY, *[420] * 5), shift("2026-06-21 22:00", "2026-06-22 03:00"), last=SUNDAY
    )
    work = countable_work(judged, MONDAY, SUNDAY + timedelta(days=7), BY_CODE)

    first = week(judged, MONDAY, work, BY_CODE)
    second = week(judged, MONDAY + timedelta(days=7), work, BY_CODE)

    assert first is not None
    assert second is not None
    assert (first.work, first.overtime) == (2220, 120)
    assert (second.work, second.overtime) == (180, 0)


def test_what_was_declared_comes_before_the_first_known_duty_and_last_where_there_is_none() -> None:
    weeks = {MONDAY: 100, MONDAY + timedelta(days=7): 200}
    judged = timeline(*worked(MONDAY, 0, 0, 60), last=SUNDAY + timedelta(days=7), weeks=weeks)

    by_day = countable_work(judged, MONDAY, SUNDAY + timedelta(days=7), BY_CODE)

    assert {d.isoformat(): m for d, m in by_day.items()} == {
        "2026-06-16": 100,
        "2026-06-17": 60,
        "2026-06-28": 200,
    }


def test_solidarity_is_left_out_of_what_may_be_overtime() -> None:
    employer = Employer(solidarity=(Solidarity(day=MONDAY, minutes=300),))
    judged = timeline(*worked(MONDAY, 480, 60), employer=employer)

    assert list(countable_work(judged, MONDAY, SUNDAY, BY_CODE).values()) == [180, 60]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (479, (PremiumMinutes(rate=250, minutes=479),)),
        (480, (PremiumMinutes(rate=250, minutes=480),)),
        (481, (PremiumMinutes(rate=250, minutes=480), PremiumMinutes(rate=500, minutes=1))),
        (0, ()),
    ],
)
def test_the_first_eight_hours_then_the_others(minutes: int, expected: object) -> None:
    assert tiers({MONDAY: minutes}, PREMIUMS) == expected


def test_the_rank_in_the_week_goes_on_from_day_to_day() -> None:
    days = {MONDAY: 300, MONDAY + timedelta(days=1): 300}

    assert tiers(days, PREMIUMS) == (
        PremiumMinutes(rate=250, minutes=480),
        PremiumMinutes(rate=500, minutes=120),
    )


def test_a_rate_set_in_the_middle_of_the_week_holds_for_its_own_days() -> None:
    tuesday = MONDAY + timedelta(days=1)
    source = Source("accord", "art. 1")
    moved = Premiums(
        first_rate=PREMIUMS.first_rate.derogate(100, tuesday, source),
        first_hours=PREMIUMS.first_hours.derogate(240, tuesday, source),
    )

    # Tuesday's first eight hours are only four: Monday's three, then one; the rest is beyond.
    assert tiers({MONDAY: 180, tuesday: 100}, moved) == (
        PremiumMinutes(rate=100, minutes=60),
        PremiumMinutes(rate=250, minutes=180),
        PremiumMinutes(rate=500, minutes=40),
    )
