"""Days in a row beyond what is wished, on both sides of each bound."""

from datetime import date
from typing import Any

import pytest

from constraints.wishes.run_wishes import GOAL
from scheduler.domain.limits import Limit, LimitKind, Streak
from scheduler.errors import InvalidProblemError
from tests.constraints.small import person, problem, rota, slot
from tests.constraints.wishes.priced import cost_of

EVE = date(2026, 5, 31)
SLOTS = [
    slot(f"{kind}-2026-06-{n:02}", f"{n:02} 09:00", f"{n:02} 12:00")
    for kind in "AB"
    for n in range(1, 15)
]


def price(row: str, streak: Streak | None = None, **bounds: Any) -> int:
    """Price a row of a fortnight: a letter of a slot a day, or a dot."""
    limit = Limit(mediator="ana", **{"kind": LimitKind.RUN, "price": 10, **bounds})
    of = problem([person("ana")], SLOTS, limits=(limit,), streaks=(streak,) if streak else ())
    taken = [f"ana {kind}-2026-06-{n:02}" for n, kind in enumerate(row, start=1) if kind != "."]
    judged = rota(of, *taken)
    assert cost_of(GOAL, judged) == GOAL.measure(judged)
    return GOAL.measure(judged)


@pytest.mark.parametrize(
    ("row", "cost"),
    [
        (".AAA..........", 0),
        (".AA...........", 10),
        (".A..A.........", 40),
        ("A.............", 0),
        ("............AA", 0),
        ("...........A.A", 20),
        ("............A.", 20),
    ],
)
def test_each_day_that_a_run_lacks_costs_where_both_its_ends_are_seen(row: str, cost: int) -> None:
    assert price(row, least=3) == cost


@pytest.mark.parametrize(
    ("row", "cost"), [("AAAAA.........", 0), ("AAAAAAA.......", 20), (".......AAAAAAA", 20)]
)
def test_each_day_beyond_the_most_costs(row: str, cost: int) -> None:
    assert price(row, most=5) == cost


@pytest.mark.parametrize(
    ("row", "cost"),
    [("A..A...A......", 10 + 30), ("A.A...A....A..", 20 + 10), ("A...A...A.....", 20)],
)
def test_rests_are_bounded_on_both_sides(row: str, cost: int) -> None:
    assert price(row, kind=LimitKind.REST, least=3, most=3) == cost


def test_a_run_of_some_templates_ends_where_another_is_held() -> None:
    of_a = frozenset({"A"})

    assert price(".AABA.........", templates=of_a, least=3) == 10 + 20
    assert price("AABAA.........", templates=of_a, most=2) == 0
    assert price("AABAAA........", templates=of_a, most=2) == 10


@pytest.mark.parametrize(
    ("row", "cost"),
    [("A.............", 0), ("..............", 10), ("AAA...........", 0), ("AAAAA.........", 20)],
)
def test_a_streak_is_the_beginning_of_a_run(row: str, cost: int) -> None:
    streak = Streak(mediator="ana", day=EVE, worked=2, template="B", alike=2)

    assert price(row, streak, least=3, most=5) == cost


def test_a_streak_of_a_template_goes_on_with_that_template() -> None:
    streak = Streak(mediator="ana", day=EVE, worked=4, template="A", alike=1)
    of_a = frozenset({"A"})

    assert price("AA............", streak, templates=of_a, least=3) == 0
    assert price("BA............", streak, templates=of_a, least=3) == 20 + 20
    assert price("BAA...........", streak, templates=frozenset({"B"}), least=2) == 10


def test_days_off_of_a_streak_count() -> None:
    streak = Streak(mediator="ana", day=EVE, off=1)

    assert price("A.............", streak, kind=LimitKind.REST, least=2) == 10
    assert price(".A............", streak, kind=LimitKind.REST, least=2) == 0


def test_a_limit_without_price_costs_nothing_and_some_need_a_price() -> None:
    assert price(".A............", least=3, price=None) == 0
    some: tuple[dict[str, Any], ...] = (
        {"kind": LimitKind.RUN, "least": 2, "templates": frozenset({"A"})},
        {"kind": LimitKind.REST, "most": 3},
        {"kind": LimitKind.SPLIT, "most": 0},
    )
    for bounds in some:
        with pytest.raises(InvalidProblemError, match="un prix"):
            Limit(mediator="ana", **bounds)
