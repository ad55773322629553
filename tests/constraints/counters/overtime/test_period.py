from datetime import date
from typing import Any

import pytest

from constraints.counters.overtime.period import period_on, periods_in
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Employer, Route, Scheme
from scheduler.domain.timeline import Timeline
from tests.constraints.counters.make import contract, person, timeline


def judged(*schemes: Scheme, basis: HoursBasis = HoursBasis.CYCLE, **options: Any) -> Timeline:
    return timeline(
        who=person(contract(35, basis=basis, **options)),
        employer=Employer(schemes=schemes),
        first=date(2026, 6, 1),
        last=date(2026, 6, 30),
    )


def cycle(start: date, weeks: int, **options: Any) -> Scheme:
    return Scheme(route=Route.UNILATERAL, start=start, weeks=weeks, **options)


def months(start: date, number: int, **options: Any) -> Scheme:
    return Scheme(route=Route.AGREEMENT, start=start, months=number, **options)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 5, 31), None),
        (date(2026, 6, 1), (date(2026, 6, 1), date(2026, 6, 28))),
        (date(2026, 6, 28), (date(2026, 6, 1), date(2026, 6, 28))),
        (date(2026, 6, 29), (date(2026, 6, 29), date(2026, 7, 26))),
        (date(2027, 1, 3), (date(2026, 12, 14), date(2027, 1, 10))),
    ],
)
def test_cycles_follow_each_other_from_the_start(day: date, expected: Any) -> None:
    period = period_on(judged(cycle(date(2026, 6, 1), 4)), day)

    assert (None if period is None else (period.first, period.last)) == expected


@pytest.mark.parametrize(
    ("start", "number", "day", "expected"),
    [
        (date(2026, 1, 1), 12, date(2026, 12, 31), (date(2026, 1, 1), date(2026, 12, 31))),
        (date(2024, 9, 1), 12, date(2026, 8, 31), (date(2025, 9, 1), date(2026, 8, 31))),
        (date(2024, 9, 1), 12, date(2026, 9, 1), (date(2026, 9, 1), date(2027, 8, 31))),
        (date(2025, 10, 31), 1, date(2026, 2, 28), (date(2026, 2, 28), date(2026, 3, 30))),
        (date(2025, 10, 31), 1, date(2026, 2, 27), (date(2026, 1, 31), date(2026, 2, 27))),
    ],
)
def test_months_follow_each_other_by_date(
    start: date, number: int, day: date, expected: tuple[date, date]
) -> None:
    period = period_on(judged(months(start, number), basis=HoursBasis.YEAR), day)

    assert period is not None
    assert (period.first, period.last) == expected


def test_a_year_is_annual_in_a_leap_year_too_and_a_cut_one_is_not() -> None:
    whole = period_on(
        judged(months(date(2027, 3, 1), 12), basis=HoursBasis.YEAR), date(2028, 2, 29)
    )
    cut = period_on(
        judged(months(date(2026, 1, 1), 12, until=date(2026, 9, 30)), basis=HoursBasis.YEAR),
        date(2026, 6, 1),
    )

    assert whole is not None
    assert (whole.annual, whole.days) == (True, 366)
    assert cut is not None
    assert (cut.annual, cut.last) == (False, date(2026, 9, 30))


def test_the_part_under_contract_is_the_person_s_own() -> None:
    period = period_on(
        judged(cycle(date(2026, 6, 1), 4), start=date(2026, 6, 10), end=date(2026, 6, 20)),
        date(2026, 6, 15),
    )

    assert period is not None
    assert (period.begins, period.ends) == (date(2026, 6, 10), date(2026, 6, 20))
    assert (period.partial, period.days, period.own_days) == (True, 28, 11)


@pytest.mark.parametrize(
    ("gap", "begins", "ends"),
    [(1, date(2026, 6, 1), date(2026, 6, 28)), (2, date(2026, 6, 12), date(2026, 6, 10))],
    ids=["none", "a day"],
)
def test_contracts_without_a_gap_are_one_stay(gap: int, begins: date, ends: date) -> None:
    old = contract(35, basis=HoursBasis.CYCLE, end=date(2026, 6, 12 - gap))
    new = contract(35, basis=HoursBasis.CYCLE, start=date(2026, 6, 12))
    line = timeline(
        who=person(old, new),
        employer=Employer(schemes=(cycle(date(2026, 6, 1), 4),)),
        first=date(2026, 6, 1),
        last=date(2026, 6, 30),
    )

    period, before = period_on(line, date(2026, 6, 15)), period_on(line, date(2026, 6, 2))

    assert period is not None
    assert before is not None
    assert (period.begins, before.ends) == (begins, ends)


def test_a_later_arrangement_of_the_same_kind_ends_the_first() -> None:
    line = judged(cycle(date(2026, 6, 1), 4), cycle(date(2026, 6, 15), 2))

    spans = [(p.first, p.last) for p in periods_in(line, date(2026, 6, 1), date(2026, 6, 30))]

    assert spans == [
        (date(2026, 6, 1), date(2026, 6, 14)),
        (date(2026, 6, 15), date(2026, 6, 28)),
        (date(2026, 6, 29), date(2026, 7, 12)),
    ]


def test_annual_contracts_follow_the_year_s_arrangement_and_cycles_the_weeks() -> None:
    schemes = (months(date(2026, 1, 1), 12), cycle(date(2026, 6, 1), 4))
    year = period_on(judged(*schemes, basis=HoursBasis.YEAR), date(2026, 6, 10))
    weeks = period_on(judged(*schemes), date(2026, 6, 10))

    assert year is not None
    assert weeks is not None
    assert (year.first, weeks.first) == (date(2026, 1, 1), date(2026, 6, 1))
    assert (year.unilateral, weeks.unilateral) == (False, True)


def test_the_agency_s_own_arrangement_comes_first() -> None:
    schemes = (cycle(date(2026, 6, 1), 2, agency="ag"), cycle(date(2026, 6, 1), 4))

    period = period_on(judged(*schemes), date(2026, 6, 10))

    assert period is not None
    assert period.last == date(2026, 6, 14)


def test_an_annual_contract_without_arrangement_has_the_civil_year_and_a_week_has_none() -> None:
    year = period_on(judged(basis=HoursBasis.YEAR), date(2026, 6, 10))

    assert year is not None
    assert (year.first, year.last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert period_on(judged(), date(2026, 6, 10)) is None
    assert period_on(judged(basis=HoursBasis.WEEK), date(2026, 6, 10)) is None
