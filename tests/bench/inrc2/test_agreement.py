"""The product's rules and goals say of any roster what the scorer says, which shares nothing."""

from __future__ import annotations

import csv
import json
import os
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scheduler.audit import audit
from scheduler.domain.problem import Assignment
from scheduler.engine import Options
from scheduler.engine.build import build
from tests.bench.inrc2 import solve
from tests.bench.inrc2.instance import Bounds, parse, read
from tests.bench.inrc2.problem import PROFILE, SUM, penalty_of, problem_of, roster_of, rota_of
from tests.bench.inrc2.scoring import Score, score
from tests.bench.inrc2.small import HISTORY, SCENARIO, WEEK, drawn_instance, drawn_roster
from tests.bench.instances.lines import InstanceError

if TYPE_CHECKING:
    from scheduler.domain.rota import Rota
    from tests.bench.inrc2.instance import Instance

#: What the scorer calls a rule, by the rule that says the same here.
NAMES = {"one_place": "H1", "mandatory": "H2", "succession": "H3", "eligibility": "H4"}
#: The five instances that are given, wherever their folder is.
GIVEN = [
    "n005w4_1_6-2-9-1",
    "n021w4_1_6-2-9-1",
    "n030w4_1_6-2-9-1",
    "n030w4_1_6-7-5-3",
    "n035w4_0_1-7-1-8",
]
FOLDER = os.environ.get("INRC2", "")


def broken_by(rota: Rota) -> Counter[tuple[str, str]]:
    """Count the rules that the audit finds broken, by person, or by the slot's shift and day."""
    return Counter(
        (NAMES[finding.rule], "" if finding.rule == "mandatory" else finding.subject)
        for finding in audit(rota, PROFILE)
    )


def agrees(instance: Instance, rota: Rota) -> Score:
    """Hold the audit and the goals against the scorer; return what it says."""
    scored = score(instance, roster_of(rota.problem, rota.assignments))
    broken = broken_by(rota)

    assert penalty_of(rota) == scored.penalty
    assert broken["H2", ""] == sum(rule == "H2" for rule, _ in scored.broken)
    assert {key for key in broken if key[0] != "H2"} == {
        key for key in scored.broken if key[0] != "H2"
    }
    return scored


def solved(instance: Instance, effort: float) -> tuple[int, bool, Rota] | None:
    """Solve a model as it stands: its objective, whether it is the best, and the rota, if any."""
    problem = problem_of(instance)
    model = build(problem, PROFILE)
    terms = [term for goal in PROFILE.goals if goal.tier == SUM for term in goal.cost(model)]
    model.cp.minimize(
        cp_model.LinearExpr.weighted_sum([x for _, x in terms], [c for c, _ in terms])
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = effort
    solver.parameters.linearization_level = 0  # a first rota at once, where the sum is large
    status = solver.solve(model.cp)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    chosen = frozenset(
        Assignment(*key)
        for key, literal in model.assignment_literals.items()
        if solver.value(literal)
    )
    roster = roster_of(problem, chosen)
    best = status == cp_model.OPTIMAL
    return round(solver.objective_value), best, rota_of(problem, roster)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1))
def test_audit_and_goals_agree_with_the_scorer_on_drawn_rosters(seed: int) -> None:
    rng = Random(f"inrc2-{seed}")
    instance = drawn_instance(rng)
    roster = drawn_roster(instance, rng)
    rota = rota_of(problem_of(instance), roster)
    scored, named = agrees(instance, rota), score(instance, roster)

    # The skills that a roster names may leave more posts open than those that it needs.
    if not {"H1", "H4"} & {rule for rule, _ in named.broken}:
        assert scored.penalty <= named.penalty


def test_drawn_rosters_break_every_rule_and_pay_for_everything() -> None:
    seen: Counter[str] = Counter()
    for seed in range(60):
        rng = Random(f"inrc2-{seed}")
        instance = drawn_instance(rng)
        scored = score(instance, drawn_roster(instance, rng))
        seen.update({rule for rule, _ in scored.broken} | {s for s, n in scored.parts.items() if n})

    assert set(seen) == {*NAMES.values(), *(f"S{n}" for n in range(1, 8))}
    assert min(seen.values()) >= 5


