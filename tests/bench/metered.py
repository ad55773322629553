"""Plan in processor time: a busy machine takes longer by the clock, and tells the same."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from scheduler.engine import Options, Outcome, Solution
from scheduler.engine.horizon.planning import plan_horizon
from tests.bench.curve import Curve
from tests.bench.processor import Meter

if TYPE_CHECKING:
    from scheduler.domain.problem import Problem
    from scheduler.rule import Profile

CORES = 2
PATIENCE = 40
"""How many times the seconds asked a calculation may take on a busy machine, by the clock."""


class Metered(NamedTuple):
    """
    What a calculation came to, and seconds of processor: all, to a rota, to proved coverage.

    A rota without people is lawful: `first` counts until half of the posts held at the end are.
    None: that never came, or the part of some people was not searched in time.
    """

    outcome: Outcome
    used: float
    first: float | None
    covered: float | None


def metered(problem: Problem, profile: Profile, seconds: float, options: Options) -> Metered:
    """Plan for so many seconds of two idle cores, counted in processor time."""
    # The search bounds its own processor, which windows share; the meter ends all that runs.
    bound = CORES * seconds
    options = replace(
        options, seconds=PATIENCE * seconds, processes=CORES, best_every=1.0, processor=bound
    )
    curve = Curve()
    with Meter(bound) as meter:
        outcome = plan_horizon(problem, profile, options, on_best=curve, stop=meter.over)
    if not isinstance(outcome, Solution) or outcome.unsearched:
        return Metered(outcome, meter.used, None, None)
    half = len(outcome.rota.assignments) / 2
    # The meter alone counts: a look of another's, taken after its last, may be above all it used.
    shown = next((p.seconds for p in curve.points if len(p.assignments) >= half), math.inf)
    first = meter.at(shown)
    covered = outcome.covered_after
    return Metered(outcome, meter.used, first, None if covered is None else meter.at(covered))


def words(seconds: float | None) -> str:
    """Write seconds of processor, or that there is nothing to write."""
    return "jamais" if seconds is None else f"à {seconds:.1f} s"


def rounded(seconds: float | None) -> float | None:
    """Return seconds to the tenth, as they are recorded."""
    return None if seconds is None else round(seconds, 1)
