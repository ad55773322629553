"""Find the published rota, its slots that have begun, and the findings that these alone prove."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.domain.rota import Rota

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.domain.problem import Problem
    from scheduler.finding import Finding


def published_rota(problem: Problem) -> Rota | None:
    """Return the published rota of a problem (None: nothing is published)."""
    if not problem.previous | problem.settled:
        return None
    return Rota(problem=problem, assignments=problem.previous)


def begun_slots(problem: Problem, now: int) -> frozenset[str]:
    """
    Return the slots that have begun at a UTC minute, of dispositifs with a published rota.

    What was worked there is a fact, and so is that nobody was. A month that was never published is
    planned whole, its past included.
    """
    there = {problem.slot_of[a.slot].dispositif for a in problem.previous | problem.settled}
    return frozenset(s.id for s in problem.slots if s.span.first <= now and s.dispositif in there)


def with_inherited(findings: Iterable[Finding], rota: Rota, now: int) -> list[Finding]:
    """
    Mark as inherited the findings that only shifts begun at a UTC minute prove; return all.

    This holds where the rota leaves these shifts as they are published: nothing that is still to
    be decided would mend them. What is changed there by hand is this rota's doing.
    """
    problem = rota.problem
    stands = problem.previous | problem.settled
    facts = begun_slots(problem, now) - {assignment.slot for assignment in rota.whole ^ stands}
    return [
        replace(finding, inherited=True)
        if not finding.inherited
        and not facts.isdisjoint(finding.evidence)
        and all(duty in facts or duty not in problem.slot_of for duty in finding.evidence)
        else finding
        for finding in findings
    ]
