"""List what one person may take on a day, or have in exchange for a shift, and what each costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.french.words import alphabetical
from api.judging.reaudit import finding_changes, reaudit
from api.month.candidates.service import Cost, cost_of
from api.month.errors import BadRequestError, Wrong, not_a_day, not_posted
from api.month.findings import findings_of
from api.month.frames import Frame
from api.staffing.trial import Attempt, has_room, settled_by_others, stopping, tried
from scheduler.domain.hours import Hours, hours
from scheduler.domain.posts import posts_of
from scheduler.domain.problem import Assignment, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.finding import Finding


@dataclass(frozen=True, kw_only=True)
class PossibleSlot:
    """
    A slot that the person's post lets them hold, tried on the rota.

    `stopping`: what forbids it (empty: they may); `added`: the findings that it adds besides.
    `missing`: posts of the slot that are open, before.
    """

    slot: Slot
    stopping: tuple[Finding, ...]
    added: tuple[Finding, ...]
    cost: Cost
    missing: int


def possible_slots(
    frame: Frame, assignments: frozenset[Assignment], person: str, day: date
) -> tuple[PossibleSlot, ...]:
    """
    Return the slots of a day that have room and that a person's post allows, best first.

    Slots that a rule forbids come last, with the findings of that rule. Raises `BadRequestError`:
    the person can't be given any slot of the month, or the day isn't in the month.
    """
    problem = frame.problem
    wrong = []
    if person not in frame.posted:
        wrong.append(not_posted("person", person))
    if day not in problem.horizon.days:
        wrong.append(not_a_day("day", day, frame.month))
    if wrong:
        raise BadRequestError(wrong)
    mediator = problem.mediator_of[person]
    rota, findings = frame.rota(assignments), findings_of(frame, assignments)
    possible = []
    for slot in problem.slots:
        team = rota.team_of[slot.id]
        if (
            slot.span.day != day
            or slot.id in frame.frozen
            or mediator in team
            or not may_hold(mediator, slot)
            or not has_room(slot, len(team))
        ):
            continue
        trial = tried(rota, frame.profile, findings, mediator, slot, judged=frame.judged)
        possible.append(
            PossibleSlot(
                slot=slot,
                stopping=trial.stopping,
                added=trial.changed.added,
                cost=cost_of(trial, mediator),
                missing=posts_of(slot, team).open,
            )
        )
    return tuple(
        sorted(
            possible,
            key=lambda p: (bool(p.stopping), -p.missing, p.cost.rank, p.slot.span.first, p.slot.id),
        )
    )


@dataclass(frozen=True, kw_only=True)
class PossibleExchange(Attempt):
    """
    A colleague's shift that could be had for one's own, tried on the rota.

    `mine` and `theirs`: the hours of both in the month, after it.
    """

    slot: Slot
    mine: Hours
    theirs: Hours


def possible_exchanges(
    frame: Frame, assignments: frozenset[Assignment], mine: Assignment, day: date
) -> tuple[PossibleExchange, ...]:
    """
    Return the shifts of a day for which a person's shift, `mine`, can be exchanged, best first.

    Only shifts that this rota decides and whose posts suit both are listed. Exchanges that a rule
    forbids come last, with the findings of that rule. Raises `BadRequestError`: nobody holds `mine`
    there, or the day isn't in the month.
    """
    problem, rota = frame.problem, frame.rota(assignments)
    current = rota.assignments
    wrong = []
    if mine not in current or mine.slot in frame.frozen:
        expected = "une personne qui tient ce créneau, et que ce planning y met"
        wrong.append(Wrong(field="person", received=mine.mediator, expected=expected))
    if day not in problem.horizon.days:
        wrong.append(not_a_day("day", day, frame.month))
    if wrong:
        raise BadRequestError(wrong)
    findings = findings_of(frame, assignments)
    exchanges = [
        _try_slot(frame, rota, findings, mine, theirs)
        for theirs in current
        if problem.slot_of[theirs.slot].span.day == day and _suits(frame, current, mine, theirs)
    ]
    return tuple(sorted(exchanges, key=_order))


def _suits(
    frame: Frame, current: frozenset[Assignment], mine: Assignment, theirs: Assignment
) -> bool:
    """Whether both may hold the other's slot, and neither does."""
    problem = frame.problem
    people, slots = problem.mediator_of, problem.slot_of
    return (
        theirs.mediator != mine.mediator
        and theirs.slot != mine.slot
        and theirs.slot not in frame.frozen
        and theirs not in problem.settled
        and {mine.mediator, theirs.mediator} <= frame.posted
        and not {Assignment(mine.mediator, theirs.slot), Assignment(theirs.mediator, mine.slot)}
        & current
        and may_hold(people[mine.mediator], slots[theirs.slot])
        and may_hold(people[theirs.mediator], slots[mine.slot])
    )


def _try_slot(
    frame: Frame, before: Rota, findings: list[Finding], mine: Assignment, theirs: Assignment
) -> PossibleExchange:
    problem, gone = frame.problem, {mine, theirs}
    come = {Assignment(mine.mediator, theirs.slot), Assignment(theirs.mediator, mine.slot)}
    after = Rota(problem=problem, assignments=(before.assignments - gone) | come)
    judged = reaudit(after, frame.profile, findings, gone | come, judged=frame.judged)
    changed = finding_changes(findings, judged)
    slots = [problem.slot_of[assignment.slot] for assignment in (mine, theirs)]
    spare = any(has_room(slot, len(after.team_of[slot.id])) for slot in slots)
    settled = settled_by_others(frame.profile) if spare else ()
    return PossibleExchange(
        mediator=problem.mediator_of[theirs.mediator],
        slot=problem.slot_of[theirs.slot],
        stopping=stopping(changed.added, settled),
        changed=changed,
        mine=hours(after, problem.mediator_of[mine.mediator]),
        theirs=hours(after, problem.mediator_of[theirs.mediator]),
    )


def _order(exchange: PossibleExchange) -> tuple[bool, int, int, str, str]:
    added, removed = exchange.changed.added, exchange.changed.removed
    return (
        bool(exchange.stopping),
        len(added),
        -len(removed),
        alphabetical(exchange.mediator.name),
        exchange.slot.id,
    )
