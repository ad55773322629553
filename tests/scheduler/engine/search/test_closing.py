"""No rota is shown in which somebody could hold an open post for nothing."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.house.limits.consecutive_days import RULE as CONSECUTIVE
from constraints.house.people.locks import RULE as LOCKS
from constraints.house.people.one_place import RULE as ONE_PLACE
from constraints.house.teams.binome_size import RULE as BINOME
from constraints.house.teams.headcount import RULE as HEADCOUNT
from constraints.law.leave.absences import RULE as ABSENCES
from constraints.law.rests.daily_rest_11h import RULE as REST
from constraints.wishes.contract_hours import GOAL as HOURS
from constraints.wishes.coverage import MINIMUM, TARGET
from constraints.wishes.over_hours import GOAL as OVER
from scheduler.audit import audit
from scheduler.domain.people import Absence
from scheduler.domain.problem import Assignment, Lock, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import day_span
from scheduler.engine.search.closing import closed
from scheduler.ranking import Ranking
from scheduler.rule import Profile
from tests.scheduler.engine.small import JUNE, eight_hours, person, shift, week

PROFILE = Profile(
    name="essai",
    person_rules=(REST, ONE_PLACE, ABSENCES),
    team_rules=(HEADCOUNT, BINOME, LOCKS),
    goals=(MINIMUM, TARGET, OVER, HOURS),
)
MORNING, EVENING, NEXT = shift(0, 6, 13), shift(0, 14, 21), shift(1, 6, 13)
ANA, BOB, CLEO = person("ana"), person("bob"), person("cleo")


def pairs(rota: frozenset[Assignment]) -> set[tuple[str, str]]:
    return {(each.mediator, each.slot) for each in rota}


def lawful(rota: Rota) -> bool:
    return not [f for f in audit(rota, PROFILE) if f.blocks and not f.inherited]


def test_a_post_goes_to_somebody_whom_nothing_stops() -> None:
    problem = replace(
        week((ANA, BOB), (MORNING,)), absences=(Absence(mediator="ana", span=day_span(JUNE)),)
    )

    assert pairs(closed(problem, PROFILE, frozenset())) == {("bob", MORNING.id)}


def test_every_slot_gets_its_minimum_before_one_gets_more() -> None:
    slots = tuple(
        replace(slot, needs=(replace(slot.needs[0], minimum=1, target=2, maximum=2),))
        for slot in (shift(0, 6, 13), shift(0, 7, 14))
    )

    two = closed(week((ANA, BOB), slots), PROFILE, frozenset())
    three = closed(week((ANA, BOB, CLEO), slots), PROFILE, frozenset())

    assert sorted(a.slot for a in two) == [slot.id for slot in slots]
    assert sorted(a.slot for a in three) == [slots[0].id, slots[0].id, slots[1].id]


def test_a_post_that_costs_more_above_stays_open() -> None:
    """Eight hours due: the second post of seven is worth less than the hours beyond."""
    slots = tuple(
        replace(slot, needs=(replace(slot.needs[0], minimum=0),))
        for slot in (shift(0, 8, 15), shift(1, 8, 15), shift(2, 8, 15))
    )

    after = closed(week((eight_hours("ana"),), slots, days=7), PROFILE, frozenset())

    assert len(after) == 1


@pytest.mark.parametrize("days", [6, 7])
def test_nobody_is_given_a_seventh_day_in_a_row_that_only_warns(days: int) -> None:
    profile = replace(PROFILE, person_rules=(*PROFILE.person_rules, CONSECUTIVE))
    slots = tuple(shift(day, 8, 10) for day in range(days))

    assert len(closed(week((ANA,), slots, days=8), profile, frozenset())) == 6


def test_a_pair_comes_where_nobody_may_come_alone() -> None:
    two = replace(shift(0, 6, 13, need=2), binome=True)

    assert pairs(closed(week((ANA, BOB), (two,)), PROFILE, frozenset())) == {
        ("ana", two.id),
        ("bob", two.id),
    }
    assert closed(week((ANA,), (two,)), PROFILE, frozenset()) == frozenset()


def test_somebody_moves_to_an_open_post_and_another_takes_theirs() -> None:
    # Only Ana may hold the evening, and she holds the morning, which Bob can hold too.
    evening = shift(0, 12, 20, dispositif="e")
    people = (person("ana", "d", "e"), person("bob", "d"))
    before = frozenset({Assignment("ana", MORNING.id)})

    after = closed(week(people, (MORNING, evening)), PROFILE, before)

    assert pairs(after) == {("ana", evening.id), ("bob", MORNING.id)}


def test_what_is_locked_does_not_move() -> None:
    evening = shift(0, 12, 20, dispositif="e")
    people = (person("ana", "d", "e"), person("bob", "d"))
    lock = Lock(mediator="ana", slot=MORNING.id, by="Nora", why="réunion")
    problem = replace(week(people, (MORNING, evening)), locks=(lock,))
    kept = frozenset({Assignment("ana", MORNING.id)})

    assert closed(problem, PROFILE, kept) == kept


def test_a_rota_without_an_open_post_is_left_as_it_is() -> None:
    kept = frozenset({Assignment("ana", MORNING.id), Assignment("bob", EVENING.id)})

    assert closed(week((ANA, BOB), (MORNING, EVENING)), PROFILE, kept) == kept


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw a week of few people, with posts of one and of two, and days away."""
    people = (ANA, BOB, CLEO, person("dia"))[: draw(st.integers(2, 4))]
    slots = [
        replace(shift(day, start, start + 7, need=need), binome=need > 1 and draw(st.booleans()))
        for day in range(draw(st.integers(1, 3)))
        for start in (6, 14)
        for need in (draw(st.integers(1, 2)),)
    ]
    away = tuple(
        Absence(mediator=who.id, span=day_span(JUNE + timedelta(days=draw(st.integers(0, 2)))))
        for who in people
        if draw(st.booleans())
    )
    return replace(week(people, tuple(slots)), absences=away)


@settings(max_examples=40, deadline=None)
@given(problem=problems(), seed=st.randoms(use_true_random=False))
def test_nobody_could_hold_an_open_post_for_nothing(problem: Problem, seed: object) -> None:
    possible = [Assignment(who, s.id) for who, slots in problem.candidates.items() for s in slots]
    seed.shuffle(possible)  # type: ignore[attr-defined]
    rota = Rota(problem=problem, assignments=frozenset())
    for each in possible[: len(possible) // 2]:
        if lawful(rota.changed({each})):
            rota = rota.changed({each})

    after = replace(rota, assignments=closed(problem, PROFILE, rota.assignments))

    assert lawful(after)
    change = Ranking(PROFILE, rota).first_change(after)
    assert change is None or change.difference < 0
    left = [each for each in possible if each not in after.assignments]
    for some in (*((each,) for each in left), *combinations(left, 2)):
        if len({each.slot for each in some}) == 1:
            more = after.changed(some)
            gain = Ranking(PROFILE, after).first_change(more)
            assert not (lawful(more) and gain is not None and gain.difference < 0)


@pytest.mark.parametrize("_again", range(2))
def test_the_same_rota_comes_twice(_again: int) -> None:
    slots = tuple(shift(day, hour, hour + 7) for day in range(3) for hour in (6, 14))
    problem = week((ANA, BOB, CLEO), slots)

    assert closed(problem, PROFILE, frozenset()) == closed(problem, PROFILE, frozenset())
