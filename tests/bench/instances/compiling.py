"""
Compile the search by columns ahead: `python -m tests.bench.instances.compiling`.

What is compiled is kept beside the sources (see `tests.bench.columns.compiling`).
"""

from __future__ import annotations

from scheduler.engine import Options, solve
from tests.bench.columns.method import by_columns
from tests.bench.instances.problem import PROFILE, problem_of
from tests.bench.instances.small import drawn_instance

SEED = 3
"""An instance that has lawful rotas."""


def main() -> None:
    """Solve a small instance by columns in one process, for a deterministic time."""
    options = Options(processes=1, effort=0.1, method=by_columns)
    solve(problem_of(drawn_instance(SEED)), PROFILE, options)


if __name__ == "__main__":
    main()
