from __future__ import annotations

import pytest

from constraints.wishes.coverage import MINIMUM, TARGET, Coverage
from scheduler.domain.people import StaffRole
from scheduler.domain.slots import Need, SlotKind
from scheduler.errors import InvalidProblemError
from tests.constraints.small import person, problem, rota, slot
from tests.constraints.wishes.priced import cost_of

TEAM = [person("ana"), person("bob"), person("cleo")]
OF = problem(TEAM, [slot("a", "02 09:00", "02 12:00", need=Need(minimum=2, target=3, maximum=3))])


@pytest.mark.parametrize(
    ("people", "below_minimum", "below_target"),
    [((), 2, 3), (("ana",), 1, 2), (("ana", "bob"), 0, 1), (("ana", "bob", "cleo"), 0, 0)],
)
def test_people_missing_to_the_minimum_and_to_the_target_are_counted(
    people: tuple[str, ...], below_minimum: int, below_target: int
) -> None:
    judged = rota(OF, *(f"{who} a" for who in people))

    assert (MINIMUM.measure(judged), cost_of(MINIMUM, judged)) == (below_minimum, below_minimum)
    assert (TARGET.measure(judged), cost_of(TARGET, judged)) == (below_target, below_target)


@pytest.mark.parametrize("goal", [MINIMUM, TARGET], ids=lambda g: g.id)
def test_each_need_and_standby_count(goal: Coverage) -> None:
    needs = (Need(), Need(roles=frozenset({StaffRole.REFERENT})))
    slots = [
        slot("a", "02 09:00", "02 12:00", needs=needs),
        slot("c", "02 20:00", "03 06:00", need=Need(), kind=SlotKind.STANDBY),
    ]
    judged = rota(problem(TEAM, slots), "ana a")

    assert (goal.measure(judged), cost_of(goal, judged)) == (2, 2)


def test_a_slot_that_can_do_without_anyone_misses_its_target_alone() -> None:
    need = Need(minimum=0, target=2, maximum=2)
    judged = rota(problem(TEAM, [slot("a", "02 09:00", "02 12:00", need=need)]))

    assert (MINIMUM.measure(judged), cost_of(MINIMUM, judged)) == (0, 0)
    assert (TARGET.measure(judged), cost_of(TARGET, judged)) == (2, 2)


@pytest.mark.parametrize(("people", "cost"), [(0, 20), (1, 10), (2, 0), (3, 3)])
def test_a_need_may_weigh_who_is_missing_and_who_is_too_many(people: int, cost: int) -> None:
    need = Need(minimum=0, target=2, maximum=3, missing_weight=10, surplus_weight=3)
    of = problem(TEAM, [slot("a", "02 09:00", "02 12:00", need=need)])
    judged = rota(of, *(f"{m.id} a" for m in TEAM[:people]))

    assert (TARGET.measure(judged), cost_of(TARGET, judged)) == (cost, cost)
    assert (MINIMUM.measure(judged), cost_of(MINIMUM, judged)) == (0, 0)


def test_a_slot_that_needs_nobody_may_weigh_each_who_is_there() -> None:
    need = Need(minimum=0, target=0, maximum=3, surplus_weight=2)
    judged = rota(problem(TEAM, [slot("a", "02 09:00", "02 12:00", need=need)]), "ana a", "bob a")

    assert (TARGET.measure(judged), cost_of(TARGET, judged)) == (4, 4)


def test_a_weight_is_never_negative() -> None:
    with pytest.raises(InvalidProblemError, match="poids"):
        Need(missing_weight=-1)
    with pytest.raises(InvalidProblemError, match="poids"):
        Need(surplus_weight=-1)
