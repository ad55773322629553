"""A caller's own method searches a part beside the engine, in the processes that solve it."""

from collections.abc import Callable

from constraints.house.people.one_place import RULE as ONE_PLACE
from constraints.wishes.coverage import MINIMUM
from scheduler.domain.problem import Assignment
from scheduler.engine import Options, Solution, solve
from scheduler.engine.parts.turns import SMALL
from scheduler.engine.search.incumbent import Bound
from scheduler.engine.search.part_search import Budget, PartSearch
from scheduler.engine.tried import Tried
from scheduler.rule import Profile
from tests.scheduler.engine.small import person, shift, week

PROFILE = Profile(name="essai", person_rules=(ONE_PLACE,), goals=(MINIMUM,))
PEOPLE = 30
TRIED = "essai"


def diagonal(search: PartSearch, seed: int) -> Callable[[Budget, bool], None]:
    """Return a search that gives each person a post of their own, and knows that this is best."""
    del seed
    people, slots = search.problem.mediators, search.problem.slots

    def step(budget: Budget, whole: bool) -> None:
        rota = frozenset(Assignment(m.id, s.id) for m, s in zip(people, slots, strict=False))
        gained = search.take(search.measured(rota))
        if whole:
            value = len(slots) - len(people)
            search.bound(Bound(place=0, value=value, caps=(), confirmed=True))
        search.note(TRIED, Tried(tries=1, gains=gained, seconds=budget.spent))

    return step


def unable(search: PartSearch, seed: int) -> None:
    del search, seed


def solved(options: Options) -> Solution:
    """Solve a day with one post more than people, whose proof the engine would begin later."""
    posts = [f"d{n}" for n in range(PEOPLE + 1)]
    people = tuple(person(f"p{n}", *posts) for n in range(PEOPLE))
    problem = week(people, tuple(shift(0, 8, 16, dispositif=post) for post in posts))
    assert sum(map(len, problem.candidates.values())) > SMALL
    solution = solve(problem, PROFILE, options)
    assert isinstance(solution, Solution)
    return solution


def kinds(solution: Solution) -> set[str]:
    return {work.kind for part in solution.parts for work in part.work}


def test_a_method_searches_a_part_and_its_bound_counts() -> None:
    solution = solved(Options(seconds=20, processes=1, method=diagonal))

    assert TRIED in kinds(solution)
    assert [(tier.cost, tier.bound) for tier in solution.tiers] == [(1, 1)]


def test_a_part_that_a_method_cannot_search_is_searched_as_ever() -> None:
    solution = solved(Options(seconds=20, processes=1, method=unable))

    assert TRIED not in kinds(solution)
    assert [(tier.cost, tier.bound) for tier in solution.tiers] == [(1, 1)]


def test_a_method_begins_where_effort_is_counted_too() -> None:
    assert TRIED in kinds(solved(Options(processes=1, effort=1.0, method=diagonal)))
