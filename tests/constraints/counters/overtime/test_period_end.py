from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.counters.overtime.period import period_on
from constraints.counters.overtime.period_end import PeriodCount, period_count, period_tiers
from constraints.counters.sheet import PremiumMinutes
from constraints.counters.thresholds import Premiums, Thresholds
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Carried, CarriedKind, Employer, Route, Scheme
from tests.constraints.counters.make import MONDAY, contract, person, timeline, worked

END = date(2026, 12, 31)
YEAR = Scheme(route=Route.AGREEMENT, start=date(2026, 1, 1), months=12)
CYCLE = Scheme(route=Route.UNILATERAL, start=MONDAY, weeks=2)
BY_CODE = Thresholds()


def reckon(
    *duties: Any, scheme: Scheme = YEAR, hours: float = 35, until: date = END, **options: Any
) -> PeriodCount:
    basis = HoursBasis.YEAR if scheme.months else HoursBasis.CYCLE
    own = {k: options.pop(k) for k in ("start", "end", "annual_minutes") if k in options}
    judged = timeline(
        *duties,
        who=person(contract(hours, basis=basis, **own)),
        employer=Employer(schemes=(scheme,)),
        first=MONDAY,
        last=until,
        **options,
    )
    period = period_on(judged, MONDAY)
    assert period is not None
    return period_count(judged, period, BY_CODE, until)


@pytest.mark.parametrize(
    ("options", "threshold"),
    [
        ({}, 1607 * 60),
        ({"scheme": Scheme(route=Route.AGREEMENT, start=date(2026, 1, 1), months=12,
                           annual_minutes=1485 * 60)}, 1485 * 60),
        ({"scheme": Scheme(route=Route.AGREEMENT, start=date(2026, 6, 1), months=6)}, 183 * 300),
        ({"scheme": CYCLE}, 2 * 2100),
        ({"scheme": replace(CYCLE, annual_minutes=3000)}, 2 * 2100),
        ({"hours": 28}, 1607 * 60 * 4 // 5),
        ({"hours": 28, "annual_minutes": 1285 * 60}, 1285 * 60),
        ({"hours": 28, "scheme": CYCLE}, 2 * 28 * 60),
        ({"start": date(2026, 4, 1)}, 1607 * 60 * 275 // 365),
    ],
    ids=["year", "lower", "six months", "cycle", "alone", "28 h", "28 h told", "28 h cycle",
         "from April"],
)  # fmt: skip
def test_the_threshold_of_a_period(options: dict[str, Any], threshold: int) -> None:
    assert reckon(**options).threshold == threshold


def test_a_balance_told_replaces_all_that_comes_before_the_end_of_its_day() -> None:
    balance = (
        Carried(mediator="m", kind=CarriedKind.PERIOD, day=date(2026, 6, 10), minutes=1),
        Carried(mediator="m", kind=CarriedKind.PERIOD, day=date(2026, 6, 16), minutes=50_000),
        Carried(mediator="m", kind=CarriedKind.NIGHT, day=date(2026, 6, 17), minutes=7),
    )
    reckoned_period = reckon(*worked(MONDAY, 420, 420, 300, 60), carried=balance)

    assert reckoned_period.done == 50_360
    assert reckoned_period.crossed(50_299) == date(2026, 6, 17)
    assert reckoned_period.crossed(50_300) == date(2026, 6, 18)
    assert reckoned_period.crossed(50_360) is None


def test_weekly_overtime_before_the_balance_is_deducted_from_it() -> None:
    balance = (Carried(mediator="m", kind=CarriedKind.PERIOD, day=date(2026, 6, 21), minutes=2460),)
    reckoned_period = reckon(
        *worked(MONDAY, 600, 600, 600, 600, 60),
        *worked(date(2026, 6, 22), *[360] * 5),
        scheme=CYCLE,
        until=date(2026, 6, 28),
        carried=balance,
    )

    assert (
        reckoned_period.done,
        sum(reckoned_period.weekly.values()),
        reckoned_period.counted,
    ) == (4260, 120, 4140)
    assert sum(reckoned_period.by_day.values()) == reckoned_period.counted
    assert reckoned_period.excess == 0


def test_a_balance_of_another_period_is_not_this_one_s() -> None:
    balance = (
        Carried(mediator="m", kind=CarriedKind.PERIOD, day=date(2025, 12, 31), minutes=90_000),
    )

    assert reckon(*worked(MONDAY, 420), carried=balance).done == 420


def test_it_goes_as_far_as_it_is_asked_to() -> None:
    days = worked(MONDAY, 420, 420, 420)
    half = reckon(*days, scheme=CYCLE, until=MONDAY + timedelta(days=1))

    assert (half.done, half.ended) == (840, False)
    assert reckon(*days, scheme=CYCLE, until=date(2026, 6, 28)).ended


@pytest.mark.parametrize(("hours", "low", "high"), [(80, 600, 0), (86, 960, 0), (87, 960, 60)])
def test_the_period_s_first_hours_are_eight_for_each_of_its_weeks(
    hours: int, low: int, high: int
) -> None:
    balance = (
        Carried(mediator="m", kind=CarriedKind.PERIOD, day=date(2026, 6, 28), minutes=hours * 60),
    )
    reckoned_period = reckon(scheme=CYCLE, until=date(2026, 6, 28), carried=balance)

    expected = [PremiumMinutes(rate=250, minutes=low)] + (
        [PremiumMinutes(rate=500, minutes=high)] if high else []
    )
    assert list(period_tiers(reckoned_period, Premiums())) == expected


def test_weekly_overtime_takes_its_place_among_the_first_hours() -> None:
    reckoned_period = reckon(
        *worked(MONDAY, 600, 600, 600, 600, 300),
        *worked(date(2026, 6, 22), 600, 600, 600, 600),
        scheme=CYCLE,
        until=date(2026, 6, 28),
    )

    # 85 hours: 6 beyond 39 in the first week, 1 in the second, 8 at the end; 16 - 7 = 9 are left.
    assert sum(reckoned_period.weekly.values()) == 420
    assert period_tiers(reckoned_period, Premiums()) == (PremiumMinutes(rate=250, minutes=480),)
