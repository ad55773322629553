"""
Judge months made by a few gestures, so that a search starts from the best lawful one of them.

A search that is short of time would otherwise tell an empty post where a colleague may simply come.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from api.month.findings import after_edit, findings_of
from api.month.frames import Frame
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import instant_of
from scheduler.ranking import Ranking

MOST = 20
"""Months that are judged, at most, the best first."""


@dataclass(frozen=True, kw_only=True)
class Starts:
    """
    Months near the one that stands, ranked as a search with the fewest changes has it.

    `problem`: what is searched, with its needs and whoever is barred. `kept`: the ids of slots that
    aren't planned again, such as those that have begun at `now`, a UTC minute. `than`: a month
    between the one that stands and these; what blocks in it is lifted later (None: there is none).
    """

    frame: Frame
    standing: frozenset[Assignment]
    problem: Problem
    kept: frozenset[str]
    now: int
    than: frozenset[Assignment] | None = None

    def best(self, months: Iterable[frozenset[Assignment]]) -> frozenset[Assignment] | None:
        """
        Return the best lawful one: coverage, then the fewest changes, then the other goals.

        None: of the best `MOST`, none is lawful.
        """
        ranked = sorted(months, key=self._rank)[:MOST]
        return next((month for month in ranked if self._lawful(month)), None)

    def _rank(self, month: frozenset[Assignment]) -> tuple[object, ...]:
        standing = self._ranking.before
        after = standing.changed(added=month - self.standing, removed=self.standing - month)
        return self._ranking.key(after), sorted(month ^ self.standing)

    @cached_property
    def _ranking(self) -> Ranking:
        from scheduler.engine.replan import replanning  # noqa: PLC0415 - loads the solver

        profile = replanning(self.frame.profile.counting_from_nothing(), as_held=True)
        return Ranking(profile, Rota(problem=self.problem, assignments=self.standing))

    @cached_property
    def _known(self) -> frozenset[str]:
        """What is found of the month that stands, and what blocks in the one between."""
        findings = findings_of(self.frame, self.standing, now=instant_of(self.now))
        known = frozenset(finding.code for finding in findings)
        return known if self.than is None else known | self._blocking(self.than)

    def _lawful(self, month: frozenset[Assignment]) -> bool:
        """Whether a month adds nothing that blocks, and moves only what is planned again."""
        problem = self.frame.problem
        if month & self.problem.barred or any(
            a.slot in self.kept
            or not self.frame.decides(a)
            or a in problem.settled
            or (a not in month and a in problem.lock_of)
            for a in month ^ self.standing
        ):
            return False
        return self._blocking(month) <= self._known

    def _blocking(self, month: frozenset[Assignment]) -> frozenset[str]:
        judged = after_edit(self.frame, self.standing, month)
        return frozenset(f.code for f in judged if f.blocks and not f.inherited)
