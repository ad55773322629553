"""
Answer « pourquoi moi ? » and « pourquoi pas moi ? » by the rota that the other answer would give.

Whoever holds a shift is kept from it, whoever doesn't is put on it; the part of the month where it
lies is planned again so that as few posts as possible are lost, with as little changed as that
allows, and audited. What differs from the rota that stands is the answer (counterfactual
explanations of rotas: Lerouge, Gicquel, Mousseau, Ouerdane, 2023).
"""

import time
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter

from api.month.alternatives.trial import Explainer, Payer, Trial, payers_of, simple_start
from api.month.errors import BadRequestError, Wrong, not_a_slot, not_posted
from api.month.findings import findings_of
from api.month.frames import Frame
from api.month.planning import Conflict, Follower, why_impossible
from api.planning.moves import PersonChanges, changes_between
from api.planning.names import names_of
from api.staffing.trial import reasons
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, Lock, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.domain.time import instant_of
from scheduler.engine.outcome import Options, Solution
from scheduler.publication import begun_slots
from scheduler.rule import Profile

COSTING_SHARE, SEARCH_SHARE = 0.2, 0.4
"""Share of the time limit reserved for costing the answer; minimum share for the search."""

EXPLAINED = 0.5
"""Share of the time in which to say what forbids it, where a search has shown that it can't be."""


@dataclass(frozen=True, kw_only=True)
class CostChange:
    """A goal that costs more or less than in the rota that stands, as people read its cost."""

    name: str
    unit: str
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """
    What the month would be if a person held a slot that they don't hold, or the reverse.

    `holds`: whether they hold it in the rota that stands; `wished`: they asked to be free then, and
    are given nothing else of that time. `unable`: why the person's post doesn't allow it (nothing
    was searched then). `lock`: who fixed it, if they hold it by a lock.
    `impossible`: no lawful month has it so; `conflict`: what forbids it, as far as it was found;
    `anyway`: any month is impossible, whatever is asked.
    `assignments`: the lawful month of which it is proved that none that loses as few posts changes
    less (None: there is no such proof); `possible`: a lawful month has it so. `stopped`: somebody
    ended the search. `repairs`: what had to change
    first, because something blocks in the rota that stands, and isn't counted as the price (None:
    it couldn't be told apart, so it is counted). `tiers` that cost more or less
    come in their order; `payers` in the order of `changes`, by name. `contradictions`: what the
    solver answered that was refuted, a sentence each.
    """

    mediator: Mediator
    slot: Slot
    holds: bool
    wished: bool = False
    unable: tuple[str, ...] = ()
    lock: Lock | None = None
    impossible: bool = False
    conflict: Conflict | None = None
    anyway: bool = False
    assignments: frozenset[Assignment] | None = None
    possible: bool = False
    stopped: bool = False
    repairs: tuple[PersonChanges, ...] | None = ()
    changes: tuple[PersonChanges, ...] = ()
    tiers: tuple[CostChange, ...] = ()
    payers: tuple[Payer, ...] = ()
    contradictions: tuple[str, ...] = ()

    @property
    def concluded(self) -> bool:
        """Whether it is known what the month would be, or why it can't be."""
        return bool(self.unable or self.lock or self.impossible or self.assignments is not None)


