"""
The first rota of a part, without a model: a rota that stands if it is lawful, or else an empty one.

What is unlawful of the rota that stands is taken out of it. Where locks or mandatory slots forbid
all of these, the first rota comes from the solver.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from scheduler.domain.problem import Assignment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.engine.search.part_search import PartSearch
    from scheduler.finding import Finding

ROUNDS = 3
"""Times that what is unlawful is taken out: who is alone once somebody left goes in the second."""


def start(search: PartSearch, standing: frozenset[Assignment] | None) -> None:
    """Take the first lawful rota among those that need no search."""
    locked = frozenset(search.problem.lock_of) - search.problem.settled
    # An audit of a large part takes seconds, in which nothing is shown: none is made twice.
    wrong_in = cache(search.judge.blocking)
    assignments = standing or frozenset()
    for _ in range(ROUNDS):
        wrong = wrong_in(assignments)
        if not wrong:
            search.take(search.measured(assignments))
            return
        assignments = _without(search, assignments, wrong) | (assignments & locked)
    people = {finding.subject for finding in wrong_in(assignments)}
    fewer = frozenset(a for a in assignments if a.mediator not in people or a in locked)
    for simple in (fewer, frozenset[Assignment](), locked):
        if not wrong_in(simple):
            search.take(search.measured(simple))
            return


def _without(
    search: PartSearch, assignments: frozenset[Assignment], wrong: Iterable[Finding]
) -> frozenset[Assignment]:
    """Leave out the shifts that findings are about: a person's, or all of a team's slots."""
    people = search.problem.mediator_of
    theirs = {(f.subject, slot) for f in wrong if f.subject in people for slot in f.evidence}
    slots = {slot for f in wrong if f.subject not in people for slot in (f.subject, *f.evidence)}
    return frozenset(
        a for a in assignments if a.slot not in slots and (a.mediator, a.slot) not in theirs
    )
