"""What an audit costs beside loading, and how it grows with people and with days."""

from __future__ import annotations

import gc
import statistics
import time
from typing import TYPE_CHECKING, TypeVar

from constraints.registry import base
from scheduler.audit import audit
from scheduler.domain.rota import Rota

if TYPE_CHECKING:
    from collections.abc import Callable

    from scheduler.domain.problem import Problem

Result = TypeVar("Result")


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

    def judge() -> int:
        # A fresh rota each time: nothing that an earlier run cached is used.
        rota = Rota(problem=problem, assignments=problem.previous)
        return len(audit(rota, base()))

    _, judging = timed(judge, runs)
    duties = len(problem.history) + len(problem.previous)
    return len(problem.mediators), duties, loading, judging
