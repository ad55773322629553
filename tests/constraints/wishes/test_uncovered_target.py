from __future__ import annotations

import pytest

from constraints.wishes.uncovered_target import GOAL
from scheduler.domain.people import Role
from scheduler.domain.slots import Need, SlotKind
from tests.constraints.small import person, problem, rota, slot
from tests.constraints.wishes.priced import cost_of

TEAM = [person("ana"), person("bob"), person("cleo")]
OF = problem(TEAM, [slot("a", "02 09:00", "02 12:00", need=Need(minimum=2, target=3, maximum=3))])


@pytest.mark.parametrize(
    ("people", "missing"),
    [((), 3), (("ana",), 2), (("ana", "bob"), 1), (("ana", "bob", "cleo"), 0)],
)
def test_people_missing_to_the_target_are_counted(people: tuple[str, ...], missing: int) -> None:
    judged = rota(OF, *(f"{who} a" for who in people))

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (missing, missing)


def test_each_need_and_standby_count() -> None:
    needs = (Need(), Need(roles=frozenset({Role.REFERENT})))
    slots = [
        slot("a", "02 09:00", "02 12:00", needs=needs),
        slot("c", "02 20:00", "03 06:00", need=Need(), kind=SlotKind.STANDBY),
    ]
    judged = rota(problem(TEAM, slots), "ana a")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (2, 2)


def test_a_slot_that_can_do_without_anyone_still_misses_its_target() -> None:
    need = Need(minimum=0, target=2, maximum=2)
    judged = rota(problem(TEAM, [slot("a", "02 09:00", "02 12:00", need=need)]))

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (2, 2)
