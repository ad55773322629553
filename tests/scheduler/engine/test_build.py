"""One encoding feeds the whole model, one person's model and the team's rows."""

import re
from dataclasses import replace
from itertools import product

from ortools.sat.python import cp_model

from constraints.registry import base
from scheduler.domain.people import Pair, PairKind
from scheduler.engine.build import build, build_person
from scheduler.model import RotaModel
from tests.scheduler.engine.small import person, shift, week

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


def people_named(model: RotaModel) -> list[set[str]]:
    """Return the people whose assignments each row names."""
    who = {lit.index: person for (person, _), lit in model.assignment_literals.items()}
    return [{who[v] for v in named(row) if v in who} for row in model.cp.proto.constraints]


def test_a_persons_rows_name_nobody_else_and_only_the_teams_rows_name_several() -> None:
    without_team, whole = (
        people_named(build(PROBLEM, NO_TEAM)),
        people_named(build(PROBLEM, base())),
    )
    own = [build_person(PROBLEM, NO_TEAM, who).model.cp.proto.constraints for who in (ANA, BOB)]

    assert all(len(people) <= 1 for people in without_team)
    assert set().union(*without_team) == {"ana", "bob"}
    assert len(without_team) == sum(map(len, own))
    assert {"ana", "bob"} in whole
