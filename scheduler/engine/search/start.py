"""
The first rota of a part, without a model: a rota that stands if it is lawful, or else an empty one.

What is unlawful of the rota that stands is taken out of it. Where locks or mandatory slots forbid
all of these, the first rota comes from the solver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.audit import audit
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.engine.search.part_search import PartSearch
    from scheduler.finding import Finding


def start(search: PartSearch, standing: frozenset[Assignment] | None) -> None:
    """Take the first lawful rota among those that need no search."""
    for assignments in _candidates(search, standing):
        if not blocking(search, assignments):
            search.take(search.measured(assignments))
            return


def blocking(search: PartSearch, assignments: frozenset[Assignment]) -> list[Finding]:
    """Return what makes a rota of the part unlawful, past facts aside."""
    rota = Rota(problem=search.problem, assignments=assignments)
    return [f for f in audit(rota, search.profile) if f.blocks and not f.inherited]


def _candidates(
    search: PartSearch, standing: frozenset[Assignment] | None
) -> Iterator[frozenset[Assignment]]:
    locked = frozenset(Assignment(k.mediator, k.slot) for k in search.problem.locks)
    locked -= search.problem.settled
    if standing:
        yield standing
        wrong = blocking(search, standing)
        slots = {duty for finding in wrong for duty in finding.evidence}
        people = {finding.subject for finding in wrong}
        fewer = frozenset(
            a for a in standing if a.mediator not in people or a.slot not in slots or a in locked
        )
        yield fewer
        people |= {finding.subject for finding in blocking(search, fewer)}
        yield frozenset(a for a in fewer if a.mediator not in people or a in locked)
    yield frozenset()
    if locked:
        yield locked
