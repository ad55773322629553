from datetime import date

import pytest

from constraints.agreements.periods import Period
from constraints.agreements.terms import Applied, Term
from scheduler.dated import Source
from scheduler.errors import InvalidProblemError


def days(since: int, until: int | None = None) -> Period:
    return Period(since=date(2026, 6, since), until=None if until is None else date(2026, 6, until))


def test_a_period_holds_on_its_two_ends() -> None:
    period = days(10, 20)

    assert [period.holds_on(date(2026, 6, n)) for n in (9, 10, 20, 21)] == [
        False,
        True,
        True,
        False,
    ]
    assert days(10).holds_on(date(2099, 1, 1))


@pytest.mark.parametrize(
    ("first", "other", "common"),
    [
        (days(1, 10), days(5, 20), days(5, 10)),
        (days(1, 10), days(10), days(10, 10)),
        (days(1, 10), days(11), None),
        (days(1), days(5), days(5)),
    ],
)
def test_what_two_periods_share(first: Period, other: Period, common: Period | None) -> None:
    assert first.common(other) == common
    assert other.common(first) == common


@pytest.mark.parametrize(
    ("others", "left"),
    [
        ([], (days(1, 20),)),
        ([days(5, 10)], (days(1, 4), days(11, 20))),
        ([days(1, 20)], ()),
        ([days(15)], (days(1, 14),)),
        ([days(1, 5), days(8, 9)], (days(6, 7), days(10, 20))),
        ([days(21)], (days(1, 20),)),
    ],
)
def test_what_a_period_has_left_without_others(
    others: list[Period], left: tuple[Period, ...]
) -> None:
    assert days(1, 20).without(others) == left


def test_an_endless_period_goes_on_after_another() -> None:
    assert days(1).without([days(5, 10)]) == (days(1, 4), days(11))


def test_what_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidProblemError, match="fin le 01/06/2026 avant le début le 02/06/2026"):
        Term(
            rule="daily_max_10h",
            parameter="limit",
            value=600,
            source=Source("accord", "art. 1"),
            since=date(2026, 6, 2),
            until=date(2026, 6, 1),
        )
    with pytest.raises(InvalidProblemError, match="convention eclat"):
        Applied(agreement="eclat", since=date(2026, 6, 2), until=date(2026, 6, 1))
