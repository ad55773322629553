"""List the locks of a draft: which are held, which can't apply, and which contradict each other."""

from collections import defaultdict
from dataclasses import dataclass

from api.data.warnings import IdleLock
from api.judging.acknowledging import answers_for
from api.month.frames import Frame
from scheduler.domain.problem import Assignment, Lock
from scheduler.domain.slots import Slot
from scheduler.finding import Finding


@dataclass(frozen=True, kw_only=True)
class SlotLock:
    """A lock that plans follow; `stands`: whether the version has the person on the slot."""

    lock: Lock
    slot: Slot
    stands: bool


@dataclass(frozen=True, kw_only=True)
class DraftLocks:
    """
    The locks of a draft's month, by day and person.

    `idle`: those that can't apply any more, which plans ignore. `conflicts`: what a person's locked
    shifts break by themselves, whatever else is planned, and nobody has answered for.
    """

    locks: tuple[SlotLock, ...]
    idle: tuple[IdleLock, ...]
    conflicts: tuple[Finding, ...]


def locks_of(frame: Frame, assignments: frozenset[Assignment]) -> DraftLocks:
    """
    Return the locks of a draft, and what they can't hold together.

    A rule that several people's locks break together isn't sought here: a calculation says so.
    """
    slots, standing = frame.problem.slot_of, frame.rota(assignments).assignments
    locks = [
        SlotLock(
            lock=lock,
            slot=slots[lock.slot],
            stands=Assignment(lock.mediator, lock.slot) in standing,
        )
        for lock in frame.problem.locks
    ]
    locks.sort(key=lambda each: (each.slot.span.first, each.lock.mediator, each.slot.id))
    return DraftLocks(locks=tuple(locks), idle=frame.idle, conflicts=_conflicts(frame, locks))


def _conflicts(frame: Frame, locks: list[SlotLock]) -> tuple[Finding, ...]:
    """Judge each person on their locked slots alone; what those shifts don't prove isn't theirs."""
    mine: dict[str, list[Slot]] = defaultdict(list)
    for each in locks:
        mine[each.lock.mediator].append(each.slot)
    findings = []
    for who, slots in mine.items():
        names = {slot.id for slot in slots}
        judged = frame.judged(frame.problem.mediator_of[who], tuple(slots))
        findings += [finding for finding in judged if names.intersection(finding.evidence)]
    answers = answers_for(frame.association, findings, frame.problem.horizon)
    return answers.stopping(findings)
