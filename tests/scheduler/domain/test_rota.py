"""A rota that is changed is the same as one made anew."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.people import StaffRole
from scheduler.domain.problem import Assignment, Worked
from scheduler.domain.rota import Rota
from tests.scheduler.engine.small import person, shift, week

SLOTS = tuple(shift(day, 9, 13, need=2) for day in range(4))
#: Bob was on the first slot already, in another role.
PAST = Worked(mediator="bob", duty=replace(SLOTS[0].duty, decided=False))
PEOPLE = (person("ana"), replace(person("bob"), role=StaffRole.REFERENT), person("cleo"))
PROBLEM = replace(week(PEOPLE, SLOTS), history=(PAST,))
POSSIBLE = [Assignment(who.id, slot.id) for who in PEOPLE for slot in SLOTS]
SOME = st.frozensets(st.sampled_from(POSSIBLE))


@given(SOME, SOME, SOME)
def test_slots_and_teams_are_those_of_a_rota_made_anew(
    before: frozenset[Assignment], added: frozenset[Assignment], removed: frozenset[Assignment]
) -> None:
    rota = Rota(problem=PROBLEM, assignments=before)

    changed = rota.changed(added, removed)

    anew = Rota(problem=PROBLEM, assignments=(before - removed) | added)
    assert changed == anew
    assert changed.slots_of == anew.slots_of
    assert changed.team_of == anew.team_of
    assert (rota.slots_of, rota.team_of) == (
        Rota(problem=PROBLEM, assignments=before).slots_of,
        Rota(problem=PROBLEM, assignments=before).team_of,
    )
