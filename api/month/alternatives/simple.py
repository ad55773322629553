"""Find what one replacement or one exchange would do: the search starts from the best of them."""

from __future__ import annotations

from collections.abc import Iterator

from api.month.alternatives.trial import Trial
from api.month.starts import Starts
from scheduler.domain.problem import Assignment, may_hold
from scheduler.publication import begun_slots


def simple_start(trial: Trial) -> frozenset[Assignment]:
    """
    Return the best lawful month that a replacement or an exchange of that day gives.

    Where none of those tried is lawful, the month that stands, with that assignment alone turned.
    """
    turned = (trial.standing.assignments ^ {trial.question}) - trial.problem.barred
    starts = Starts(
        frame=trial.frame,
        standing=trial.standing.assignments,
        problem=trial.problem,
        kept=begun_slots(trial.frame.problem, trial.now),
        now=trial.now,
    )
    return starts.best({turned, *_replaced(trial, turned), *_exchanged(trial)}) or turned


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