@pytest.mark.long
@settings(max_examples=15, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32 - 1))
def test_what_the_model_finds_breaks_nothing_and_costs_what_it_says(seed: int) -> None:
    instance = drawn_instance(Random(f"inrc2-{seed}"))
    answer = solved(instance, effort=2)
    if answer is not None:
        cost, best, rota = answer
        scored = agrees(instance, rota)

        assert scored.penalty == cost if best else scored.penalty <= cost
        assert not scored.broken


def written(tmp_path: Path) -> Path:
    """Write the small instance as its files; return its name in their folder."""
    folder = tmp_path / "n004w2"
    folder.mkdir()
    for name, text in {"Sc-n004w2": SCENARIO, "H0-n004w2-0": HISTORY, "WD-n004w2-0": WEEK}.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return tmp_path / "n004w2_0_0-0"


@pytest.mark.long
def test_instances_of_a_folder_are_expressed_whole(tmp_path: Path) -> None:
    """Those that INRC2 names too, if it names their folder."""
    paths = [Path(FOLDER) / name for name in GIVEN if FOLDER]
    for path in (written(tmp_path), *paths):
        instance, rng = read(path), Random(path.name)
        problem = problem_of(instance)
        for _ in range(20):
            agrees(instance, rota_of(problem, drawn_roster(instance, rng)))
        answer = solved(instance, effort=2)

        assert answer is not None, path
        cost, _, rota = answer
        scored = agrees(instance, rota)
        assert (scored.penalty <= cost, scored.broken) == (True, frozenset()), path


@pytest.mark.long
def test_an_instance_is_solved_and_its_roster_scores_what_is_printed(tmp_path: Path) -> None:
    path, out, lines = written(tmp_path), tmp_path / "roster.csv", list[str]()

    assert solve(path, Options(processes=1, effort=1), out, lines.append, json=True) == 0

    with out.open(encoding="utf-8", newline="") as file:
        roster = {(who, int(day), shift, skill) for who, day, shift, skill in csv.reader(file)}
    scored, result = score(read(path), roster), json.loads(lines[0])
    assert (scored.penalty, scored.parts) == (result["penalty"], result["parts"])
    assert not scored.broken
    assert result["bound"] <= scored.penalty


def test_an_instance_is_read_from_its_texts() -> None:
    instance = parse(SCENARIO, HISTORY, WEEK, WEEK)
    ana = instance.nurses[0]

    assert (instance.week, instance.days, instance.skills) == (1, 14, ("HeadNurse", "Nurse"))
    assert instance.shifts == {"Early": (2, 3), "Night": (3, 4)}
    assert instance.after == {"Early": frozenset(), "Night": frozenset({"Early"})}
    assert (ana.contract.total, ana.contract.work, ana.contract.rest) == ((6, 9), (2, 4), (2, 3))
    assert (ana.contract.weekends, ana.contract.whole, ana.past.shift) == (1, True, "Night")
    assert (ana.past.total, ana.past.weekends, ana.past.alike, ana.past.worked) == (3, 1, 1, 3)
    assert instance.cover[7, "Early", "Nurse"] == Bounds(1, 2)
    assert instance.off[1::2] == [("Dan", 5, "Early"), ("Dan", 12, "Early")]


@pytest.mark.parametrize(
    ("scenario", "history"),
    [(SCENARIO.replace("(2,4)", "2-4"), HISTORY), (SCENARIO, HISTORY.replace("Dan", "Eve"))],
)
def test_a_malformed_text_is_refused(scenario: str, history: str) -> None:
    with pytest.raises(InstanceError, match="mal formée"):
        parse(scenario, history, WEEK)


def test_a_roster_scored_by_hand() -> None:
    instance = parse(SCENARIO, HISTORY, WEEK)
    cleo = [("Cleo", day, "Early", "Nurse") for day in (0, 1, 2, 5)]

    scored = score(instance, [*cleo, ("Ana", 0, "Early", "HeadNurse")])

    # Posts wished: 5 of head nurses by day, 9 of nurses by day, 2 and 5 by night; 5 are held.
    assert scored.parts == {
        "S1": 30 * (5 + 9 + 2 + 5 - 5),
        # Ana: a night of three at least, a morning of two; Bob: three of three. Cleo's Saturday.
        "S2": 15 * (2 + 1) + 30 + 15,
        # Three days off at most: Ana has six of them. Bob and Dan: seven, and seven after five.
        "S3": 30 * (3 + 2 + 7),
        "S4": 0,
        "S5": 30,
        "S6": 20 * (2 + 3 + 1),
        "S7": 30,
    }
    assert ("H3", "Ana") in scored.broken
