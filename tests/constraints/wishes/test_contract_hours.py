from datetime import date

import pytest

from constraints.house.teams.headcount import RULE as HEADCOUNT
from constraints.wishes.contract_hours import GOAL
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.problem import Problem
from scheduler.domain.slots import Need, Slot, SlotKind
from scheduler.domain.time import Span, days_span
from scheduler.model import RotaModel
from tests.constraints.small import HORIZON, person, problem, rota, slot
from tests.constraints.wishes.priced import best, cost_of

CONTRACT = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=1000)
ANA, BOB = person("ana", contracts=(CONTRACT,)), person("bob", contracts=(CONTRACT,))
ONE = Need(minimum=0, target=1, maximum=1)


def piece(minutes: int) -> Problem:
    """Build the problem of Ana, who owes 2000 minutes, and one slot of so many."""
    first = HORIZON.first
    span = type(HORIZON).of_minutes(first, first + minutes)
    return problem([ANA], [Slot(id="a", span=span, dispositif="d", site="s", needs=(ONE,))])


@pytest.mark.parametrize(
    ("minutes", "price"),
    [
        (2000, 0),
        (1880, 0),  # two hours fewer, or more, are alike
        (2120, 0),
        (1879, 1),  # a begun hour beyond
        (1820, 1),
        (1819, 2),
        (1760, 2),  # two hours are 5 %, at 1
        (1759, 4),  # then 2
        (1580, 2 + 3 * 2),  # five hours are 15 %
        (1579, 2 + 3 * 2 + 4),  # then 4
        (2121, 2),  # over hours cost twice as much
        (2180, 2),
        (2181, 4),
        (2240, 4),
        (2241, 8),
        (2420, 16),
        (2421, 24),
    ],
)
def test_the_further_from_what_is_due_the_dearer(minutes: int, price: int) -> None:
    judged = rota(piece(minutes), "ana a")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (price, price)


def test_nothing_planned_costs_the_whole_week() -> None:
    # 1880 minutes are missing, 32 begun hours: 2 at 1, 3 at 2, then one or two at each price.
    judged = rota(piece(600))
    price = 2 * 1 + 3 * 2 + 2 * sum(range(4, 20)) - (6 + 9 + 12 + 15 + 18)

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (price, price)


def test_a_shortage_is_spread_evenly() -> None:
    slots = [slot(f"s{n}", f"{n:02d} 09:00", f"{n:02d} 17:00", need=ONE) for n in range(1, 7)]
    model = RotaModel(problem([ANA, BOB], slots))
    HEADCOUNT.encode(model)
    value, best_rota = best(GOAL, model)

    assert [len(best_rota.slots_of[who]) for who in ("ana", "bob")] == [3, 3]
    assert value == GOAL.measure(best_rota) == 2 * (2 + 3 * 2 + 2 * 4 + 5)


def test_little_work_is_spread_evenly_too() -> None:
    slots = [slot(f"s{n}", f"{n:02d} 09:00", f"{n:02d} 13:00", need=ONE) for n in (1, 2)]
    both = rota(problem([ANA, BOB], slots), "ana s1", "bob s2")
    alone = rota(problem([ANA, BOB], slots), "ana s1", "ana s2")

    assert GOAL.measure(both) == cost_of(GOAL, both)
    assert GOAL.measure(both) < GOAL.measure(alone) == cost_of(GOAL, alone)


def test_people_without_any_paid_slot_are_left_out() -> None:
    call = slot("c", "02 20:00", "03 06:00", kind=SlotKind.STANDBY)
    judged = rota(problem([ANA], [call]), "ana c")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (0, 0)


def test_each_month_is_priced_apart() -> None:
    over = days_span(date(2026, 6, 17), date(2026, 7, 14))  # ten weekdays, 2000 minutes, each
    june, july = over.first, over.first + 20 * 1440
    slots = [
        Slot(id=name, span=Span.of_minutes(first, first + long), dispositif="d", needs=(ONE,))
        for name, first, long in (
            ("june", june, 2240),
            ("july", july, 1760),
            ("long", june, 4000),
        )
    ]
    of = problem([ANA], slots, horizon=over)

    # Two hours over the band in June, at twice 2, and two under it in July.
    both = rota(of, "ana june", "ana july")
    assert (GOAL.measure(both), cost_of(GOAL, both)) == (4 + 2, 4 + 2)
    # All hours of both months in June are no balance.
    alone = rota(of, "ana long")
    assert GOAL.measure(alone) == cost_of(GOAL, alone) > 100
