from datetime import date
from typing import Any

import pytest

from constraints.counters.lines.complementary import complementary
from constraints.counters.sheet import ComplementaryLine, PremiumMinutes
from constraints.counters.thresholds import ComplementaryRates, Thresholds
from scheduler.dated import Level, Source
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Employer, Route, Scheme, Solidarity
from tests.constraints.counters.make import MONDAY, contract, person, timeline, worked

RATES = ComplementaryRates()
SOURCE = Source("CCN ECLAT", "5.9.5")


def lines(
    *duties: Any, hours: float = 24, rates: ComplementaryRates = RATES, **options: Any
) -> list[ComplementaryLine]:
    own = {k: options.pop(k) for k in ("basis", "start", "end", "annual_minutes") if k in options}
    judged = timeline(*duties, who=person(contract(hours, **own)), **options)
    return list(complementary(judged, Thresholds(), rates))


def tiers(*pairs: tuple[int, int]) -> tuple[PremiumMinutes, ...]:
    return tuple(PremiumMinutes(rate=rate, minutes=minutes) for rate, minutes in pairs)


@pytest.mark.parametrize(
    ("friday", "expected"),
    [
        (240, ()),
        (241, ((100, 1),)),
        (384, ((100, 144),)),
        (385, ((100, 144), (250, 1))),
    ],
)
def test_a_tenth_of_the_week_at_ten_per_cent_then_twenty_five(friday: int, expected: Any) -> None:
    (line,) = lines(*worked(MONDAY, 300, 300, 300, 300, friday))

    assert (line.contract, line.work) == (1440, 1200 + friday)
    assert line.tiers == tiers(*expected)


def test_a_monthly_contract_asks_for_52_twelfths_of_its_week() -> None:
    june = worked(date(2026, 6, 1), *[250] * 25)
    (line,) = lines(*june, basis=HoursBasis.MONTH, last=date(2026, 6, 30))

    assert (line.first, line.last) == (date(2026, 6, 1), date(2026, 6, 30))
    assert (line.contract, line.work) == (6240, 6250)
    assert line.tiers == tiers((100, 10))


def test_a_branch_s_flat_rate_applies_from_its_day() -> None:
    flat = ComplementaryRates(
        first_tenth=RATES.first_tenth.derogate(170, MONDAY, SOURCE, level=Level.BRANCH),
        beyond=RATES.beyond.derogate(170, MONDAY, SOURCE, level=Level.BRANCH),
    )
    before = worked(date(2026, 6, 8), *[320] * 5)
    week = worked(MONDAY, *[320] * 5)

    counted_lines = lines(*before, *week, rates=flat, last=date(2026, 6, 21))

    assert [line.tiers for line in counted_lines] == [
        tiers((100, 144), (250, 16)),
        tiers((170, 160)),
    ]


def test_a_contract_that_begins_in_the_week_is_held_against_the_whole_week() -> None:
    (line,) = lines(*worked(MONDAY, 300, 0, 480, 480, 481), start=date(2026, 6, 17))

    assert (line.first, line.work, line.contract) == (date(2026, 6, 17), 1441, 1440)
    assert line.tiers == tiers((100, 1))


def test_the_solidarity_share_is_no_complementary_work() -> None:
    employer = Employer(solidarity=(Solidarity(day=MONDAY),))
    (line,) = lines(*worked(MONDAY, 588, 300, 300, 300, 240), employer=employer)

    assert (line.work, line.tiers) == (1440, ())


def test_full_timers_and_periods_longer_than_a_month_have_no_such_line() -> None:
    week = worked(MONDAY, *[480] * 5)
    scheme = Scheme(route=Route.AGREEMENT, start=date(2026, 6, 1), weeks=6)

    assert lines(*week, hours=35) == []
    assert lines(*week, basis=HoursBasis.YEAR) == []
    employer = Employer(schemes=(scheme,))
    assert lines(*week, basis=HoursBasis.CYCLE, employer=employer) == []


def test_a_cycle_whose_length_nobody_told_is_counted_by_the_month_and_unsettled() -> None:
    (line,) = lines(*worked(MONDAY, *[480] * 5), basis=HoursBasis.CYCLE)

    assert (line.first, line.contract, line.settled) == (date(2026, 6, 1), 6240, False)
