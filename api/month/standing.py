"""Weigh months, found by a calculation or made by a few gestures, against what stands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from api.month.findings import after_edit, findings_of
from api.month.frames import Frame
from api.month.planning import decided
from api.planning.holes import held_words
from scheduler.domain.posts import count_posts
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import instant_of
from scheduler.engine.outcome import OutOfTime, Solution
from scheduler.publication import published_rota
from scheduler.ranking import Ranking

Weight = tuple[bool, tuple[int, ...]]
"""Whether something blocks, then the cost of each tier, first tier first: the less, the better."""


def proved_best(outcome: Solution) -> bool:
    """Whether it is proved that no rota is better."""
    return all(tier.optimal for tier in outcome.tiers)


def proved_covered(outcome: Solution) -> bool:
    """Whether it is proved that no rota holds more of the posts; the other goals aside."""
    # The solver is loaded by who calculates, not by who asks for help.
    from scheduler.engine.tiers import COVERAGE  # noqa: PLC0415

    covering = [tier for tier in outcome.tiers if tier.tier <= COVERAGE]
    return bool(covering) and all(tier.optimal for tier in covering)


def unchanged_words(outcome: Solution | OutOfTime, *, seconds: float | None) -> str:
    """
    Say that nothing changed, and whether nothing better exists or time was short.

    `seconds`: those of search that were asked for (None: no clock bounded it).
    """
    from scheduler.engine.outcome import OutOfTime  # noqa: PLC0415 - as below

    why = "Arrêté avant d’avoir trouvé mieux" if outcome.stopped else "Temps insuffisant"
    within = "" if seconds is None else f" en {seconds:g} s".replace(".", ",")
    if isinstance(outcome, OutOfTime):
        return (
            f"{why} : rien n’est changé (aucun planning trouvé{within} : ce n’est pas une preuve "
            "qu’il n’en existe pas)."
        )
    counted = count_posts(outcome.rota)
    posts = held_words(counted.have, counted.target)
    if proved_best(outcome):
        return f"Rien n’est changé : il est prouvé qu’aucun planning n’est meilleur ({posts})."
    if proved_covered(outcome) and not outcome.stopped:
        return (
            f"Rien n’est changé : il est prouvé qu’aucun planning ne pourvoit mieux les postes "
            f"({posts}), et rien de mieux pour le reste n’a été trouvé{within}."
        )
    return f"{why} : rien n’est changé ({posts}, et rien de mieux{within})."


def weight_of(
    frame: Frame,
    assignments: frozenset[Assignment],
    *,
    base: frozenset[Assignment] | None,
    now: datetime,
) -> Weight:
    """
    Return what a month weighs, in the order in which `api.month.planning.plan` seeks the best.

    `base`: what is to be changed as little as can be (None: what is published, if anything is).
    """
    # The solver is loaded by who calculates, not by who asks for help.
    from scheduler.engine.replan import replanning  # noqa: PLC0415
    from scheduler.engine.search.incumbent import measured  # noqa: PLC0415
    from scheduler.engine.tiers import searched_tiers  # noqa: PLC0415

    problem, profile = decided(frame), frame.profile
    if base is not None:
        problem = replace(problem, previous=frame.rota(base).assignments)
    if base is not None or published_rota(problem) is not None:
        profile = replanning(profile)
    mine = frame.rota(assignments)
    findings = findings_of(frame, mine.assignments, now=now)
    blocks = any(finding.blocks and not finding.inherited for finding in findings)
    return blocks, measured(problem, searched_tiers(profile), mine.assignments).costs


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
        # Of two that are worth the same, every process takes the same.
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
