"""Ways out of what can't all be had: lawful once applied, and none cheaper by trying all."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from ortools.sat.python import cp_model

from constraints.house.limits.slot_count import RULE as COUNT
from constraints.house.people.locks import RULE as LOCKS
from constraints.house.people.one_place import RULE as ONE_PLACE
from constraints.house.teams.headcount import RULE as HEADCOUNT
from constraints.house.teams.mandatory import RULE as MANDATORY
from constraints.law.rests.daily_rest_11h import RULE as REST
from scheduler.concessions import WayOut, unconceded, ways_out
from scheduler.domain.limits import Every, Limit, LimitKind
from scheduler.domain.problem import Assignment, Lock, Problem
from scheduler.domain.rota import Rota
from scheduler.finding import Severity
from scheduler.rule import Profile
from tests.scheduler.engine.false_proofs import HastySolver
from tests.scheduler.engine.small import person, shift, week

PROFILE = Profile(
    name="essai",
    person_rules=(REST, ONE_PLACE, COUNT),
    team_rules=(MANDATORY, LOCKS, HEADCOUNT),
)
EVENING, MORNING, LATER = shift(0, 14, 22), shift(1, 6, 12), shift(1, 10, 16)


def locked(problem: Problem, *pairs: tuple[str, str]) -> Problem:
    locks = tuple(Lock(mediator=who, slot=slot, by="essai", why="") for who, slot in pairs)
    return replace(problem, locks=locks)


def cheapest(problem: Problem) -> tuple[WayOut, ...]:
    answer = ways_out(problem, PROFILE, seconds=60)
    assert answer.concluded
    return answer.ways


def named(way: WayOut) -> set[tuple[str, str]]:
    return {(claim.rule, claim.subject) for claim in way.claims}


def test_a_way_out_that_only_a_hasty_answer_calls_the_cheapest_is_not_said_to_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slots = (replace(EVENING, mandatory=True), MORNING)
    problem = locked(week((person("ana"),), slots), ("ana", MORNING.id))
    assert [(way.cost, way.cheapest) for way in cheapest(problem)] == [(2, True), (4, True)]
    monkeypatch.setattr(cp_model, "CpSolver", HastySolver)

    answer = ways_out(problem, PROFILE, seconds=60)

    assert [(way.cost, way.cheapest) for way in answer.ways] == [(4, False)]


def test_two_locks_that_leave_no_rest_are_each_a_way_out() -> None:
    problem = locked(
        week((person("ana"),), (EVENING, MORNING)), ("ana", EVENING.id), ("ana", MORNING.id)
    )
    ways = cheapest(problem)

    assert [(way.cost, way.cheapest, len(way.claims)) for way in ways] == [(2, True, 1)] * 2
    assert {way.claims[0].first for way in ways} == {EVENING.span.first, MORNING.span.first}


def test_a_lock_is_lifted_before_a_mandatory_post_is_left_empty() -> None:
    day = replace(MORNING, mandatory=True)
    problem = locked(week((person("ana"),), (EVENING, day)), ("ana", EVENING.id))

    assert [(named(way), way.cost) for way in cheapest(problem)] == [
        ({("locks", "ana")}, 2),
        ({("mandatory", day.id)}, 4),
    ]


def test_what_a_person_asked_for_is_given_up_before_a_lock() -> None:
    limit = Limit(kind=LimitKind.SLOTS, mediator="ana", most=0, every=Every.WEEK)
    problem = locked(week((person("ana"),), (EVENING,)), ("ana", EVENING.id))
    first, *_ = cheapest(replace(problem, limits=(limit,)))

    assert (named(first), first.cost) == ({("slot_count", "ana")}, 1)


def test_public_order_is_never_given_up() -> None:
    assert [rule for rule in PROFILE.rules if rule.concession is not None] == [
        COUNT,
        MANDATORY,
        LOCKS,
    ]
    assert all(
        rule.severity is Severity.HOUSE for rule in PROFILE.rules if rule.concession is not None
    )


def test_a_month_that_is_possible_has_no_way_out_to_tell() -> None:
    answer = ways_out(week((person("ana"),), (LATER,)), PROFILE, seconds=60)

    assert (answer.ways, answer.concluded) == ((), True)


def test_without_time_nothing_is_concluded() -> None:
    problem = locked(
        week((person("ana"),), (EVENING, MORNING)), ("ana", EVENING.id), ("ana", MORNING.id)
    )

    assert not ways_out(problem, PROFILE, seconds=0).concluded


def drawn(seed: int, names: tuple[str, ...]) -> Problem:
    """These people, and four slots of three days, with locks and mandatory slots drawn."""
    draw = random.Random(seed)
    people = tuple(map(person, names))
    slots = tuple(
        replace(slot, mandatory=draw.random() < 0.5)
        for slot in (EVENING, MORNING, shift(1, 14, 22), shift(2, 6, 12))
    )
    pairs = {(draw.choice(people).id, draw.choice(slots).id) for _ in range(4)}
    return locked(week(people, slots), *sorted(pairs))


def all_rotas(problem: Problem) -> Iterator[Rota]:
    pairs = [Assignment(m.id, slot.id) for m in problem.mediators for slot in problem.slots]
    for size in range(len(pairs) + 1):
        for some in combinations(pairs, size):
            yield Rota(problem=problem, assignments=frozenset(some))


def demands(problem: Problem) -> tuple[tuple[str, str, int], ...]:
    """All that may be given up, each by rule, subject and start, read from the data alone."""
    slots = problem.slot_of
    locks = {("locks", lock.mediator, slots[lock.slot].span.first) for lock in problem.locks}
    posts = {("mandatory", slot.id, slot.span.first) for slot in problem.slots if slot.mandatory}
    return tuple(sorted(locks | posts))


def broken(rota: Rota) -> frozenset[tuple[str, str, int]] | None:
    """The demands that a rota breaks (None: it breaks something else that blocks)."""
    findings = unconceded(rota, PROFILE, ())
    if any(finding.rule not in {"locks", "mandatory"} for finding in findings):
        return None
    return frozenset((f.rule, f.subject, f.span.first) for f in findings)


PRICES = {"locks": 2, "mandatory": 4}


TWO, THREE = ("ana", "bob"), ("ana", "bob", "cid")


@pytest.mark.parametrize(
    ("seed", "names"),
    [
        *((seed, TWO) for seed in range(6)),
        *(pytest.param(seed, THREE, marks=pytest.mark.long) for seed in range(3)),
    ],
)
def test_no_way_out_is_cheaper_by_trying_all_rotas(seed: int, names: tuple[str, ...]) -> None:
    problem = drawn(seed, names)
    sets = {some for rota in all_rotas(problem) if (some := broken(rota)) is not None}
    minimal = {some for some in sets if not any(other < some for other in sets)}
    costs = sorted(sum(PRICES[rule] for rule, _, _ in some) for some in minimal)
    ways = cheapest(problem)

    if frozenset() in sets:
        assert ways == ()
        return
    assert [way.cost for way in ways] == costs[: len(ways)]
    assert len(ways) == min(len(minimal), 4)
    for way in ways:
        given_up = frozenset((claim.rule, claim.subject, claim.first) for claim in way.claims)
        assert given_up in minimal
        assert given_up <= set(demands(problem))
        rota = Rota(problem=problem, assignments=way.assignments)
        assert unconceded(rota, PROFILE, way.claims) == ()
        assert broken(rota) == given_up
