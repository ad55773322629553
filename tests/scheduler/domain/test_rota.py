"""A rota that is changed is the same as one made anew."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.people import StaffRole
from scheduler.domain.problem import Assignment, Worked
from scheduler.domain.rota import TIMELINES, Rota
from tests.scheduler.engine.small import person, shift, week

SLOTS = tuple(shift(day, 9, 13, need=2) for day in range(4))
#: Bob was on the first slot already, in another role; Ana on the last, and on none that is open.
PAST = (
    Worked(mediator="bob", duty=replace(SLOTS[0].duty, decided=False)),
    Worked(mediator="ana", duty=replace(SLOTS[3].duty, decided=False)),
)
PEOPLE = (person("ana"), replace(person("bob"), role=StaffRole.REFERENT), person("cleo"))
PROBLEM = replace(week(PEOPLE, SLOTS), history=PAST)
POSSIBLE = [Assignment(who.id, slot.id) for who in PEOPLE for slot in SLOTS]
SOME = st.frozensets(st.sampled_from(POSSIBLE))


def read(rota: Rota) -> tuple[object, ...]:
    """Return all that a change works out, and what is built on it."""
    timelines = [rota.timeline(who) for who in PEOPLE]
    return rota, rota.whole, rota.slots_of, rota.team_of, timelines


@given(SOME, SOME, SOME)
def test_slots_teams_and_timelines_are_those_of_a_rota_made_anew(
    before: frozenset[Assignment], added: frozenset[Assignment], removed: frozenset[Assignment]
) -> None:
    rota = Rota(problem=PROBLEM, assignments=before)
    seen = read(rota)

    changed = rota.changed(added, removed)
    after = (before - removed) | added
    # Changed again, it is made from what the first change worked out.
    again = changed.changed(before, added)

    assert read(changed) == read(Rota(problem=PROBLEM, assignments=after))
    assert read(again) == read(Rota(problem=PROBLEM, assignments=(after - added) | before))
    assert read(rota) == seen == read(Rota(problem=PROBLEM, assignments=before))


def test_a_rota_keeps_the_timelines_of_the_last_people_asked_for() -> None:
    crowd = tuple(person(f"p{number}") for number in range(TIMELINES + 1))
    rota = Rota(problem=week(crowd, SLOTS), assignments=frozenset())

    *kept, last = (rota.timeline(who) for who in crowd)

    assert rota.timeline(crowd[-1]) is last
    assert len(rota.timelines_known) <= TIMELINES
    assert rota.timeline(crowd[0]) == kept[0]
