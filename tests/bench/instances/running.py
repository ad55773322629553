"""Solve an instance with the product's engine; write its roster, and what the search came to."""

from __future__ import annotations

import csv
import json
import resource
import time
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from scheduler.engine import Infeasible, Options, Profiled, Solution, solve
from scheduler.explain import explain
from tests.bench.columns.method import by_columns
from tests.bench.instances.problem import PROFILE, problem_of, roster_of
from tests.bench.instances.scoring import score
from tests.bench.profile import say_work, work_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scheduler.domain.problem import Assignment
    from scheduler.engine import Outcome
    from tests.bench.instances.instance import Instance

SHOW_EVERY = 0.5
"""Least seconds between two rotas that the engine shows."""


@dataclass(frozen=True, kw_only=True)
class Improvement:
    """A lawful roster that costs less than those before: when it came (seconds), and its cost."""

    seconds: float
    penalty: int


@dataclass(frozen=True, kw_only=True)
class Result:
    """
    What a search came to; `penalty` is None without a lawful roster.

    `bound`: no roster costs less. `status`: `optimal`, `feasible`, `infeasible` or `unknown`.
    `conflict`: why no roster exists, in French. `profile`: what each kind of step came to.
    `peak_memory_mb`: of this process and those that searched, together.
    """

    status: str
    penalty: int | None
    bound: int
    seconds: float
    improvements: tuple[Improvement, ...]
    peak_memory_mb: int
    conflict: tuple[str, ...] = field(default=())
    profile: tuple[Profiled, ...] = field(default=())


def run(instance: Instance, options: Options) -> tuple[Result, list[list[str]] | None]:
    """
    Solve an instance; return what the search came to, and the best roster (None: there is none).

    Penalties are the scorer's, which knows nothing of the engine; a roster that breaks a rule
    counts for nothing.
    """
    begun = time.monotonic()
    improvements: list[Improvement] = []

    def note(assignments: frozenset[Assignment]) -> None:
        scored = score(instance, roster_of(instance, assignments))
        better = not improvements or scored.penalty < improvements[-1].penalty
        if better and not scored.broken:
            seconds = round(time.monotonic() - begun, 2)
            improvements.append(Improvement(seconds=seconds, penalty=scored.penalty))

    problem = problem_of(instance)
    outcome = solve(problem, PROFILE, replace(options, method=by_columns), on_best=note)
    roster = None
    if isinstance(outcome, Solution):
        note(outcome.rota.assignments)
        roster = roster_of(instance, outcome.rota.assignments)
    penalty = None if roster is None else score(instance, roster).penalty
    own_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    result = Result(
        status=_status(outcome),
        penalty=penalty,
        bound=sum(tier.bound for tier in outcome.tiers) if isinstance(outcome, Solution) else 0,
        seconds=round(time.monotonic() - begun, 2),
        improvements=tuple(improvements),
        peak_memory_mb=own_mb + (outcome.peak_mb if isinstance(outcome, Solution) else 0),
        conflict=explain(problem, PROFILE).sentences if isinstance(outcome, Infeasible) else (),
        profile=work_of(outcome) if isinstance(outcome, Solution) else (),
    )
    return result, roster


def _status(outcome: Outcome) -> str:
    if isinstance(outcome, Infeasible):
        return "infeasible"
    if not isinstance(outcome, Solution):
        return "unknown"
    return "optimal" if all(tier.optimal for tier in outcome.tiers) else "feasible"


def write(path: Path, roster: list[list[str]]) -> None:
    """Write a roster as CSV: a row a person in the instance's order, a column a day, no header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(roster)


def as_json(result: Result) -> str:
    """Return what a search came to as one JSON object."""
    return json.dumps(asdict(result), ensure_ascii=False)


def table(name: str, instance: Instance, result: Result, say: Callable[[str], None]) -> None:
    """Print what a search came to, for people."""
    say(
        f"{name} : {len(instance.staff)} personnes, {instance.days} jours, "
        f"{len(instance.shifts)} shifts"
    )
    words = {
        "optimal": "prouvé optimal",
        "feasible": "planning légal, optimum non prouvé",
        "infeasible": "aucun planning possible",
        "unknown": "aucun planning trouvé dans le temps donné",
    }
    cost = "" if result.penalty is None else f"pénalité {result.penalty}, borne {result.bound}, "
    say(
        f"    {cost}{words[result.status]}, {result.seconds:.1f} s, "
        f"mémoire {result.peak_memory_mb} Mo"
    )
    for sentence in result.conflict:
        say(f"    {sentence}")
    for improvement in result.improvements:
        say(f"    {improvement.seconds:8.2f} s  {improvement.penalty}")
    say_work(result.profile, say)
