"""The volume of a market, by months and by years of it."""

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from api.data.market import Market, MarketPeriod, Part

DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))


def market(first: date, last: date, per: MarketPeriod, minutes: int = 6000, **more: Any) -> Market:
    return Market(
        id="m",
        payer="V",
        dispositifs=("P",),
        first=first,
        last=last,
        per=per,
        minutes=minutes,
        **more,
    )


def test_a_month_that_the_market_begins_or_ends_has_its_part_of_the_volume_by_days() -> None:
    parts = market(date(2026, 4, 21), date(2026, 6, 15), MarketPeriod.MONTH).parts

    assert list(parts) == [
        Part(date(2026, 4, 21), date(2026, 4, 30), Fraction(6000 * 10, 30)),
        Part(date(2026, 5, 1), date(2026, 5, 31), Fraction(6000)),
        Part(date(2026, 6, 1), date(2026, 6, 15), Fraction(6000 * 15, 30)),
    ]


def test_the_years_of_a_market_begin_as_it_does_and_the_last_may_be_cut() -> None:
    yearly = market(date(2025, 9, 1), date(2027, 10, 31), MarketPeriod.YEAR)

    assert list(yearly.parts) == [
        Part(date(2025, 9, 1), date(2026, 8, 31), Fraction(6000)),
        Part(date(2026, 9, 1), date(2027, 8, 31), Fraction(6000)),
        Part(date(2027, 9, 1), date(2027, 10, 31), Fraction(6000 * 61, 366)),
    ]


def test_a_year_that_begins_on_29_february_ends_on_the_last_of_february() -> None:
    (first, second) = market(date(2024, 2, 29), date(2026, 2, 28), MarketPeriod.YEAR).parts

    assert (first.last, second.first) == (date(2025, 2, 28), date(2025, 3, 1))


@settings(max_examples=60, deadline=None)
@given(DAYS, DAYS, st.sampled_from(MarketPeriod))
def test_parts_follow_each_other_over_all_days_and_a_whole_volume_is_spread_whole(
    one_day: date, other: date, per: MarketPeriod
) -> None:
    first, last = sorted((one_day, other))
    chosen = market(first, last, per)
    parts = list(chosen.parts)

    assert sum(part.days for part in parts) == (last - first).days + 1
    assert (parts[0].first, parts[-1].last) == (first, last)
    if per is MarketPeriod.WHOLE:
        assert chosen.total == 6000
