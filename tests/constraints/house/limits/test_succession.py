from datetime import date
from typing import Any

from constraints.house.limits.succession import RULE
from scheduler.domain.limits import Succession
from scheduler.domain.problem import Problem
from scheduler.domain.slots import Slot
from tests.constraints.small import messages, person, problem, rota, slot, span, worked


def succession(**changes: Any) -> Succession:
    sides: dict[str, Any] = {"first": frozenset({"S"}), "following": frozenset({"M", "J"})}
    return Succession(**sides | changes)


def made(template: str, day: int) -> Slot:
    return slot(f"{template}-2026-06-{day:02d}", f"{day:02d} 09:00", f"{day:02d} 12:00")


def fortnight(*successions: Succession) -> Problem:
    slots = [made(template, day) for template in "SMJ" for day in range(1, 15)]
    return problem([person("ana"), person("bob")], slots, successions=successions)


def says(of: Problem, *assignments: str) -> list[str]:
    pairs = (text.split() for text in assignments)
    return messages(RULE, rota(of, *(f"{who} {t}-2026-06-{int(n):02d}" for who, t, n in pairs)))


def test_the_forbidden_slot_of_the_next_day_is_said() -> None:
    assert says(fortnight(succession()), "ana S 3", "ana M 4") == [
        "Ana : le créneau du 04/06/2026 ne peut pas suivre celui de la veille."
    ]
    assert len(says(fortnight(succession()), "ana S 3", "ana J 4", "ana M 4")) == 2


def test_another_day_another_order_another_person_is_fine() -> None:
    assert says(fortnight(succession()), "ana S 3", "ana M 5") == []
    assert says(fortnight(succession()), "ana M 3", "ana S 4") == []
    assert says(fortnight(succession()), "ana S 3", "bob M 4") == []
    assert says(fortnight(succession()), "ana S 3", "ana S 4") == []


def test_it_may_concern_one_person_and_some_days() -> None:
    assert says(fortnight(succession(mediator="bob")), "ana S 3", "ana M 4") == []
    assert len(says(fortnight(succession(mediator="ana")), "ana S 3", "ana M 4")) == 1
    assert says(fortnight(succession(until=date(2026, 6, 2))), "ana S 3", "ana M 4") == []
    assert len(says(fortnight(succession(since=date(2026, 6, 3))), "ana S 3", "ana M 4")) == 1


def test_the_evening_before_the_horizon_counts() -> None:
    past = (worked("ana", "S-2026-06-05", "05 09:00", "05 12:00"),)
    of = problem(
        [person("ana")],
        [made("M", 6)],
        history=past,
        successions=(succession(),),
        horizon=span("06 00:00", "14 00:00"),
    )

    assert len(messages(RULE, rota(of, "ana M-2026-06-06"))) == 1
    assert messages(RULE, rota(of)) == []
