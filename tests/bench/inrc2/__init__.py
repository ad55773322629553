"""Nurse rostering instances of the second international competition (INRC-II, 2014–2015)."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from tests.bench.inrc2.instance import read
from tests.bench.inrc2.problem import PROFILE, problem_of, roster_of
from tests.bench.inrc2.scoring import score
from tests.bench.instances.running import search, tell

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scheduler.engine import Options


def solve(
    path: Path, options: Options, out: Path | None, say: Callable[[str], None], *, json: bool
) -> int:
    """
    Solve an instance by its name, print what came of it; 1 without a lawful roster.

    `out`: a CSV of the roster, a row an assignment: nurse, day, shift, skill.
    """
    instance = read(path)
    problem = problem_of(instance)
    result, best = search(
        problem, PROFILE, lambda rota: score(instance, roster_of(problem, rota)), options
    )
    if out is not None and best is not None:
        with out.open("w", encoding="utf-8", newline="") as file:
            rows = sorted(roster_of(problem, best))
            csv.writer(file, lineterminator="\n").writerows(rows)
    size = f"{path.name} : {len(instance.nurses)} personnes, {instance.days} jours"
    tell(size, result, say, json=json)
    return 0 if best is not None else 1
