"""What is published and has begun: facts, that no plan of the days to come would change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.domain.rota import Rota

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.domain.problem import Problem
    from scheduler.finding import Finding


def published(problem: Problem) -> Rota | None:
    """Return the rota that stands (None: nothing is published)."""
    if not problem.previous | problem.settled:
        return None
    return Rota(problem=problem, assignments=problem.previous)


def begun(problem: Problem, now: int) -> frozenset[str]:
    """
    Return the slots that have begun at a UTC minute, of dispositifs with a published rota.

    What was worked there is a fact, and so is that nobody was. A month that was never published is
    planned whole, its past included.
    """
    there = {problem.slot_of[a.slot].dispositif for a in problem.previous | problem.settled}
    return frozenset(s.id for s in problem.slots if s.span.first <= now and s.dispositif in there)


def with_facts(findings: Iterable[Finding], rota: Rota, now: int) -> list[Finding]:
    """
    Return findings on a rota, inherited those that only shifts begun at a UTC minute prove.

    So it is where the rota leaves these shifts as they are published: nothing that is yet to be
    decided would mend it. What is changed there by hand is this rota's doing.
    """
    problem = rota.problem
    stands = problem.previous | problem.settled
    facts = begun(problem, now) - {assignment.slot for assignment in rota.whole ^ stands}
    return [
        replace(finding, inherited=True)
        if not finding.inherited
        and not facts.isdisjoint(finding.evidence)
        and all(duty in facts or duty not in problem.slot_of for duty in finding.evidence)
        else finding
        for finding in findings
    ]
