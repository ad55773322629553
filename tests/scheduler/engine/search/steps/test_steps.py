"""The steps of a search: what they find is lawful, measured, better, and bounded from below."""

from dataclasses import replace
from itertools import combinations

import pytest

from scheduler.domain.problem import Assignment
from scheduler.engine.search.incumbent import Bound, best_bound, first_open
from scheduler.engine.search.neighbourhoods import Kind, Way
from scheduler.engine.search.part_search import Budget
from scheduler.engine.search.steps.improving import MENDING, improve
from scheduler.engine.search.steps.proving import confirm, prove
from scheduler.engine.search.steps.start import start
from tests.scheduler.engine.search.searching import WISHING, blocking, search_of
from tests.scheduler.engine.small import eight_hours, person, shift, week

PEOPLE = tuple(person(name) for name in ("ana", "bob"))
SMALL = week(
    PEOPLE,
    (shift(0, 6, 13), shift(0, 14, 21, site="a"), shift(1, 6, 13, site="b"), shift(1, 14, 21)),
)
LARGE = week(
    tuple(person(f"p{n}") for n in range(6)),
    tuple(shift(day, hour, hour + 7, need=2) for day in range(7) for hour in (6, 14)),
)
CROWDED = week(
    tuple(person(f"p{n}") for n in range(8)),
    tuple(shift(day, hour, hour + 7, need=5) for day in range(7) for hour in (6, 10, 14)),
)


def cheapest() -> tuple[int, ...]:
    """Return the best costs of the small problem, tier after tier, by trying all rotas."""
    search = search_of(SMALL)
    every = [Assignment(p.id, s.id) for p in SMALL.mediators for s in SMALL.candidates[p.id]]
    return min(
        search.measured(frozenset(chosen)).costs
        for size in range(len(every) + 1)
        for chosen in combinations(every, size)
        if not blocking(search, frozenset(chosen))
    )


def test_proofs_of_all_tiers_meet_the_best_of_all_rotas() -> None:
    search = search_of(SMALL)
    prove(search, (), range(3), Budget(deterministic=30), each=10)

    assert search.incumbent is not None
    assert search.incumbent.costs == (best := cheapest())
    assert tuple(best_bound(search.bounds, place, best) for place in range(3)) == best
    assert blocking(search, search.incumbent.assignments) == []


def test_neighbourhoods_alone_find_the_best_of_all_rotas() -> None:
    search = search_of(SMALL)
    start(search, None)
    improve(search, (), Budget(deterministic=3))

    assert search.incumbent is not None
    assert search.incumbent.costs == cheapest()


@pytest.mark.long
def test_neighbourhoods_only_ever_better_the_rota_and_keep_it_lawful() -> None:
    search = search_of(LARGE)
    start(search, None)
    before = search.incumbent
    improve(search, (), Budget(deterministic=1))

    assert before is not None
    assert search.incumbent is not None
    assert search.incumbent.beats(before)
    assert search.incumbent == search.measured(search.incumbent.assignments)
    assert blocking(search, search.incumbent.assignments) == []
    assert sum(tried.tries for tried in search.tried.values()) > 0


def test_who_shares_no_slot_with_anybody_is_a_team_alone() -> None:
    ana = replace(person("ana"), sites=frozenset({"a"}))
    bob = replace(person("bob"), sites=frozenset({"b"}))
    slots = tuple(
        shift(d, h, h + 6, site=site) for d in range(3) for h, site in ((6, "a"), (14, "b"))
    )
    search = search_of(week((ana, bob), slots))
    search.neighbourhoods.ways[Kind.TEAM, 0] = Way(size=2.0)

    assert {
        frozenset(
            search.model.assignments[n].mediator
            for n in search.neighbourhoods.free(Kind.TEAM, 0, {})
        )
        for _ in range(20)
    } == {frozenset({"ana"}), frozenset({"bob"})}


def test_nothing_is_tried_once_all_is_proved() -> None:
    search = search_of(SMALL)
    prove(search, (), range(3), Budget(deterministic=30), each=10)
    bounds = tuple(search.bounds)
    search.begin(None)
    improve(search, bounds, Budget(deterministic=5))

    assert search.tried == {}


@pytest.mark.long
def test_a_proof_that_is_cut_short_leaves_a_bound_below_the_best() -> None:
    search = search_of(LARGE)
    start(search, None)
    improve(search, (), Budget(deterministic=0.3))
    prove(search, (), range(3), Budget(deterministic=0.02), each=0.01)

    assert search.incumbent is not None
    for bound in search.bounds:
        assert bound.value <= search.incumbent.costs[bound.place]


