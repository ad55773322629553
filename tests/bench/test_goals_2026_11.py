"""The goals of November 2026 still cost what they cost then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from fractions import Fraction

import pytest

from constraints.registry import base
from scheduler.domain.contracts import Contract, ContractKind
from scheduler.domain.slots import FairBalance, Need, Slot
from scheduler.domain.time import Span, at
from scheduler.fairness import FairGoal
from tests.bench.goals_2026_11 import profile_2026_11
from tests.constraints.small import HORIZON, person, problem, rota, slot, worked
from tests.constraints.wishes.priced import cost_of

WAS = {goal.id: goal for goal in profile_2026_11().goals}
ONE = Need(minimum=0, target=1, maximum=1)
CONTRACT = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=1000)


def test_the_profile_has_todays_rules_and_as_many_goals() -> None:
    assert profile_2026_11().rules == base().rules
    assert [(g.tier, g.id) for g in profile_2026_11().goals] == [
        (1, "uncovered_minimum"),
        (2, "uncovered_target"),
        (3, "contract_hours"),
        (4, "fair_holidays"),
        (4, "fair_late_ends"),
        (4, "fair_nights"),
        (4, "fair_saturdays"),
        (4, "fair_sundays"),
        (5, "requests"),
        (6, "same_places"),
        (6, "usual_partners"),
        (7, "stability"),
    ]


@pytest.mark.parametrize(
    ("minutes", "price"),
    [(2000, 0), (1999, 1), (1985, 1), (1984, 2), (1895, 7), (1894, 9), (1699, 37), (2301, 74)],
)
def test_hours_had_no_dead_band_and_were_priced_by_the_quarter(minutes: int, price: int) -> None:
    span = type(HORIZON).of_minutes(HORIZON.first, HORIZON.first + minutes)
    of = problem(
        [person("ana", contracts=(CONTRACT,))],
        [Slot(id="a", span=span, dispositif="d", site="s", needs=(ONE,))],
    )
    judged = rota(of, "ana a")
    goal = WAS["contract_hours"]

    assert (goal.measure(judged), cost_of(goal, judged)) == (price, price)


def nights(number: int) -> list[Slot]:
    return [
        slot(f"n{n}", f"{n:02d} 21:30", f"{n + 1:02d} 06:00", need=ONE)
        for n in range(1, number + 1)
    ]


def test_the_price_of_unfairness_stopped_growing() -> None:
    judged = rota(
        problem([person("ana"), person("bob")], nights(8)), *(f"ana n{n + 1}" for n in range(8))
    )
    goal = WAS["fair_nights"]

    # Four each: Ana's four more cost 1, 3, 5 and 5, and so do Bob's four fewer.
    assert (goal.measure(judged), cost_of(goal, judged)) == (28, 28)


def test_shares_were_clipped_and_not_rescaled() -> None:
    # Of ten nights, Ana held nine and Bob one.
    plain = worked("ana", "p", "01 21:30", "02 06:00")
    days = [date(2026, 3, n) for n in range(1, 11)]
    past = tuple(
        replace(
            plain,
            mediator="ana" if number else "bob",
            duty=replace(
                plain.duty,
                id=f"p{number}",
                span=Span(at(day, time(21, 30)), at(day + timedelta(days=1), time(6))),
            ),
        )
        for number, day in enumerate(days)
    )
    ahead = {"ana": Fraction(17, 3), "bob": Fraction(-7, 3), "cleo": Fraction(-10, 3)}
    balances = tuple(
        FairBalance(mediator=who, goal="fair_nights", duties=duties)
        for who, duties in ahead.items()
    )
    people = [person("ana"), person("bob"), person("cleo")]
    of = problem(people, nights(6), history=past, balances=balances)
    was, today = WAS["fair_nights"], {goal.id: goal for goal in base().goals}["fair_nights"]
    assert isinstance(was, FairGoal)
    assert isinstance(today, FairGoal)

    # Two each by the month alone; Ana's nine of the past are far above the mean.
    assert [share.fair for share in was.shares(of).values()] == [0, 4, 4]
    assert [share.fair for share in today.shares(of).values()] == [0, 3, 3]


def test_missing_people_were_counted_and_hours_over_contract_came_after_them() -> None:
    need = Need(minimum=1, target=3, maximum=3)
    judged = rota(problem([person("ana")], [slot("a", "02 09:00", "02 12:00", need=need)]))

    assert (WAS["uncovered_target"].measure(judged), cost_of(WAS["uncovered_target"], judged)) == (
        3,
        3,
    )
    assert "over_hours" not in WAS


def test_every_site_of_a_person_counted() -> None:
    sites = [slot(f"s{n}", f"{n:02d} 09:00", f"{n:02d} 12:00", site=f"{n}") for n in (1, 2)]
    judged = rota(problem([person("ana")], sites), "ana s1", "ana s2")
    goal = WAS["same_places"]

    assert (goal.measure(judged), cost_of(goal, judged)) == (2, 2)
