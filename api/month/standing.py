"""Weigh what a calculation found of a month against what stands, and say that nothing changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from api.month.findings import findings_of
from api.month.frames import Frame
from api.month.planning import decided
from api.planning.holes import held_words
from scheduler.domain.posts import count_posts
from scheduler.domain.problem import Assignment
from scheduler.engine.outcome import OutOfTime, Solution
from scheduler.publication import published_rota

Weight = tuple[bool, tuple[int, ...]]
"""Whether something blocks, then the cost of each tier, first tier first: the less, the better."""


def proved_best(outcome: Solution) -> bool:
    """Whether it is proved that no rota is better."""
    return all(tier.optimal for tier in outcome.tiers)


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
