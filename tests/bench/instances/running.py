"""Solve an instance with the product's engine; write its roster, and what the search came to."""

from __future__ import annotations

import csv
import resource
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from json import dumps
from typing import TYPE_CHECKING, Protocol

from scheduler.domain.problem import Assignment
from scheduler.engine import Infeasible, Options, Profiled, Solution, solve
from scheduler.explain import explain
from tests.bench.columns.method import by_columns
from tests.bench.instances.problem import PROFILE, problem_of, roster_of
from tests.bench.instances.scoring import score
from tests.bench.profile import say_work, work_of

if TYPE_CHECKING:
    from pathlib import Path

    from scheduler.domain.problem import Problem
    from scheduler.engine import Outcome
    from scheduler.rule import Profile
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
    `parts`: penalties by their names. `conflict`: why no roster exists, in French. `profile`: what
    each kind of step came to. `peak_memory_mb`: of this process and those that searched, together.
    """

    status: str
    penalty: int | None
    bound: int
    seconds: float
    improvements: tuple[Improvement, ...]
    peak_memory_mb: int
    parts: Mapping[str, int] = field(default_factory=dict)
    conflict: tuple[str, ...] = field(default=())
    profile: tuple[Profiled, ...] = field(default=())


class Scored(Protocol):
    """What a scorer says of a roster: its penalty, and what it breaks."""

    @property
    def penalty(self) -> int:
        """What the roster costs."""

    @property
    def parts(self) -> Mapping[str, int]:
        """The same by name, where penalties have names."""

    @property
    def broken(self) -> Collection[object]:
        """The hard rules that it breaks."""


Score = Callable[[frozenset[Assignment]], Scored]
"""Scores assignments."""


def run(instance: Instance, options: Options) -> tuple[Result, list[list[str]] | None]:
    """Search an instance of Curtois and Qu; return the roster in place of the rota."""
    result, best = search(
        problem_of(instance),
        PROFILE,
        lambda rota: score(instance, roster_of(instance, rota)),
        replace(options, method=by_columns),
    )
    return result, None if best is None else roster_of(instance, best)


def search(
    problem: Problem, profile: Profile, scored: Score, options: Options
) -> tuple[Result, frozenset[Assignment] | None]:
    """
    Solve an instance's problem; return what the search came to, and the best rota (None: none).

    Penalties are the scorer's, which knows nothing of the engine; a roster that breaks a rule
    counts for nothing.
    """
    begun = time.monotonic()
    improvements: list[Improvement] = []

    def note(assignments: frozenset[Assignment]) -> None:
        cost = scored(assignments)
        better = not improvements or cost.penalty < improvements[-1].penalty
        if better and not cost.broken:
            seconds = round(time.monotonic() - begun, 2)
            improvements.append(Improvement(seconds=seconds, penalty=cost.penalty))

    outcome = solve(problem, profile, options, on_best=note)
    best = None
    if isinstance(outcome, Solution):
        best = outcome.rota.assignments
        note(best)
    cost = None if best is None else scored(best)
    own_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    result = Result(
        status=_status(outcome),
        penalty=None if cost is None else cost.penalty,
        parts={} if cost is None else cost.parts,
        bound=sum(tier.bound for tier in outcome.tiers) if isinstance(outcome, Solution) else 0,
        seconds=round(time.monotonic() - begun, 2),
        improvements=tuple(improvements),
        peak_memory_mb=own_mb + (outcome.peak_mb if isinstance(outcome, Solution) else 0),
        conflict=explain(problem, profile).sentences if isinstance(outcome, Infeasible) else (),
        profile=work_of(outcome) if isinstance(outcome, Solution) else (),
    )
    return result, best


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


def tell(name: str, result: Result, say: Callable[[str], None], *, json: bool) -> None:
    """Print what a search came to, as one JSON object or for people under a name and size."""
    if json:
        say(dumps(asdict(result), ensure_ascii=False))
        return
    say(name)
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
    if result.parts:
        say("    " + ", ".join(f"{part} {points}" for part, points in result.parts.items()))
    for sentence in result.conflict:
        say(f"    {sentence}")
    for improvement in result.improvements:
        say(f"    {improvement.seconds:8.2f} s  {improvement.penalty}")
    say_work(result.profile, say)
