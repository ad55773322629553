"""Tell by counting alone that a repair changes as little as can be, where somebody is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.month.repairs.repair import uncovered_between
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.publication import told_late

if TYPE_CHECKING:
    from scheduler.domain.problem import Problem


def plainly_fewest(problem: Problem, standing: Rota, after: Rota) -> bool:
    """
    Whether no lawful rota that covers as much as what stands changes less than `after` does.

    Whoever is away leaves what they held, in any lawful rota. If that empties no post, it is all.
    If one shift is left and its post is held again by somebody who held nothing that day in its
    place, two people change once each, and no rota that covers as much has fewer: it is the least
    unless somebody else could have been told in time. False: counting doesn't tell.

    `problem`: with the short notices by which changes are told late.
    """
    away = frozenset(
        a
        for a in standing.assignments
        if problem.presence.is_away(a.mediator, problem.slot_of[a.slot].span)
    )
    left, taken = standing.assignments - after.assignments, after.assignments - standing.assignments
    if left != away or any(uncovered_between(standing, after)):
        return False
    if not taken:
        return True
    alone = Rota(problem=standing.problem, assignments=standing.assignments - away)
    if len(away) != 1 or len(taken) != 1 or not any(uncovered_between(standing, alone)):
        return False
    [gone], [come] = away, taken
    slot = problem.slot_of[gone.slot]
    if come.slot != slot.id:
        return False
    able = (
        m.id
        for m in problem.mediators
        if slot in problem.candidates[m.id]
        and Assignment(m.id, slot.id) not in standing.assignments
        and not problem.presence.is_away(m.id, slot.span)
    )
    return told_late(problem, come.mediator, slot) == min(
        told_late(problem, who, slot) for who in able
    )
