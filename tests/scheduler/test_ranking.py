"""What two rotas differ by is what each goal measures of them, whole."""

from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.wishes.contract_hours import GOAL as HOURS
from constraints.wishes.coverage import MINIMUM, TARGET
from constraints.wishes.over_hours import GOAL as OVER
from constraints.wishes.same_places import GOAL as PLACES
from constraints.wishes.usual_partners import GOAL as PARTNERS
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.ranking import Ranking
from scheduler.rule import Profile
from tests.scheduler.engine.small import person, shift, week

GOALS = (MINIMUM, TARGET, OVER, HOURS, PLACES, PARTNERS)
PROFILE = Profile(name="essai", goals=GOALS)
PEOPLE = tuple(person(name) for name in ("ana", "bob", "cleo"))
SLOTS = tuple(shift(day, 9, 19, need=2, site=f"s{day}") for day in range(5))
PROBLEM = week(PEOPLE, SLOTS)
ROTAS = st.sets(
    st.builds(
        Assignment,
        st.sampled_from([p.id for p in PEOPLE]),
        st.sampled_from([s.id for s in SLOTS]),
    )
).map(lambda some: Rota(problem=PROBLEM, assignments=frozenset(some)))


@given(ROTAS, ROTAS)
@settings(max_examples=60)
def test_each_tier_differs_by_what_its_goals_measure(before: Rota, after: Rota) -> None:
    ranking = Ranking(PROFILE, before)
    tiers = sorted({goal.tier for goal in GOALS})
    sums = {
        tier: sum(g.measure(after) - g.measure(before) for g in GOALS if g.tier == tier)
        for tier in tiers
    }

    assert [(c.tier, c.difference) for c in ranking.changes(after)] == [
        (tier, more) for tier, more in sums.items() if more
    ]
    first = ranking.first_change(after)
    better = tuple(sums.values()) < (0,) * len(sums)
    assert (first is not None and first.difference < 0) == better
    key = ranking.key(after)
    assert [key.at(place) for place in range(len(sums) + 1)] == [*sums.values(), None]


@given(ROTAS, st.lists(ROTAS, max_size=6))
@settings(max_examples=40)
def test_keys_sort_as_all_that_rotas_cost(before: Rota, others: list[Rota]) -> None:
    ranking = Ranking(PROFILE, before)
    tiers = sorted({goal.tier for goal in GOALS})

    def costs(rota: Rota) -> list[int]:
        return [sum(g.measure(rota) for g in GOALS if g.tier == tier) for tier in tiers]

    ranked = sorted(others, key=ranking.key)

    assert [costs(rota) for rota in ranked] == sorted(map(costs, others))
    for rota in others:
        assert (ranking.key(rota) == ranking.key(before)) is (costs(rota) == costs(before))


def test_the_goals_that_lose_most_come_first_and_a_tier_that_ends_even_is_no_change() -> None:
    empty = Rota(problem=PROBLEM, assignments=frozenset())
    every = frozenset(Assignment("ana", slot.id) for slot in SLOTS)

    ranking = Ranking(PROFILE, empty)

    first, *others = ranking.changes(Rota(problem=PROBLEM, assignments=every))

    # Five posts of the minimum gain; of the second tier, hours lose more than five posts gain.
    assert (first.tier, first.difference, first.worse) == (1, -5, ())
    assert others[0].worse[0].goal is OVER
    assert list(ranking.changes(empty)) == []


def test_what_was_priced_before_is_priced_anew_for_whoever_has_changed_since() -> None:
    """One ranking that moves along says the same as a new one of each rota."""
    people = tuple(person(name) for name in ("ana", "bob"))
    slots = tuple(shift(day, 8, 16) for day in range(4))
    problem = week(people, slots)
    rota = Rota(problem=problem, assignments=frozenset())
    ranking = Ranking(PROFILE, rota)
    for who, slot in (("ana", 0), ("bob", 1), ("ana", 2), ("ana", 3)):
        after = rota.changed({Assignment(who, slots[slot].id)})
        others = [rota.changed({Assignment(o.id, slots[slot].id)}) for o in people]

        assert [list(ranking.changes(o)) for o in others] == [
            list(Ranking(PROFILE, rota).changes(o)) for o in others
        ]
        ranking.moved(after)
        rota = after
