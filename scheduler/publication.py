"""Find the published rota, its slots that have begun, and findings that only these prove."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.employer import ShortNotice
from scheduler.domain.rota import Rota

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.domain.problem import Problem
    from scheduler.domain.slots import Slot
    from scheduler.finding import Finding


def published_rota(problem: Problem) -> Rota | None:
    """Return the published rota of a problem (None: nothing is published)."""
    if not problem.previous | problem.settled:
        return None
    return Rota(problem=problem, assignments=problem.previous)


def begun_slots(problem: Problem, now: int) -> frozenset[str]:
    """
    Return the slots, of dispositifs with a published rota, that have begun at a UTC minute.

    What happened on these slots is a fact, even if nobody worked there. A month that was never
    published is planned as a whole, including its past days.
    """
    starts, slots = problem.published_starts
    return frozenset(slots[: bisect_right(starts, now)])


def told_late(problem: Problem, mediator: str, slot: Slot) -> bool:
    """Whether a change of what a person does at a slot's time is told later than is due."""
    standby = slot.duty.kind is DutyKind.STANDBY
    notice = ShortNotice(mediator=mediator, day=slot.span.day, standby=standby)
    return notice in problem.short_notices


def with_inherited(findings: Iterable[Finding], rota: Rota, now: int) -> list[Finding]:
    """
    Return all findings; those that only shifts begun at a UTC minute prove become inherited.

    A finding is inherited only if the rota leaves these shifts as published, because no later
    decision could repair it. This rota is responsible for shifts that were changed by hand.
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
