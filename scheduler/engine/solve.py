"""Solve a problem: processes take steps of its parts, whose rotas are joined and audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.engine.alone import first_without_rota
from scheduler.engine.clock import Clock
from scheduler.engine.conclusion import Report, joined
from scheduler.engine.outcome import Infeasible, Options, Outcome
from scheduler.engine.parts.lending import Loans
from scheduler.engine.parts.splitting import parts_of, restrict, size_of
from scheduler.engine.parts.state import PartState
from scheduler.engine.running import Run
from scheduler.engine.tiers import changes_first, searched_tiers, wishes_at

if TYPE_CHECKING:
    import threading

    from scheduler.domain.problem import Assignment, Problem
    from scheduler.domain.rota import Rota
    from scheduler.engine.outcome import Keeper, Listener
    from scheduler.engine.parts.lending import Lender
    from scheduler.rule import Profile

ALONE, ALONE_MOST = 0.03, 5.0
"""Share of the time, and most seconds, in which people are tried who may have no rota alone."""


def solve(
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
    Plan the problem; audit every rota before returning it.

    The seconds asked are those of the search: what processes take to begin, and to build models,
    comes on top. Once they are over each part answers with the best that it has: what a search
    found, what stands, or else posts given one by one. `stop`: end now and keep that. `cancel`: end
    now, keep nothing (answers `OutOfTime`, as does a part whose locks leave it no rota without a
    search). `hint`: a rota to start from. `standing`: the
    rota that stands now, which no part's is worse than by the order of tiers; what is unlawful of
    it is taken out, as little as can be. It is shown first, and the search of coverage isn't told
    of it, which would hold it there. `on_best` is given the best rota
    so far of the parts that have one, each time a part has a better one to show (see
    `Options.best_every`). `lender`: the way to other machines that may search some parts, unless an
    effort is asked for, whose rota depends on no machine. A person who can have no rota, whatever
    the others hold, is found before any search, and named (`Infeasible`).

    Raises
    ------
    EncodingMismatchError
        What the solver accepted fails the audit: a bug of ours, never shown as a rota.
    SolverCrashError
        Solving processes died (memory, abort), and no part was searched.
    """
    options = options or Options()
    clock = Clock()
    events = [event for event in (stop, cancel) if event is not None]
    alone = first_without_rota(
        problem,
        profile,
        seconds=min(ALONE_MOST, ALONE * options.seconds),
        ended=lambda: any(event.is_set() for event in events),
    )
    if alone is not None:
        return Infeasible(part=alone.name, mediators=(alone.id,), slots=(), seconds=clock.elapsed)
    tiers = searched_tiers(profile)
    # Where people have been told what they work, changes come before any wish.
    wishes = None if changes_first(tiers) else wishes_at(tiers)
    states = [
        PartState(
            index=index,
            part=part,
            weight=1 + size_of(part.problem),
            standing=None if hint is None else restrict(hint, part.problem).assignments,
            stands=_stands(standing, hint, part.problem),
            wishes=wishes,
            method=options.method is not None,
        )
        for index, part in enumerate(parts_of(problem))
    ]
    report = Report(clock, states, options, profile, on_progress, on_best)
    loans = Loans(states, tiers, lender if options.effort is None else None)
    run = Run(states, profile, options, report, loans, stop, cancel)
    try:
        refusal = run.refusal()
        if refusal is not None:
            return refusal
        report.end()
        return joined(
            problem,
            profile,
            states,
            clock=clock,
            peak_mb=run.peak_mb,
            stopped=run.stop.is_set(),
            standing=standing,
        )
    finally:
        run.end()


def _stands(
    standing: Rota | None, hint: Rota | None, part: Problem
) -> frozenset[Assignment] | None:
    """Return what stands of a part, unless its search starts from that anyway."""
    if standing is None:
        return None
    mine = restrict(standing, part).assignments - part.barred
    start = frozenset() if hint is None else restrict(hint, part).assignments
    return None if mine == start else mine