def test_what_another_process_found_is_joined_with_what_was_found_here() -> None:
    problem = week((person("ana"), person("bob")), (shift(0, 8, 16), shift(2, 8, 16)))
    monday, wednesday = (slot.id for slot in problem.slots)
    ours, theirs = Assignment("ana", monday), Assignment("bob", wednesday)
    start_search = search_of(problem)
    foreign = start_search.measured(frozenset({theirs}))
    search = search_of(problem, foreign=[foreign])
    start(search, None)
    search.take(search.measured(frozenset({ours})))
    improve(search, (Bound(place=0, value=9, caps=()),), Budget(deterministic=0.01))

    assert search.incumbent is not None
    assert search.incumbent.costs[0] == 0


def test_two_mandatory_slots_for_one_person_are_infeasible_however_they_are_searched() -> None:
    slots = (shift(0, 14, 22, mandatory=True), shift(1, 6, 12, mandatory=True))
    search = search_of(week((person("ana"),), slots))
    prove(search, (), range(3), Budget(deterministic=5), each=5)
    first = search.infeasible
    confirm(search, Budget(deterministic=5))

    assert (first, search.infeasible, search.incumbent) == (True, True, None)


def test_what_is_possible_is_confirmed_as_possible() -> None:
    search = search_of(week((person("ana"),), (replace(shift(0, 14, 22), mandatory=True),)))
    confirm(search, Budget(deterministic=5))

    assert not search.infeasible
    assert search.incumbent is not None
    assert first_open((), search.incumbent.costs) != 0


def test_a_proof_that_ends_without_a_rota_leaves_its_bound() -> None:
    search = search_of(CROWDED)
    start(search, None)
    # The second tier ends without a rota of its own here: its bound proves that of the first.
    prove(search, (), (0, 1), Budget(deterministic=0.012), each=0.006)

    assert search.bounds[:2] == [
        Bound(place=0, value=20, caps=()),
        Bound(place=1, value=6273, caps=(20,)),
    ]
    assert search.incumbent is not None
    assert search.incumbent.costs[:2] == (20, 6544)


def test_a_tier_that_comes_to_nothing_from_nothing_is_searched_from_the_rota_at_hand() -> None:
    search = search_of(CROWDED)
    start(search, None)
    prove(search, (), (0, 1), Budget(deterministic=0.04), each=0.006)

    assert search.tried["preuve"].tries == 3
    assert {bound.place for bound in search.bounds} == {0, 1}
    assert search.incumbent is not None
    assert blocking(search, search.incumbent.assignments) == []


THREE = week((person("ana"), eight_hours("bob")), tuple(shift(day, 8, 16) for day in range(3)))


def first_of(who: str, count: int) -> frozenset[Assignment]:
    return frozenset(Assignment(who, slot.id) for slot in THREE.slots[:count])


def test_a_rota_that_covers_less_and_is_better_in_the_rest_is_made_to_cover_as_well() -> None:
    search = search_of(THREE, WISHING)
    search.take(search.measured(first_of("ana", 2)))
    search.take(search.measured(first_of("bob", 3)))
    assert search.rival is not None
    assert search.rival.assignments == first_of("ana", 2)
    improve(search, (), Budget(deterministic=1))

    assert search.tried[MENDING].gains
    assert search.incumbent is not None
    assert search.incumbent.assignments == first_of("ana", 3)


def test_what_mends_a_rota_makes_no_later_try_longer_or_shorter() -> None:
    search = search_of(THREE, WISHING)
    search.take(search.measured(first_of("ana", 2)))
    search.take(search.measured(first_of("bob", 3)))
    covering = range(search.first)  # at their best once three slots are held
    efforts = search.neighbourhoods.efforts
    efforts.update(dict.fromkeys(covering, 1.0))

    improve(search, (), Budget(deterministic=1))

    assert search.tried[MENDING].gains
    assert [efforts[place] for place in covering] == [1.0 for _ in covering]


@pytest.mark.parametrize(("who", "count"), [("bob", 2), ("ana", 0)])
def test_a_rota_that_is_worse_in_all_or_empty_is_no_rival(who: str, count: int) -> None:
    search = search_of(THREE, WISHING)
    search.take(search.measured(first_of(who, count)))
    search.take(search.measured(first_of("ana", 3)))

    assert search.rival is None


@pytest.mark.parametrize("tiers", [1, 3, 4])
def test_the_vector_of_a_rota_is_kept_whatever_tiers_the_model_has_by_now(tiers: int) -> None:
    search = search_of(THREE, WISHING)
    search.model.extend(tiers)
    search.take(search.measured(first_of("ana", 2)))
    before = search.vector
    search.take(search.measured(first_of("bob", 3)))
    better = search.measured(first_of("ana", 3))
    vector = search.model.complete(better.assignments, search.solving)
    search.take(better, vector)

    assert before != vector
    assert search.vector is vector
