"""How good the rota shown is while a solve runs: by the clock and by processor time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.problem import Assignment
from scheduler.engine.search.incumbent import measured
from scheduler.engine.tiers import tiers_of
from tests.bench.processor import processor_of_descendants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scheduler.domain.problem import Problem
    from scheduler.rule import Profile

MARKS = (2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 150, 300, 600)
"""Seconds of processor at which the curve is printed."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """The rota shown at a moment: seconds of the clock and of the solving processes."""

    seconds: float
    processor: float
    assignments: frozenset[Assignment]


class Curve:
    """The rotas that a solve has shown; it is given to `solve` as `on_best`."""

    def __init__(self) -> None:
        self.begun = time.monotonic()
        self.points: list[Point] = []

    def __call__(self, assignments: frozenset[Assignment]) -> None:
        """Note a rota."""
        # A process that has ended takes what it used with it.
        before = self.points[-1].processor if self.points else 0.0
        self.points.append(
            Point(
                seconds=time.monotonic() - self.begun,
                processor=max(before, processor_of_descendants()),
                assignments=assignments,
            )
        )

    def say(self, problem: Problem, profile: Profile, say: Callable[[str], None]) -> None:
        """Print what the tiers cost at each mark of processor time that was reached."""
        tiers = tiers_of(profile)
        say("    courbe (processeur, horloge, coût de chaque rang) :")
        for point in self._marked():
            costs = measured(problem, tiers, point.assignments).costs
            say(
                f"        {point.processor:6.1f} s {point.seconds:6.1f} s : "
                + " / ".join(map(str, costs))
            )

    def _marked(self) -> Iterator[Point]:
        marks = list(MARKS)
        for place, point in enumerate(self.points):
            last = place == len(self.points) - 1
            if last or (marks and point.processor >= marks[0]):
                yield point
                marks = [mark for mark in marks if mark > point.processor]
