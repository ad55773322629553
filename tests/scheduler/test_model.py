from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from ortools.sat.python import cp_model

from scheduler.finding import Claim
from scheduler.model import RotaModel
from scheduler.model.conflicts import cliques
from tests.scheduler.engine.small import person, shift, week

CLAIM = Claim("essai", "ana", 0, 1)
PROBLEM = week((person("ana"),), (shift(0, 8, 12), shift(1, 8, 12), shift(2, 8, 12)))


def solutions(model: RotaModel, *, gate: bool | None = None) -> set[tuple[int, ...]]:
    """Every choice of the three posts that the model admits, tried one by one."""
    model.seal()
    literals = list(model.assignment_literals.values())
    collected = set()
    for chosen in product((0, 1), repeat=len(literals)):
        cp = model.cp.clone()
        for literal, value in zip(literals, chosen, strict=True):
            cp.add(cp.get_bool_var_from_proto_index(literal.index) == value)
        for condition in model.gates.values():
            cp.add(cp.get_bool_var_from_proto_index(condition.index) == bool(gate))
        if cp_model.CpSolver().solve(cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            collected.add(chosen)
    return collected


def literals(model: RotaModel) -> list[Any]:
    return list(model.assignment_literals.values())


ALL = set(product((0, 1), repeat=3))


def post_pair(model: RotaModel) -> None:
    model.forbid_all(CLAIM, literals(model)[:2])


def post_three(model: RotaModel) -> None:
    model.forbid_all(CLAIM, literals(model))


def post_at_most(model: RotaModel) -> None:
    model.at_most(CLAIM, [(2, lit) for lit in literals(model)], 3)


def post_at_least(model: RotaModel) -> None:
    model.at_least(CLAIM, [(1, lit) for lit in literals(model)], 2)


def post_one_of(model: RotaModel) -> None:
    model.one_of(CLAIM, literals(model))


def post_at_most_one(model: RotaModel) -> None:
    model.at_most_one(CLAIM, literals(model))


def post_same(model: RotaModel) -> None:
    a, b, _ = literals(model)
    model.same(CLAIM, a, b)


def post_each(model: RotaModel) -> None:
    first, *others = literals(model)
    model.forbid_each(CLAIM, first, others)


VERBS = [
    (post_pair, {c for c in ALL if not (c[0] and c[1])}),
    (post_three, {c for c in ALL if sum(c) < 3}),
    (post_at_most, {c for c in ALL if 2 * sum(c) <= 3}),
    (post_at_least, {c for c in ALL if sum(c) >= 2}),
    (post_one_of, {c for c in ALL if sum(c)}),
    (post_at_most_one, {c for c in ALL if sum(c) <= 1}),
    (post_each, {c for c in ALL if not (c[0] and (c[1] or c[2]))}),
    (post_same, {c for c in ALL if c[0] == c[1]}),
]


@pytest.mark.parametrize(("post", "admitted"), VERBS, ids=[p.__name__ for p, _ in VERBS])
def test_a_verb_admits_exactly_what_it_says(post: object, admitted: set[tuple[int, ...]]) -> None:
    model = RotaModel(PROBLEM)
    post(model)  # type: ignore[operator]

    assert solutions(model) == admitted


@pytest.mark.parametrize(("post", "admitted"), VERBS, ids=[p.__name__ for p, _ in VERBS])
def test_a_gate_switches_the_demand_off_and_on(
    post: object, admitted: set[tuple[int, ...]]
) -> None:
    on, off = RotaModel(PROBLEM, gated=True), RotaModel(PROBLEM, gated=True)
    post(on)  # type: ignore[operator]
    post(off)  # type: ignore[operator]

    assert solutions(on, gate=True) == admitted
    assert solutions(off, gate=False) == ALL


@pytest.mark.parametrize("post", [p for p, _ in VERBS], ids=[p.__name__ for p, _ in VERBS])
def test_a_waived_claim_demands_nothing(post: object) -> None:
    model = RotaModel(PROBLEM, waived=frozenset({CLAIM}))
    post(model)  # type: ignore[operator]

    assert solutions(model) == ALL


def test_constants_that_exceed_a_limit_raise_it_to_what_they_use() -> None:
    model = RotaModel(PROBLEM)
    literal, *_ = literals(model)
    model.at_most(CLAIM, [(10, model.true), (1, literal)], 5)

    assert solutions(model) == {c for c in ALL if not c[0]}


def test_constants_alone_are_never_forbidden() -> None:
    model = RotaModel(PROBLEM)
    model.forbid_all(CLAIM, [model.true, model.true])

    assert solutions(model) == ALL


@pytest.mark.parametrize("gated", [False, True])
def test_a_constant_excludes_each_post_and_is_excluded_by_none(gated: bool) -> None:
    fixed, other = RotaModel(PROBLEM, gated=gated), RotaModel(PROBLEM, gated=gated)
    a, b, _ = literals(fixed)
    fixed.forbid_each(CLAIM, fixed.true, [a, fixed.true, b])
    other.forbid_each(CLAIM, literals(other)[2], [other.true, literals(other)[0]])

    assert solutions(fixed, gate=True) == {c for c in ALL if not (c[0] or c[1])}
    assert solutions(other, gate=True) == {c for c in ALL if not c[2]}


def test_a_constant_and_a_post_forbid_the_post() -> None:
    model = RotaModel(PROBLEM)
    model.forbid_all(CLAIM, [model.true, literals(model)[2]])

    assert solutions(model) == {c for c in ALL if not c[2]}


def test_cliques_cover_every_pair_and_no_other() -> None:
    pairs = {(1, 2), (2, 3), (1, 3), (3, 4), (5, 6)}
    both = pairs | {(b, a) for a, b in pairs}

    rows = cliques([sum(1 << b for b in range(7) if (a, b) in both) for a in range(7)])

    covered = {(a, b) for row in rows for a in row for b in row if a < b}
    assert covered == pairs
    assert sorted(len(row) for row in rows) == [2, 2, 3]


def rows(model: RotaModel) -> int:
    """Rows that demand something."""
    model.seal()
    return len(model.cp.proto.constraints)


PAIR = Claim("paire", "ana", 0, 1)


def chain_after_pair(**options: Any) -> RotaModel:
    model = RotaModel(PROBLEM, **options)
    a, b, c = literals(model)
    model.forbid_all(PAIR, [a, b])
    model.forbid_all(CLAIM, [a, b, c])
    return model


def test_a_chain_is_posted_only_where_no_pair_of_it_is_excluded_already() -> None:
    assert rows(chain_after_pair()) == 1
    assert solutions(chain_after_pair()) == {c for c in ALL if not (c[0] and c[1])}


def test_a_chain_is_posted_again_once_the_claim_that_excludes_its_pair_is_waived() -> None:
    waived = chain_after_pair(waived=frozenset({PAIR}))

    assert solutions(waived) == {c for c in ALL if sum(c) < 3}


def test_a_gated_model_posts_each_claim_and_calls_nothing_impossible() -> None:
    model = chain_after_pair(gated=True)

    assert set(model.gates) == {PAIR, CLAIM}
    assert rows(model) == 2
    assert not model.impossible("ana", literals(model))


def test_what_is_impossible_is_two_posts_that_exclude_each_other_or_one_that_nobody_may_hold() -> (
    None
):
    model = RotaModel(PROBLEM)
    a, b, c = literals(model)
    model.at_most_one(PAIR, [a, b])

    assert model.impossible("ana", [c, b, a])
    assert not model.impossible("ana", [a, c])
    assert not model.impossible("bob", [a, b])
    assert not model.impossible("ana", [a, model.true])
    model.forbid(CLAIM, c)
    assert model.impossible("ana", [a, c])


def test_people_with_the_same_conflicts_have_the_same_rows() -> None:
    """The cover of one is used for the other; what is forbidden is in no row of exclusions."""
    model = RotaModel(replace(PROBLEM, mediators=(person("ana"), person("bob"))))
    own = [[lit for _, lit in model.persons[who].slots] for who in ("ana", "bob")]
    for who, (a, b, c) in zip(("ana", "bob"), own, strict=True):
        claim = replace(CLAIM, subject=who)
        for pair in ((a, b), (b, c), (a, c)):
            model.forbid_all(claim, pair)
    model.forbid(replace(CLAIM, subject="bob"), own[1][0])
    model.seal()

    rows = [list(row.at_most_one.literals) for row in model.cp.proto.constraints]
    (a, b, c), (_, e, f) = [[lit.index for lit in lits] for lits in own]
    assert [row for row in rows if row] == [[a, b, c], [e, f]]
