"""Tell progress and better rotas while parts are searched; join the parts' rotas at the end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from scheduler.audit import audit_team
from scheduler.domain.rota import Rota
from scheduler.engine.contradictions import log
from scheduler.engine.outcome import PartReport, Profiled, Progress, Solution, TierResult
from scheduler.engine.proofs import add_tiers, tier_results
from scheduler.engine.search.concluding import concluded
from scheduler.engine.search.judging import Judge
from scheduler.engine.tiers import name_of, searched_tiers
from scheduler.errors import EncodingMismatchError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.domain.problem import Assignment, Problem
    from scheduler.engine.clock import Clock
    from scheduler.engine.outcome import Keeper, Listener, Options
    from scheduler.engine.parts.state import PartState
    from scheduler.engine.search.incumbent import Incumbent
    from scheduler.engine.tiers import Tiers
    from scheduler.finding import Finding
    from scheduler.rule import Profile


HERE = 1.0
"""Seconds in which the parent itself closes the rota of a part that no process could judge."""


class Report:
    """What the caller has been told of a solve."""

    def __init__(  # noqa: PLR0917 - called once, from solve
        self,
        clock: Clock,
        states: Sequence[PartState],
        options: Options,
        profile: Profile,
        on_progress: Listener | None,
        on_best: Keeper | None,
    ) -> None:
        self.states = states
        self.options = options
        self.tiers = searched_tiers(profile)
        self.names = [(name_of(goals), goals[0].unit if goals else "") for _, goals in self.tiers]
        self.on_progress = on_progress
        self.on_best = on_best
        self.clock = clock
        self.shown: dict[int, frozenset[Assignment]] = {}

    def better(self, state: PartState) -> None:
        """Tell that a part has a better rota, and show it if it is time to."""
        assert state.best is not None  # noqa: S101 - it has just got it
        place = state.open_places[0] if state.open_places else 0
        self.progress(state, place, state.best.costs[place], None)
        if self._waits(state) and self._due(state):
            self._show(state)

    def kept(self) -> None:
        """Show what stands, as far as it is lawful, once that is known of all parts."""
        waiting = [state for state in self.states if self._waits(state)]
        for state in waiting:
            assert state.best is not None  # noqa: S101 - it waits
            self.shown[state.index] = state.best.assignments
        if waiting:
            self._show(waiting[0])

    def covered(self, state: PartState) -> None:
        """Show what a part has as soon as its coverage was searched, whatever was shown before."""
        if self._waits(state):
            self._show(state)

    def catch_up(self) -> None:
        """Show the parts that have found a better rota since theirs was shown, if it is time to."""
        for state in self.states:
            if self._waits(state) and self._due(state):
                self._show(state)

    def progress(self, state: PartState, place: int, best: int | None, bound: int | None) -> None:
        """Tell how far a tier is; a part of which all is proved is done."""
        name = ("", "") if state.searched else self.names[place]
        self._tell(state, name, best, bound)

    def end(self) -> None:
        """Show the last rota of each part and tell that it is done."""
        for state in self.states:
            state.closed = True
            if self._waits(state):
                self._show(state)
            self._tell(state, ("", ""), None, None)

    def _tell(
        self, state: PartState, name: tuple[str, str], best: int | None, bound: int | None
    ) -> None:
        tier, unit = name
        if self.on_progress is not None:
            self.on_progress(
                Progress(
                    part=state.part.name,
                    tier=tier,
                    best=best,
                    bound=bound,
                    elapsed=self.clock.elapsed,
                    starting=self.clock.starting,
                    parts_done=sum(s.searched for s in self.states),
                    parts=len(self.states),
                    unit=unit,
                    tiers=() if state.best is None else _tiers(state, state.best, self.tiers),
                )
            )

    def _waits(self, state: PartState) -> bool:
        """Whether a part has a rota that wasn't shown yet."""
        # Some parts alone would be less than what stands.
        return (
            state.best is not None
            and self.shown.get(state.index) != state.best.assignments
            and not any(each.unkept for each in self.states)
        )

    def _due(self, state: PartState) -> bool:
        return time.monotonic() - state.shown_at >= self.options.best_every

    def _show(self, state: PartState) -> None:
        assert state.best is not None  # noqa: S101 - its callers have looked
        state.shown_at = time.monotonic()
        self.shown[state.index] = state.best.assignments
        if self.on_best is not None:
            self.on_best(frozenset().union(*self.shown.values()))


def joined(
    problem: Problem,
    profile: Profile,
    states: Sequence[PartState],
    *,
    clock: Clock,
    peak_mb: int,
    stopped: bool,
    standing: Rota | None = None,
) -> Solution:
    """
    Join the parts' rotas. People were judged where their part was solved, the team is here.

    `standing`: the rota that stands, where there is one.

    Raises
    ------
    EncodingMismatchError
        The audit refuses the rota.
    """
    tiers = searched_tiers(profile)
    chosen: frozenset[Assignment] = frozenset()
    by_person: dict[str, list[Finding]] = {}
    reports = []
    for state in states:
        assert state.incumbent is not None  # noqa: S101 - each part has its rota by now
        if state.findings is None:
            # Processes died of it, or didn't answer.
            judge = Judge(state.part.problem, profile)
            state.incumbent, state.findings = concluded(judge, state.incumbent, seconds=HERE)
        chosen |= state.incumbent.assignments
        by_person |= state.findings
        reports.append(_report(state, tiers))
    rota = Rota(problem=problem, assignments=chosen)
    findings = [f for person in problem.mediators for f in by_person[person.id]]
    for rule in profile.team_rules:
        findings.extend(audit_team(rota, rule))
    wrong = [f for f in findings if f.blocks and not f.inherited]
    if wrong:
        log.error("planning calculé refusé par l’audit : %s, %s", wrong[0].rule, wrong[0].subject)
        raise EncodingMismatchError(
            f"l’audit refuse le planning calculé : {wrong[0].rule}, {wrong[0].message}"
        )
    return Solution(
        rota=rota,
        tiers=add_tiers(r.tiers for r in reports),
        findings=tuple(findings),
        parts=tuple(reports),
        seconds=clock.elapsed,
        starting=clock.starting,
        first_after=max((r.first_after for r in reports), default=0.0),
        peak_mb=peak_mb,
        stopped=stopped,
        contradictions=tuple(
            contradiction.sentence(state.part.name, name_of(tiers[contradiction.place][1]))
            for state in states
            for contradiction in sorted(state.contradictions)
        ),
        unsearched={s.part.name: s.unsearched for s in states if s.unsearched is not None},
        unchanged=standing is not None and chosen == standing.assignments - problem.settled,
    )


def _tiers(state: PartState, best: Incumbent, tiers: Tiers) -> tuple[TierResult, ...]:
    """Return what is known of the tiers of a part's rota."""
    return tier_results(
        tiers, best.costs, state.bounds, doubted=state.doubts(), seconds=state.seconds
    )


def _report(state: PartState, tiers: Tiers) -> PartReport:
    assert state.incumbent is not None  # noqa: S101 - its caller has looked
    return PartReport(
        name=state.part.name,
        mediators=len(state.part.problem.mediators),
        slots=len(state.part.problem.slots),
        tiers=_tiers(state, state.incumbent, tiers),
        first_after=state.first_after or 0.0,
        covered_after=state.covered_after,
        seconds=state.used,
        work=tuple(
            Profiled(kind=kind, tries=tried.tries, gains=tried.gains, seconds=tried.seconds)
            for kind, tried in sorted(state.work.items())
        ),
    )
