"""Solve a choice of rosters as the engine's processes do."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from scheduler.engine.search.solving import Answer, Effort, Solving

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel

SOLVING = Solving(0, 1, threading.Event())


def solve(cp: CpModel, effort: float) -> Answer:
    """Solve a model within so much deterministic time."""
    return SOLVING.run(cp, Effort(deterministic=effort), brief=True)
