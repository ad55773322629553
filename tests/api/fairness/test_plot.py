"""The plot of balances: every point stands where its number is, names don't overlap."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.fairness.pages import APART, BOTTOM, DESK, PHONE, TOP, plot_of
from api.planning.fairness.accounts import Account, Movement
from api.planning.fairness.kinds import KINDS
from tests.constraints.small import person

MONTHS = [date(2026, month, 1) for month in (1, 2, 3)]


def account(who: str, *balances: int) -> Account:
    """Build an account that begins with the first balance and ends with the last one."""
    movements = [
        Movement(month=month, count=0, due=Fraction(before - after))
        for month, (before, after) in zip(MONTHS, pairwise(balances), strict=True)
    ]
    return Account(
        mediator=person(who),
        kind=KINDS[0],
        opening=Fraction(balances[0]),
        movements=tuple(movements),
    )


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.integers(-40, 40), min_size=4, max_size=4), min_size=1, max_size=9))
def test_points_and_marks_share_one_scale(balances: list[list[int]]) -> None:
    accounts = [account(f"p{n}", *mine) for n, mine in enumerate(balances)]
    accounts.sort(key=lambda a: a.closing)
    plot = plot_of(accounts, DESK)

    scale = {int(row.label.replace("−", "-")): row.at for row in plot.rows}
    assert plot.zero == scale[0]
    low, high = min(scale), max(scale)
    unit = (scale[low] - scale[high]) / (high - low)
    drawn = sorted(
        [float(point.split(",")[1]) for point in line.points.split()] for line in plot.lines
    )
    expected = sorted(
        [scale[0] - unit * value for value in (a.opening, *a.balances)] for a in accounts
    )
    assert drawn == [pytest.approx(heights, abs=0.2) for heights in expected]
    assert all(TOP <= y <= BOTTOM for heights in drawn for y in heights)
    named = sorted(line.y for line in plot.lines if line.end)
    assert all(after - before >= APART - 0.2 for before, after in pairwise(named))
    assert len(named) <= 6


def test_those_farthest_from_their_part_are_named_on_their_side() -> None:
    accounts = [
        account("ana", 0, -1, -2, -7),
        account("bob", 0, 0, 0, 0),
        account("cleo", 0, 1, 2, 7),
    ]
    plot = plot_of(accounts, DESK)

    assert [(line.side, line.end) for line in plot.lines] == [
        ("", ""),
        ("behind", "Ana −7,0"),
        ("ahead", "Cleo +7,0"),
    ]
    assert [tick.label for tick in plot.columns] == ["01/26", "02/26", "03/26"]


@pytest.mark.parametrize(("months", "labels"), [(5, 5), (6, 2)])
def test_a_phone_names_each_month_of_five_then_each_quarter(months: int, labels: int) -> None:
    movements = tuple(
        Movement(month=date(2026, n + 1, 1), count=0, due=Fraction(0)) for n in range(months)
    )
    ana = Account(mediator=person("ana"), kind=KINDS[0], opening=Fraction(0), movements=movements)

    plot = plot_of([ana], PHONE)

    assert len(plot.columns) == labels
    assert plot.lines[0].points.split()[-1].split(",")[0] == f"{float(PHONE.right)}"
