"""
Find what one replacement or one exchange would do, so that the search starts from the best of them.

A search that is short of time would otherwise tell an empty post where a colleague may simply come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.month.findings import after_edit, findings_of
from scheduler.domain.problem import Assignment, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.time import instant_of
from scheduler.publication import begun_slots
from scheduler.ranking import Ranking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.month.alternatives.trial import Trial

MOST = 20
"""Months that are judged, at most, the best first."""


def simple_start(trial: Trial) -> frozenset[Assignment]:
    """
    Return the best lawful month that a replacement or an exchange of that day gives.

    "Best" is as the search has it: coverage, then the fewest changes, then the other goals. Where
    none of those tried is lawful, the month that stands, with that assignment alone turned.
    """
    from scheduler.engine.replan import replanning  # noqa: PLC0415 - loads the solver

    turned = (trial.standing.assignments ^ {trial.question}) - trial.problem.barred
    profile = replanning(trial.frame.profile.counting_from_nothing(), as_held=True)
    before = Rota(problem=trial.problem, assignments=trial.standing.assignments)
    ranking = Ranking(profile, before)
    tries = {turned, *_replaced(trial, turned), *_exchanged(trial)}

    def rank(month: frozenset[Assignment]) -> tuple[object, ...]:
        after = Rota(problem=trial.problem, assignments=month)
        return ranking.key(after), sorted(month ^ turned)

    for month in sorted(tries, key=rank)[:MOST]:
        if _lawful(trial, month):
            return month
    return turned


def _replaced(trial: Trial, turned: frozenset[Assignment]) -> Iterator[frozenset[Assignment]]:
    """Yield the months in which somebody comes for whoever leaves, or leaves for whoever comes."""
    slot = trial.slot
    team = {m.id for m in trial.standing.team_of[slot.id]}
    if trial.holds:
        for other in trial.problem.mediators:
            if other.id not in team and may_hold(other, slot):
                yield turned | {Assignment(other.id, slot.id)}
        return
    freed = turned - frozenset(_at_that_time(trial, trial.question.mediator))
    yield freed
    for leaver in team:
        yield freed - {Assignment(leaver, slot.id)}


def _exchanged(trial: Trial) -> Iterator[frozenset[Assignment]]:
    """Yield the months in which the person exchanges shifts of that day with a colleague."""
    standing, question, slots = trial.standing.assignments, trial.question, trial.problem.slot_of
    if trial.holds:
        day = trial.slot.span.day
        for theirs in () if trial.wished else standing:
            if theirs.mediator != question.mediator and slots[theirs.slot].span.day == day:
                yield from _exchange(trial, question, theirs)
        return
    for mine in _at_that_time(trial, question.mediator):
        for other in trial.standing.team_of[question.slot]:
            yield from _exchange(trial, mine, Assignment(other.id, question.slot))


def _exchange(
    trial: Trial, mine: Assignment, theirs: Assignment
) -> Iterator[frozenset[Assignment]]:
    """Yield the month in which two people have each other's shift, if their posts allow it."""
    people, slots, standing = (
        trial.problem.mediator_of,
        trial.problem.slot_of,
        trial.standing.assignments,
    )
    come = {Assignment(mine.mediator, theirs.slot), Assignment(theirs.mediator, mine.slot)}
    if come & standing or not all(may_hold(people[a.mediator], slots[a.slot]) for a in come):
        return
    yield (standing - {mine, theirs}) | come


def _at_that_time(trial: Trial, who: str) -> Iterator[Assignment]:
    """Yield what a person holds at the hours of the slot."""
    for slot in trial.standing.slots_of[who]:
        if slot.id != trial.slot.id and slot.span.touches(trial.slot.span):
            yield Assignment(who, slot.id)


def _lawful(trial: Trial, month: frozenset[Assignment]) -> bool:
    """Whether a month adds nothing that blocks, and moves only what is to be planned again."""
    frame, standing = trial.frame, trial.standing.assignments
    moved = month ^ standing
    begun = begun_slots(frame.problem, trial.now)
    if month & trial.problem.barred or any(
        a.slot in begun
        or not frame.decides(a)
        or a in frame.problem.settled
        or (a not in month and a in frame.problem.lock_of)
        for a in moved
    ):
        return False
    known = {f.code for f in findings_of(frame, standing, now=instant_of(trial.now))}
    judged = after_edit(frame, standing, month)
    return not any(f.blocks and not f.inherited and f.code not in known for f in judged)
