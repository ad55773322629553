"""What follows a slot on the next day, where that is to be avoided."""

from datetime import date

import pytest

from constraints.wishes.avoided_successions import GOAL
from scheduler.domain.limits import Streak, Succession
from tests.constraints.small import person, problem, rota, slot
from tests.constraints.wishes.priced import cost_of

SLOTS = [
    slot(f"{kind}-2026-06-{n:02}", f"{n:02} 09:00", f"{n:02} 12:00")
    for kind in "AB"
    for n in (1, 2, 3)
]


@pytest.mark.parametrize(
    ("taken", "price", "cost"),
    [
        (["A-2026-06-01", "B-2026-06-02"], 5, 5),
        (["A-2026-06-01", "B-2026-06-02"], None, 0),
        (["A-2026-06-01", "B-2026-06-03"], 5, 0),
        (["B-2026-06-01", "A-2026-06-02"], 5, 0),
        (["A-2026-06-01", "A-2026-06-02", "B-2026-06-02", "B-2026-06-03"], 5, 10),
    ],
)
def test_each_day_that_follows_so_costs(taken: list[str], price: int | None, cost: int) -> None:
    after = Succession(first=frozenset("A"), following=frozenset("B"), price=price)
    judged = rota(
        problem([person("ana")], SLOTS, successions=(after,)), *(f"ana {s}" for s in taken)
    )

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (cost, cost)


def test_the_last_slot_of_a_streak_is_followed_by_the_first_day() -> None:
    after = Succession(first=frozenset("A"), following=frozenset("B"), price=3)
    for eve, cost in ((31, 3), (30, 0)):
        streak = Streak(mediator="ana", day=date(2026, 5, eve), worked=1, template="A", alike=1)
        of = problem([person("ana")], SLOTS, successions=(after,), streaks=(streak,))
        judged = rota(of, "ana B-2026-06-01")

        assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (cost, cost)
