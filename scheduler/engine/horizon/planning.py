"""
Plan a horizon of any length.

A part that is too large to search whole is planned window by window first: each window is a problem
of its own, with what stands in the others as history. Then all parts are searched over the whole
horizon, from the windows' rota on, by neighbourhoods that cross the windows' borders. What is
measured, proved and audited in the end is the whole: the sum of the windows' bounds bounds nothing,
because each holds only for what stands beside its window.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.domain.rota import Rota
from scheduler.engine.horizon.rolling import Rolling
from scheduler.engine.horizon.windows import windows_of
from scheduler.engine.outcome import Options, Solution
from scheduler.engine.parts.splitting import narrowed, parts_of, size_of
from scheduler.engine.solve import solve

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping

    from scheduler.domain.problem import Problem
    from scheduler.engine.outcome import Keeper, Listener, Outcome, PartReport, Unsearched
    from scheduler.engine.parts.lending import Lender
    from scheduler.rule import Profile


def plan_horizon(
    problem: Problem,
    profile: Profile,
    options: Options | None = None,
    *,
    on_progress: Listener | None = None,
    stop: threading.Event | None = None,
    cancel: threading.Event | None = None,
    hint: Rota | None = None,
    standing: Rota | None = None,
    on_best: Keeper | None = None,
    lender: Lender | None = None,
) -> Outcome:
    """
    Plan the problem, window by window where it is too large; parameters and errors are `solve`'s.

    A window without a lawful rota stays empty until its turn comes again, unless it has none
    whatever the others hold: the whole then says where it has none.
    """
    options = options or Options()
    windows = windows_of(problem.horizon)
    # What windows have so far is less than what stands, which is shown once they are through.
    rolling = Rolling(options, on_progress, on_best if standing is None else None, stop, cancel)
    if len(windows) > 1 and (large := _large(problem, options.whole)) is not None:
        rolling.through(large, windows, profile, hint)
        kept = () if hint is None else hint.assignments
        later = {a for a in kept if a.slot not in rolling.slots}
        hint = Rota(problem=problem, assignments=rolling.decided | later)
        options = rolling.remaining
    before = rolling.elapsed
    outcome = solve(
        problem,
        profile,
        options,
        on_progress=rolling.listener(None, windows=len(windows) if rolling.reports else 0),
        stop=stop,
        cancel=cancel,
        hint=hint,
        standing=standing,
        on_best=on_best,
        # A borrower would not know the windows' rota, from which the whole is searched.
        lender=None if rolling.reports else lender,
    )
    if not rolling.reports:
        return outcome
    outcome = replace(outcome, seconds=rolling.elapsed)
    if isinstance(outcome, Solution):
        outcome = replace(
            outcome,
            windows=rolling.reports,
            parts=tuple(_later(part, before) for part in outcome.parts),
            first_after=rolling.first_after,
            peak_mb=max(outcome.peak_mb, rolling.peak_mb),
            starting=rolling.starting + outcome.starting,
            contradictions=tuple(rolling.contradictions | dict.fromkeys(outcome.contradictions)),
            unsearched={**_still(rolling.unsearched, outcome), **outcome.unsearched},
        )
    return outcome


def _later(part: PartReport, seconds: float) -> PartReport:
    """Count from the first window on when a part's coverage was proved."""
    if part.covered_after is None:
        return part
    return replace(part, covered_after=seconds + part.covered_after)


def _still(unsearched: Mapping[str, Unsearched], whole: Solution) -> Mapping[str, Unsearched]:
    """Return those of the parts of windows whose coverage isn't proved over the whole either."""
    proved = {part.name for part in whole.parts if part.covered_after is not None}
    return {name: instead for name, instead in unsearched.items() if name not in proved}


def _large(problem: Problem, size: int) -> Problem | None:
    """Return the problem of the parts with more possible assignments (None: there are none)."""
    large = [part.problem for part in parts_of(problem) if size_of(part.problem) > size]
    people = (m.id for part in large for m in part.mediators)
    slots = (s.id for part in large for s in part.slots)
    return narrowed(problem, people, slots) if large else None