def alternative(
    frame: Frame,
    assignments: frozenset[Assignment],
    question: Assignment,
    options: Options,
    *,
    now: int,
    follower: Follower | None = None,
    explain: Explainer = why_impossible,
) -> Alternative:
    """
    Say what a month would be if a person held a slot, or if they didn't hold it.

    `assignments`: the version that stands. Nothing that has begun at `now`, a UTC minute, or that
    another draft decides is changed. It takes up to `options.seconds`, and half as long again if it
    turns out to be impossible. `explain`: as `why_impossible`, for who must be able to end that,
    too (None: it was ended). Raises `BadRequestError`: the person or the slot isn't of this month,
    or what is asked about is decided already; `SolverCrashError` or `EncodingMismatchError` as
    `scheduler.engine.solve.solve` does.
    """
    begun = time.monotonic()
    person, slot = _check(frame, question, now)
    standing = frame.rota(assignments)
    holds = question in standing.assignments
    answer = Alternative(mediator=person, slot=slot, holds=holds)
    trial = Trial(frame=frame, standing=standing, question=question, now=now)
    if holds and trial.wished:
        answer = replace(answer, wished=True)
    if not holds and not may_hold(person, slot):
        why = reasons(person, slot, names_of(frame.association))
        return replace(answer, unable=tuple(words for _, words in why))
    lock = frame.problem.lock_of.get(question)
    if holds and lock is not None:
        return replace(answer, lock=lock)
    from scheduler.engine.outcome import Infeasible, Solution  # noqa: PLC0415 - loads the solver

    findings = findings_of(frame, assignments, now=instant_of(now))
    if any(finding.blocks and not finding.inherited for finding in findings):
        # The other half is for the question itself.
        half = replace(options, seconds=options.seconds / 2)
        repaired = trial.repaired(half, follower or Follower())
        answer = replace(
            answer, repairs=None if repaired is None else changes_between(standing, repaired)
        )
        standing = repaired or standing
        trial = replace(trial, standing=standing)
    start = simple_start(trial)
    left = (1 - COSTING_SHARE) * options.seconds - (time.monotonic() - begun)
    rest = replace(options, seconds=max(SEARCH_SHARE * options.seconds, left))
    outcome = trial.planned(start, rest, follower or Follower())
    if isinstance(outcome, Infeasible):
        answer = replace(answer, impossible=True)
        conflict = trial.conflict(explain, EXPLAINED * options.seconds)
        if conflict is None:
            return replace(answer, stopped=True)
        return replace(
            answer, conflict=trial.besides(conflict), anyway=not trial.concerns(conflict)
        )
    answer = replace(answer, stopped=outcome.stopped)
    if not isinstance(outcome, Solution):
        return answer
    return _with_month(answer, frame, standing, outcome, now=instant_of(now))


def _check(frame: Frame, question: Assignment, now: int) -> tuple[Mediator, Slot]:
    problem = frame.problem
    slot = problem.slot_of.get(question.slot)
    wrong = []
    if question.mediator not in frame.posted:
        wrong.append(not_posted("person", question.mediator))
    if slot is None:
        wrong.append(not_a_slot("slot", question.slot, frame.month))
    elif (
        slot.id in frame.frozen
        or question in problem.settled
        or slot.id in begun_slots(problem, now)
    ):
        expected = "un créneau que ce planning décide encore"
        wrong.append(Wrong(field="slot", received=question.slot, expected=expected))
    if wrong or slot is None:
        raise BadRequestError(wrong)
    return problem.mediator_of[question.mediator], slot


def _with_month(
    answer: Alternative, frame: Frame, standing: Rota, outcome: Solution, *, now: datetime
) -> Alternative:
    """Add the month that the solver found, and what it takes if that is proved to be the least."""
    from scheduler.engine.replan import changes_proved  # noqa: PLC0415 - loads the solver

    answer = replace(answer, possible=True, contradictions=outcome.contradictions)
    if not changes_proved(outcome, frame.profile):
        return answer
    after = Rota(problem=frame.problem, assignments=outcome.rota.assignments)
    changes = changes_between(standing, after)
    return replace(
        answer,
        assignments=after.assignments,
        changes=changes,
        tiers=_tiers(standing, after, frame.profile),
        payers=payers_of(frame, standing, after, changes, now=now),
    )


def _tiers(before: Rota, after: Rota, profile: Profile) -> tuple[CostChange, ...]:
    """Return the goals whose cost differs, by tier; changes themselves are told apart."""
    changed = []
    for goal in sorted(profile.goals, key=attrgetter("tier")):
        if goal.counts_changes:
            continue
        plain = goal.plain()
        old, new = plain.measure(before), plain.measure(after)
        if old != new:
            change = CostChange(name=plain.title, unit=plain.unit, before=old, after=new)
            changed.append(change)
    return tuple(changed)
