"""What an audit costs: beside loading, per person-month, over all cores, and after one edit."""

from __future__ import annotations

import gc
import random
import statistics
import time
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from api.judging.case import Facts
from api.judging.judging import cores, judge
from api.judging.reaudit import reaudit
from constraints.registry import base
from scheduler.audit import audit
from scheduler.domain.rota import Rota

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scheduler.domain.people import Mediator
    from scheduler.domain.problem import Assignment, Problem
    from scheduler.finding import Finding
    from tests.bench.engine import Say

Result = TypeVar("Result")

PERSON_MONTHS = (100, 1_000, 10_000)
EDITS = 40
SEED = 1


def timed(work: Callable[[], Result], runs: int) -> tuple[Result, float]:
    """Return a result and the median time of some runs, in seconds."""
    times = []
    for _ in range(runs):
        gc.collect()
        begun = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - begun)
    return result, statistics.median(times)


def audit_cost(make: Callable[[], Problem], runs: int = 3) -> tuple[int, int, float, float]:
    """
    Return people, duties judged, loading seconds and auditing seconds of a published month.

    `make` loads the files and builds the problem; the rota judged is the one that stands.
    """
    problem, loading = timed(make, runs)

    def judged() -> int:
        # A fresh rota each time: nothing that an earlier run cached is used.
        rota = Rota(problem=problem, assignments=problem.previous)
        return len(audit(rota, base()))

    _, judging = timed(judged, runs)
    duties = len(problem.history) + len(problem.previous)
    return len(problem.mediators), duties, loading, judging


def person_months(problem: Problem, say: Say, sizes: Sequence[int] = PERSON_MONTHS) -> None:
    """
    Print person-months judged per second at each size, and whether the cost of one stays.

    `problem`: published months; people are copied as often as a size wants them.
    """
    months = max(1, round(len(problem.horizon.days) / 30))
    say(f"personnes-mois contrôlées, sur {months} mois ; règles par personne, toutes :")
    base_cost = 0.0
    for size in sizes:
        large = copied(problem, -(-size // months))
        count = len(large.mediators) * months
        alone, count_alone = _judged(large, 1)
        spread, again = _judged(large, cores())
        if count_alone != again:
            raise SystemExit(f"{count_alone} constats sur un cœur, {again} sur {cores()}")
        cost = alone / count
        base_cost = base_cost or cost
        say(
            f"    {count:6} personnes-mois : {alone:7.2f} s sur un cœur, {count / alone:5.0f} par "
            f"seconde, {1000 * cost:.2f} ms chacune ({cost / base_cost:.2f} fois la première "
            f"taille) ; sur {cores()} cœurs {spread:7.2f} s, {count / spread:5.0f} par seconde "
            f"({alone / spread:.2f} fois plus vite)"
        )


def after_an_edit(problem: Problem, say: Say) -> None:
    """Print what judging again one person, after one edit, costs against the whole month."""
    rota = Rota(problem=problem, assignments=problem.previous)

    def judged() -> list[Finding]:
        # A fresh rota each time: nothing that an earlier run cached is used.
        return audit(Rota(problem=problem, assignments=rota.assignments), base())

    findings, whole = timed(judged, 3)
    rng = random.Random(SEED)
    shares = []
    for gone in rng.sample(sorted(rota.assignments), min(EDITS, len(rota.assignments))):
        after = Rota(problem=problem, assignments=rota.assignments - {gone})
        begun = time.perf_counter()
        reaudit(after, base(), findings, {gone})
        shares.append((time.perf_counter() - begun) / whole)
    ordered = sorted(shares)
    say(
        f"après une retouche (un service retiré, {len(shares)} tirages, "
        f"{len(problem.mediators)} personnes) : {100 * statistics.median(ordered):.2f} % du "
        f"contrôle du mois en médiane, {100 * ordered[len(ordered) * 9 // 10]:.2f} % pour neuf "
        f"sur dix, {100 * ordered[-1]:.2f} % au plus (visé : moins de 2 %) ; mois entier "
        f"{whole:.2f} s"
    )


def copied(problem: Problem, people: int) -> Problem:
    """Return the problem with as many people: its own, then copies of them under other names."""
    mine = problem.mediators
    chosen: list[Mediator] = []
    changes: dict[str, list[Any]] = {name: [] for name, _ in _of_people(problem)}
    assignments: set[Assignment] = set()
    for number in range(-(-people // len(mine))):
        part = mine[: people - number * len(mine)]
        ids = {m.id: f"{m.id}~{number}" for m in part}
        chosen += [replace(m, id=ids[m.id]) for m in part]
        for name, items in _of_people(problem):
            changes[name] += [_named(item, ids) for item in items if item.mediator in ids]
        assignments |= {
            _named(assignment, ids) for assignment in problem.previous if assignment.mediator in ids
        }
    values: dict[str, Any] = {name: tuple(items) for name, items in changes.items()}
    values |= {
        "mediators": tuple(chosen),
        "pairs": (),
        "locks": (),
        "previous": frozenset(assignments),
    }
    return replace(problem, **values)


def _named(item: Any, ids: dict[str, str]) -> Any:
    return replace(item, mediator=ids[item.mediator])


def _of_people(problem: Problem) -> Iterator[tuple[str, Sequence[Any]]]:
    for f in fields(problem):
        value = getattr(problem, f.name)
        personal = isinstance(value, tuple) and value and hasattr(value[0], "mediator")
        if personal and f.name != "locks":
            yield f.name, value


def _judged(problem: Problem, processes: int) -> tuple[float, int]:
    """Return the seconds that judging everybody takes, and how many findings there are."""
    facts = Facts(rota=Rota(problem=problem, assignments=problem.previous))
    count, seconds = timed(
        lambda: sum(len(judged.findings) for judged in judge(facts, base(), processes=processes)), 1
    )
    return seconds, count
