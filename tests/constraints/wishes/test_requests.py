from fractions import Fraction

import pytest

from constraints.wishes.requests import GOAL
from scheduler.domain.people import Wish
from scheduler.domain.slots import FairBalance, SlotKind
from scheduler.errors import InvalidProblemError
from tests.constraints.small import person, problem, rota, slot, span, standby, worked
from tests.constraints.wishes.priced import cost_of

TEAM = [person("ana"), person("bob")]
NIGHT = slot("n", "02 21:30", "03 06:00")


def price(wish: Wish, *assignments: str) -> int:
    judged = rota(problem(TEAM, [NIGHT], wishes=(wish,)), *assignments)
    assert cost_of(GOAL, judged) == GOAL.measure(judged)
    return GOAL.measure(judged)


@pytest.mark.parametrize(
    ("start", "end", "cost"),
    [
        ("03 00:00", "04 00:00", 3),
        ("03 05:59", "03 07:00", 3),
        ("03 06:00", "03 07:00", 0),
        ("02 20:00", "02 21:30", 0),
        ("02 20:00", "02 21:31", 3),
    ],
)
def test_a_wish_to_be_free_is_spoilt_by_a_common_minute(start: str, end: str, cost: int) -> None:
    wish = Wish(mediator="ana", span=span(start, end), weight=3)

    assert price(wish, "ana n", "bob n") == cost
    assert price(wish, "bob n") == 0


@pytest.mark.parametrize(
    ("start", "end", "cost"),
    [
        ("02 00:00", "03 00:00", 0),
        ("02 21:30", "02 22:00", 0),
        ("02 21:31", "03 00:00", 2),
        ("03 00:00", "04 00:00", 2),
        ("02 00:00", "02 21:30", 2),
    ],
)
def test_a_wish_to_work_is_granted_by_a_slot_that_begins_in_it(
    start: str, end: str, cost: int
) -> None:
    wish = Wish(mediator="ana", span=span(start, end), wants=True, weight=2)

    assert price(wish, "ana n") == cost
    assert price(wish, "bob n") == 2


def test_a_wish_beside_the_horizon_is_not_judged() -> None:
    wish = Wish(mediator="ana", span=span("20 00:00", "21 00:00"), wants=True)

    assert price(wish) == 0


def test_standby_and_fixed_duties_count_as_slots() -> None:
    call = slot("c", "04 20:00", "05 06:00", kind=SlotKind.STANDBY)
    of = problem(
        TEAM,
        [call],
        history=(worked("bob", "f", "04 09:00", "04 12:00"),),
        wishes=(
            Wish(mediator="ana", span=span("05 00:00", "06 00:00"), weight=1),
            Wish(mediator="bob", span=span("04 00:00", "05 00:00"), weight=4),
        ),
    )
    judged = rota(of, "ana c")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (5, 5)


def test_a_week_on_call_spoils_a_wish_of_its_last_day() -> None:
    of = problem(
        TEAM,
        [NIGHT],
        history=(standby("ana", "w", "01 08:00", "08 08:00"),),
        wishes=(Wish(mediator="ana", span=span("07 00:00", "08 00:00"), weight=5),),
    )

    assert (GOAL.measure(rota(of)), cost_of(GOAL, rota(of))) == (5, 5)


def test_a_wish_that_names_templates_looks_at_their_slots_by_the_day_on_which_they_begin() -> None:
    slots = [slot(f"{kind}-2026-06-02", "02 21:30", "03 06:00") for kind in ("N", "A-2")]

    def costs(day: str, template: str, *, wants: bool) -> tuple[int, int]:
        wish = Wish(
            mediator="ana",
            span=span(f"{day} 00:00", f"{day} 23:59"),
            wants=wants,
            weight=30,
            templates=frozenset({template}),
        )
        of = problem(TEAM, slots, wishes=(wish,))
        taken, free = rota(of, "ana N-2026-06-02"), rota(of)
        assert (cost_of(GOAL, taken), cost_of(GOAL, free)) == (
            GOAL.measure(taken),
            GOAL.measure(free),
        )
        return GOAL.measure(taken), GOAL.measure(free)

    assert costs("02", "N", wants=True) == (0, 30)
    assert costs("02", "N", wants=False) == (30, 0)
    assert costs("02", "A-2", wants=True) == (30, 30)
    assert costs("02", "A-2", wants=False) == (0, 0)
    assert costs("03", "N", wants=False) == (0, 0)
    assert costs("03", "N", wants=True) == (30, 30)


def test_a_wish_weighs_something() -> None:
    with pytest.raises(InvalidProblemError, match="poids"):
        Wish(mediator="ana", span=span("02 00:00", "03 00:00"), weight=0)


@pytest.mark.parametrize(("owed", "cost"), [(1, 6), (Fraction(99, 100), 3), (0, 3), (-2, 3)])
@pytest.mark.parametrize("wants", [False, True])
def test_a_wish_counts_twice_of_whoever_was_refused_one_more_than_their_part(
    owed: Fraction, cost: int, wants: bool
) -> None:
    wish = Wish(mediator="ana", span=span("02 00:00", "03 00:00"), weight=3, wants=wants)
    balances = (FairBalance(mediator="ana", goal=GOAL.id, duties=Fraction(owed)),)
    month = problem(TEAM, [NIGHT], wishes=(wish,), balances=balances)

    refused = rota(month) if wants else rota(month, "ana n")
    assert cost_of(GOAL, refused) == GOAL.measure(refused) == cost
