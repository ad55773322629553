"""One encoding feeds the whole model, one person's model and the team's rows."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from constraints.registry import base
from scheduler.domain.people import TEAM, Pair, PairKind
from scheduler.engine.build import build, build_person
from tests.scheduler.engine.small import person, shift, week

if TYPE_CHECKING:
    from scheduler.model import RotaModel

ANA, BOB = person("ana"), person("bob")
#: A late shift and an early one the next day leave no rest; two at once can't be held together.
SHIFTS = (shift(0, 17, 21), shift(1, 6, 10), shift(1, 8, 12), shift(3, 8, 12))
PROBLEM = replace(
    week((ANA, BOB), SHIFTS), pairs=(Pair(first="ana", second="bob", kind=PairKind.APART),)
)
NO_TEAM = replace(base(), team_rules=())


def holds(cp: cp_model.CpModel, values: dict[int, bool]) -> bool:
    """Whether the model admits these values of its literals."""
    tried = cp.clone()
    for index, value in values.items():
        tried.add(tried.get_bool_var_from_proto_index(index) == value)
    return cp_model.CpSolver().solve(tried) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def rosters(model: RotaModel, who: str) -> set[tuple[bool, ...]]:
    """The choices of one person's slots that the whole model admits, nobody else on any."""
    literals = model.assignment_literals
    return {
        chosen
        for chosen in product((False, True), repeat=len(SHIFTS))
        if holds(
            model.cp,
            {lit.index: False for (m, _), lit in literals.items() if m != who}
            | {literals[who, s.id].index: c for s, c in zip(SHIFTS, chosen, strict=True)},
        )
    }


def test_one_persons_model_admits_what_the_whole_model_lets_them_hold() -> None:
    whole = build(PROBLEM, NO_TEAM)
    own = build_person(PROBLEM, NO_TEAM, ANA)
    alone = {
        chosen
        for chosen in product((False, True), repeat=len(SHIFTS))
        if holds(
            own.model.cp, {lit.index: c for (_, lit), c in zip(own.slots, chosen, strict=True)}
        )
    }

    assert alone == rosters(whole, "ana")
    assert len(alone) == 10  # the early shift fits neither after the late one nor beside the next


def named(row: object) -> set[int]:
    """Return the variables that a row names, read from how it is written."""
    lists = re.findall(r"(?:literals?|vars): (\[[^\]]*\]|-?\d+)", str(row))
    numbers = [int(n) for part in lists for n in re.findall(r"-?\d+", part)]
    return {n if n >= 0 else -n - 1 for n in numbers}


def test_each_literal_belongs_to_its_person_and_so_does_its_negation() -> None:
    model = build(PROBLEM, base())

    for (who, _), literal in model.assignment_literals.items():
        assert (model.owner_of(literal), model.owner_of(literal.negated())) == (who, who)
    assert model.owner_of(model.true) == TEAM


def test_a_persons_rows_name_their_own_variables_and_the_teams_rows_are_what_is_left() -> None:
    model, own = build(PROBLEM, base()), build_person(PROBLEM, base(), BOB)
    owner = {lit.index: who for (who, _), lit in model.assignment_literals.items()}
    rows = list(model.cp.proto.constraints)
    by_owner: dict[str, list[set[str]]] = {"ana": [], "bob": [], TEAM: []}
    for number, row in enumerate(rows):
        by_owner[model.owner_of_row(number)].append({owner[v] for v in named(row) if v in owner})

    assert all(set().union(*by_owner[who]) == {who} for who in ("ana", "bob"))
    assert any(people == {"ana", "bob"} for people in by_owner[TEAM])
    assert len(by_owner["bob"]) == len(own.model.cp.proto.constraints)


def test_the_owner_is_the_teams_again_after_a_persons_part_fails() -> None:
    model = build(PROBLEM, base())
    with contextlib.suppress(LookupError), model.owned_by("ana"):
        mine = model.flag("")
        raise LookupError

    assert (model.owner_of(mine), model.owner_of(model.flag(""))) == ("ana", TEAM)
