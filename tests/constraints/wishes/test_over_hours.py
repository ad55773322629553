from dataclasses import replace
from datetime import date

import pytest
from ortools.sat.python import cp_model

from constraints.house.people.one_place import RULE as ONE_PLACE
from constraints.wishes.coverage import TARGET
from constraints.wishes.over_hours import GOAL
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.problem import Assignment, Problem, Worked
from scheduler.domain.slots import Need, Slot, SlotKind
from scheduler.domain.time import Span, days_span
from scheduler.model import RotaModel
from tests.constraints.small import HORIZON, person, problem, rota, slot, worked
from tests.constraints.wishes.priced import cost_of

CONTRACT = Contract(kind=ContractKind.CDI, start=date(2020, 1, 1), weekly_minutes=1000)
ANA, BOB = person("ana", contracts=(CONTRACT,)), person("bob", contracts=(CONTRACT,))
ONE = Need(minimum=0, target=1, maximum=1)


def pieces(*minutes: int) -> list[Slot]:
    """Build slots of so many minutes, one a day."""
    firsts = [HORIZON.first + 1440 * day for day, _ in enumerate(minutes)]
    return [
        Slot(id=f"s{n}", span=Span.of_minutes(first, first + long), dispositif="d", needs=(ONE,))
        for n, (first, long) in enumerate(zip(firsts, minutes, strict=True), 1)
    ]


@pytest.mark.parametrize(
    # Ana owes 2000 minutes; a tenth of them is tolerated.
    ("minutes", "price"),
    [(2000, 0), (2200, 0), (2201, 1), (2215, 1), (2216, 2), (2800, 40)],
)
def test_hours_cost_from_the_tolerance_on(minutes: int, price: int) -> None:
    judged = rota(problem([ANA], pieces(minutes)), "ana s1")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (price, price)
    assert dict(GOAL.bill(judged)) == {"ana": price}


def test_standby_is_no_hour() -> None:
    call = slot("c", "02 20:00", "03 06:00", kind=SlotKind.STANDBY)
    judged = rota(problem([person("ana", contracts=())], [call]))

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (0, 0)


def test_hours_that_stand_already_are_no_reason_to_change_them() -> None:
    slots = pieces(1100, 1400, 300)
    of = problem(
        [ANA], slots, previous=frozenset({Assignment("ana", "s1"), Assignment("ana", "s2")})
    )
    stands, more = rota(of, "ana s1", "ana s2"), rota(of, "ana s1", "ana s2", "ana s3")

    assert (GOAL.measure(stands), cost_of(GOAL, stands)) == (0, 0)
    assert (GOAL.measure(more), cost_of(GOAL, more)) == (20, 20)
    fresh = replace(of, previous=frozenset())
    assert GOAL.measure(rota(fresh, "ana s1", "ana s2")) == 20


def test_what_is_fixed_of_a_rota_that_stands_is_no_hour_beyond() -> None:
    first, second, third = pieces(2800, 300, 300)
    fixed = Worked(mediator="ana", duty=replace(first.duty, decided=False))
    of = problem(
        [ANA, BOB], [second, third], history=(fixed,), previous=frozenset({Assignment("bob", "s2")})
    )
    stands, more = rota(of, "bob s2"), rota(of, "bob s2", "ana s3")

    # Ana holds nothing that may be changed: what she does otherwise is no reason to move her.
    assert (GOAL.measure(stands), cost_of(GOAL, stands)) == (0, 0)
    assert (GOAL.measure(more), cost_of(GOAL, more)) == (20, 20)
    fresh = replace(of, previous=frozenset())
    assert GOAL.measure(rota(fresh)) == 40


def posts_taken(of: Problem) -> int:
    """How many posts the cheapest rota of the tier holds."""
    model = RotaModel(of)
    for own in model.persons.values():
        ONE_PLACE.encode(own)
    costs = [*GOAL.cost(model), *TARGET.cost(model)]
    model.cp.minimize(sum(price * literal for price, literal in costs))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    chosen = frozenset(
        Assignment(*key) for key, lit in model.assignment_literals.items() if solver.value(lit)
    )
    best = rota(of, *(f"{a.mediator} {a.slot}" for a in chosen))
    assert round(solver.objective_value) == GOAL.measure(best) + TARGET.measure(best)
    return len(chosen)


@pytest.mark.parametrize(
    # Five posts of 460 minutes go 100 beyond the tolerance: seven begun quarters for the fifth.
    ("worth", "posts"),
    [(None, 5), (106, 5), (90, 4), (15, 4), (24 * 60, 6)],
)
def test_a_post_is_held_only_if_it_is_worth_the_hours_it_takes(
    worth: int | None, posts: int
) -> None:
    said = () if worth is None else (("d", worth),)
    of = problem([ANA], pieces(*[460] * 6), post_worth=said)

    assert posts_taken(of) == posts


def test_the_remark_tells_hours_and_the_posts_they_hold() -> None:
    of = problem([ANA, BOB], pieces(900, 900, 900, 460, 460))
    single = rota(of, "ana s1", "ana s2", "ana s3", "bob s4")
    both = rota(
        problem([ANA, BOB], pieces(*[800] * 7)), *(f"ana s{n}" for n in range(1, 6)), "bob s6"
    )

    assert GOAL.remark(single) == (
        "8 h 20 supplémentaires, au-delà des contrats et de 10 % de tolérance, pour 1 poste : "
        "sans elles, ce poste reste ouvert, si personne d’autre ne le prend."
    )
    assert GOAL.remark(both) == (
        "30 h 00 supplémentaires, au-delà des contrats et de 10 % de tolérance, pour 3 postes : "
        "sans elles, ces postes restent ouverts, si personne d’autre ne les prend."
    )
    assert GOAL.remark(rota(of, "ana s1", "bob s4")) == ""

    # Hours that were fixed before are no post of this rota.
    fixed = worked("ana", "f", "10 09:00", "12 12:00")
    assert GOAL.remark(rota(problem([ANA], pieces(60), history=(fixed,)))) == ""


def test_each_month_has_its_own_limit() -> None:
    over = days_span(date(2026, 6, 17), date(2026, 7, 14))  # ten weekdays each
    first = over.first
    slots = [
        Slot(id=f"s{n}", span=Span.of_minutes(first, first + long), dispositif="d", needs=(ONE,))
        for n, long in ((1, 2200), (2, 2231))
    ]
    of = problem([ANA], slots, horizon=over)

    for name, price in (("s1", 0), ("s2", 3)):
        judged = rota(of, f"ana {name}")
        assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (price, price)
        assert GOAL.beyond(judged, ANA) == (31 if price else 0)
