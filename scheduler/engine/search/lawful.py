"""
Make a rota of a part lawful by taking out as little as can be, without any search.

Rules name the shifts that break them. Of two that stand too near each other one has to go, not
both: each is tried alone, and the one that leaves the fewest breaches goes.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from scheduler.domain.problem import Assignment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scheduler.domain.problem import Problem
    from scheduler.engine.search.judging import Judge
    from scheduler.finding import Finding

    Wrong = Callable[[frozenset[Assignment]], list[Finding]]

TRIES = 100
"""
Shifts that are tried alone in one part; what is in breach beyond goes with all that it names.

A try takes 21 ms in the part of 35 people of the association's December: two seconds at most.
"""


def lawful(judge: Judge, assignments: frozenset[Assignment]) -> frozenset[Assignment] | None:
    """
    Return the assignments but the fewest that are in breach; locks stay.

    Where that leaves none that are lawful, locks are added, then nobody has anything but these.
    None: not even that is lawful.
    """
    problem = judge.problem
    locked = frozenset(problem.lock_of) - problem.settled
    # An audit of a large part takes seconds: none is made twice.
    wrong_in = cache(judge.blocking)
    for first in dict.fromkeys((assignments, assignments | locked)):
        kept = _without_breaches(problem, wrong_in, first, locked)
        if kept is not None:
            return kept
    simple = dict.fromkeys((frozenset[Assignment](), locked))
    return next((each for each in simple if not wrong_in(each)), None)


def _without_breaches(
    problem: Problem,
    wrong_in: Wrong,
    assignments: frozenset[Assignment],
    locked: frozenset[Assignment],
) -> frozenset[Assignment] | None:
    """Take out what is in breach, and put back what need not have gone (None: nothing helps)."""
    kept, tries = assignments, TRIES
    while wrong := wrong_in(kept):
        named = [frozenset(_named(problem, kept, finding)) - locked for finding in wrong]
        alone = frozenset[Assignment]().union(*(some for some in named if len(some) == 1))
        several = sorted(frozenset[Assignment]().union(*named))
        if not several:
            return None
        if alone or len(several) > tries:
            kept -= alone or frozenset(several)
            continue
        tries -= len(several)
        kept = min((kept - {each} for each in several), key=lambda rota: len(wrong_in(rota)))
    for each in sorted(assignments - kept)[: max(0, tries)]:
        if not wrong_in(kept | {each}):
            kept |= {each}
    return kept


def _named(
    problem: Problem, assignments: frozenset[Assignment], finding: Finding
) -> Iterator[Assignment]:
    """Yield the shifts that a finding is about: a person's, or all of a team's slots."""
    if finding.subject in problem.mediator_of:
        for each in assignments:
            if each.mediator == finding.subject and each.slot in finding.evidence:
                yield each
    else:
        slots = {finding.subject, *finding.evidence}
        yield from (each for each in assignments if each.slot in slots)
