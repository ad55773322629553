"""Who holds a slot by what was done already: counted in its team, and given nothing."""

from dataclasses import replace

import pytest

from scheduler.domain.people import Mediator, StaffRole
from scheduler.domain.problem import Assignment, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.sharing.hours import planned_minutes
from scheduler.domain.slots import Slot
from scheduler.model import RotaModel
from tests.scheduler.engine.small import person, shift, week

SLOT, NEXT = shift(0, 9, 13, need=2), shift(1, 9, 13, need=2)
ANA, BOB = person("ana"), person("bob", "elsewhere")
PAST = Worked(mediator="bob", duty=replace(SLOT.duty, decided=False))
OF = replace(week((ANA, BOB), (SLOT, NEXT)), history=(PAST,))


def test_a_duty_of_history_on_a_slot_holds_it() -> None:
    assert OF.settled == {Assignment("bob", SLOT.id)}
    assert replace(OF, slots=(NEXT,)).settled == frozenset()


def test_a_team_has_who_is_given_the_slot_and_who_is_settled_there() -> None:
    rota = Rota(problem=OF, assignments=frozenset({Assignment("ana", SLOT.id)}))

    assert rota.team_of == {SLOT.id: (ANA, BOB), NEXT.id: ()}
    assert rota.whole == {Assignment("ana", SLOT.id), Assignment("bob", SLOT.id)}
    assert (rota.slots_of["bob"], planned_minutes(rota, BOB)) == ((), 240)
    assert [rota.inherits(SLOT, team) for team in ([BOB], [ANA, BOB])] == [True, False]


TWO = replace(
    SLOT,
    needs=(*SLOT.needs, replace(SLOT.needs[0], roles=frozenset({StaffRole.RESPONSABLE}))),
)


@pytest.mark.parametrize(
    ("slot", "role"),
    [(SLOT, StaffRole.MEDIATEUR), (TWO, StaffRole.REFERENT)],
    ids=["one need", "two needs"],
)
def test_whose_role_is_another_since_fills_what_the_slot_asks_for_where_it_is_one_thing(
    slot: Slot, role: StaffRole
) -> None:
    of = replace(OF, slots=(slot, NEXT), mediators=(ANA, replace(BOB, role=StaffRole.REFERENT)))

    (holder,) = Rota(problem=of, assignments=frozenset()).team_of[SLOT.id]
    assert (holder.id, holder.role) == ("bob", role)
    assert [m.role for m, _ in RotaModel(of).team(slot) if m.id == "bob"] == [role]
    assert of.mediator_of["bob"].role is StaffRole.REFERENT


@pytest.mark.parametrize(("who", "options"), [(BOB, ()), (person("bob"), (NEXT,))])
def test_nobody_is_given_what_is_settled(who: Mediator, options: tuple[Slot, ...]) -> None:
    of = replace(OF, mediators=(ANA, who))

    assert of.candidates["bob"] == options
    assert of.candidates["ana"] == (SLOT, NEXT)


def test_a_model_has_it_as_a_constant_of_the_team_alone() -> None:
    model = RotaModel(OF)

    assert list(model.assignment_literals) == [("ana", SLOT.id), ("ana", NEXT.id)]
    assert model.works("bob", SLOT.id) is model.true
    assert model.works("bob", NEXT.id) is None
    assert [(m.id, lit is model.true) for m, lit in model.team(SLOT)] == [
        ("bob", True),
        ("ana", False),
    ]
    assert model.persons["bob"].slots == ()
