"""Who pays in the tier in focus is the likeliest to be freed, and everybody may be."""

from collections import Counter
from random import Random

import pytest

from scheduler.domain.problem import Assignment
from scheduler.engine.search.neighbourhoods import (
    BLIND,
    FIRST_SIZE,
    GROWTH,
    LONGER,
    LONGEST_TRY,
    QUICK,
    SHORTER,
    TRY,
    Kind,
    Neighbourhoods,
)
from tests.scheduler.engine.small import person, shift, week

PEOPLE = tuple(person(f"p{n}") for n in range(10))
PROBLEM = week(PEOPLE, tuple(shift(day, 8, 16) for day in range(3)))
POSSIBLE = tuple(Assignment(who, s.id) for who in PROBLEM.mediator_of for s in PROBLEM.slots)


def freed(kind: Kind, payers: dict[str, int], number: int = 2000) -> Counter[str]:
    """Count who is freed, in neighbourhoods of one person."""
    around = Neighbourhoods(PROBLEM, POSSIBLE, Random(5))
    around.way(kind, 0).size = 1.0
    return Counter(
        who
        for _ in range(number)
        for who in {POSSIBLE[place].mediator for place in around.free(kind, 0, payers)}
    )


@pytest.mark.parametrize("kind", [Kind.TEAM, Kind.ANYONE, Kind.FORTNIGHT])
def test_people_are_freed_by_what_they_pay(kind: Kind) -> None:
    times = freed(kind, {"p3": 6, "p7": 2})

    blind = BLIND * 200
    assert times["p3"] == pytest.approx(blind + 0.75 * (1 - BLIND) * 2000, rel=0.15)
    assert times["p7"] == pytest.approx(blind + 0.25 * (1 - BLIND) * 2000, rel=0.15)
    assert all(times[f"p{n}"] == pytest.approx(blind, rel=0.5) for n in (0, 1, 2, 4, 5, 6, 8, 9))


def test_where_nobody_pays_all_are_freed_alike() -> None:
    times = freed(Kind.TEAM, {})

    assert len(times) == len(PEOPLE)
    assert min(times.values()) > 140


@pytest.mark.parametrize("kind", Kind)
def test_a_neighbourhood_has_as_many_people_or_days_as_its_size(kind: Kind) -> None:
    around = Neighbourhoods(PROBLEM, POSSIBLE, Random(5))
    around.way(kind, 0).size = 3.0
    places = around.free(kind, 0, {"p3": 1})

    people = {POSSIBLE[place].mediator for place in places}
    assert len(people) == (len(PEOPLE) if kind is Kind.WINDOW else 3)


@pytest.mark.parametrize("kind", Kind)
def test_who_may_hold_what_lacks_somebody_is_freed_on_its_day(kind: Kind) -> None:
    slots = tuple(shift(day, 8, 16) for day in range(60))
    problem = week(PEOPLE, slots, days=60)
    # Of the fiftieth day nobody but p1 may hold the slot.
    possible = [Assignment(f"p{n}", s.id) for n in range(10) for s in slots[:40]]
    possible += [Assignment("p1", slots[50].id)]
    around = Neighbourhoods(problem, possible, Random(5))
    around.way(kind, 0).size = 1.0
    times = sum(
        len(possible) - 1 in around.free(kind, 0, {}, {slots[50].id: 3}) for _ in range(500)
    )

    assert times / 500 == pytest.approx(1 - BLIND, abs=0.1)


def test_what_nobody_may_hold_is_no_spot() -> None:
    around = Neighbourhoods(PROBLEM, POSSIBLE, Random(5))

    assert around.free(Kind.TEAM, 0, {"gone": 9}, {"nowhere": 9})


@pytest.mark.parametrize("kind", Kind)
def test_what_is_freed_does_not_depend_on_the_order_of_the_costs(kind: Kind) -> None:
    payers, lacking = {"p3": 1, "p7": 2}, {slot.id: 1 for slot in PROBLEM.slots}
    one_way, other = (Neighbourhoods(PROBLEM, POSSIBLE, Random(5)) for _ in range(2))

    for _ in range(50):
        assert one_way.free(kind, 0, payers, lacking) == other.free(
            kind, 0, dict(reversed(payers.items())), dict(reversed(lacking.items()))
        )


def test_tries_that_gain_nothing_grow_longer_up_to_a_bound() -> None:
    around = Neighbourhoods(PROBLEM, POSSIBLE, Random(5))

    efforts = []
    for _ in range(40):
        around.learn(1, gained=False)
        efforts.append(around.efforts[1])

    assert efforts[:2] == pytest.approx([TRY * LONGER, TRY * LONGER * LONGER])
    assert efforts[-1] == LONGEST_TRY
    assert around.efforts[0] == TRY  # another tier's tries are as long as before


def test_a_try_that_gains_makes_the_next_shorter_down_to_the_first() -> None:
    around = Neighbourhoods(PROBLEM, POSSIBLE, Random(5))
    around.efforts[1] = 1.0

    around.learn(1, gained=True)
    assert around.efforts[1] == pytest.approx(SHORTER)
    for _ in range(40):
        around.learn(1, gained=True)
    assert around.efforts[1] == TRY


def test_a_kind_grows_where_it_is_closed_within_a_quarter_of_what_a_try_may_take() -> None:
    way = Neighbourhoods(PROBLEM, POSSIBLE, Random(5)).way(Kind.ANYONE, 0)

    way.adapt(proved=True, share=QUICK - 0.001, most=10)
    assert way.size == pytest.approx(FIRST_SIZE[Kind.ANYONE] * GROWTH)
    way.adapt(proved=True, share=QUICK, most=10)
    assert way.size == pytest.approx(FIRST_SIZE[Kind.ANYONE] * GROWTH)
