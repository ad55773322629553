"""
Answer « pourquoi moi ? » and « pourquoi pas moi ? » by the rota that the other answer would give.

Whoever holds a shift is kept from it, whoever doesn't is put on it; the part of the month where it
lies is planned again so that as few posts as possible are lost, with as little changed as that
allows, and audited. What differs from the rota that stands is the answer (counterfactual
explanations of rotas: Lerouge, Gicquel, Mousseau, Ouerdane, 2023).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from api.month.errors import BadRequestError, Wrong
from api.month.frames import Frame
from api.month.planning import Cause, Conflict, Follower, decided, why_impossible
from api.planning.counters import Counters
from api.planning.moves import PersonChanges, changes_between
from api.staffing.trial import reasons
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, Lock, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.domain.time import day_of
from scheduler.publication import begun_slots

if TYPE_CHECKING:
    from scheduler.domain.problem import Problem
    from scheduler.engine.outcome import Options, Outcome, Solution
    from scheduler.rule import Profile


class Explainer(Protocol):
    """Says what makes a problem impossible (None: it was ended before)."""

    def __call__(self, problem: Problem, profile: Profile, /, *, seconds: float) -> Conflict | None:
        """Seek the smallest set of claims, within so many seconds."""


EXPLAINED = 0.5
"""Share of the time in which to say what forbids it, where a search has shown that it can't be."""

ASKED = "question"
"""Who is said to have locked what is only tried."""

LOCKS = "locks"
"""The id of the rule that keeps locks."""


@dataclass(frozen=True, kw_only=True)
class TierChange:
    """A tier of goals that costs more or less than in the rota that stands."""

    name: str
    unit: str
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class Payer:
    """A person whose month differs: their counters before and after."""

    before: Counters
    after: Counters

    @property
    def mediator(self) -> Mediator:
        """The person."""
        return self.after.mediator


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """
    What the month would be if a person held a slot that they don't hold, or the reverse.

    `holds`: whether they hold it in the rota that stands. `unable`: why the person's post doesn't
    allow it (nothing was searched then). `lock`: who fixed it, if they hold it by a lock.
    `conflict`: what forbids it, where it is impossible; `anyway`: any month is, whatever is asked.
    `assignments`: the lawful month (None: none was found); `fewest`: no lawful month that loses as
    few posts changes less. `stopped`: somebody ended the search. `tiers` that cost more or less
    come in their order; `payers` in the order of `changes`, by name.
    """

    mediator: Mediator
    slot: Slot
    holds: bool
    unable: tuple[str, ...] = ()
    lock: Lock | None = None
    conflict: Conflict | None = None
    anyway: bool = False
    assignments: frozenset[Assignment] | None = None
    fewest: bool = False
    stopped: bool = False
    changes: tuple[PersonChanges, ...] = ()
    tiers: tuple[TierChange, ...] = ()
    payers: tuple[Payer, ...] = ()

    @property
    def concluded(self) -> bool:
        """Whether it is known what the month would be, or why it can't be."""
        return bool(
            self.unable
            or self.lock
            or self.assignments is not None
            or (self.conflict is not None and self.conflict.verified)
        )


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
    another draft decides is changed. It takes up to `options.seconds`, and half as long again if
    it turns out to be impossible. `explain`: as `why_impossible`, for who must be able to end that,
    too (None: it was ended).

    Raises
    ------
    BadRequestError
        The person or the slot isn't of this month, or what is asked about is decided already.
    SolverCrashError, EncodingMismatchError
        See `scheduler.engine.solve.solve`.
    """
    person, slot = _checked(frame, question, now)
    standing = frame.rota(assignments)
    holds = question in standing.assignments
    answer = Alternative(mediator=person, slot=slot, holds=holds)
    if not holds and not may_hold(person, slot):
        return replace(answer, unable=tuple(words for _, words in reasons(person, slot)))
    lock = next(
        (
            k
            for k in frame.problem.locks
            if (k.mediator, k.slot) == (question.mediator, question.slot)
        ),
        None,
    )
    if holds and lock is not None:
        return replace(answer, lock=lock)
    from scheduler.engine.outcome import Infeasible, Solution  # noqa: PLC0415 - loads the solver

    trial = _Trial(frame=frame, standing=standing, question=question, now=now)
    outcome = trial.planned(options, follower or Follower())
    if isinstance(outcome, Infeasible):
        conflict = trial.conflict(explain, EXPLAINED * options.seconds)
        if conflict is None:
            return replace(answer, stopped=True)
        return replace(
            answer, conflict=trial.besides(conflict), anyway=not trial.concerns(conflict)
        )
    answer = replace(answer, stopped=outcome.stopped)
    return _answered(answer, frame, standing, outcome) if isinstance(outcome, Solution) else answer


def _checked(frame: Frame, question: Assignment, now: int) -> tuple[Mediator, Slot]:
    problem = frame.problem
    slot = problem.slot_of.get(question.slot)
    wrong = []
    if question.mediator not in frame.posted:
        expected = "une personne sous contrat ce mois-ci sur l’un de ces dispositifs"
        wrong.append(Wrong(field="person", received=question.mediator, expected=expected))
    if slot is None:
        expected = f"un créneau de {frame.month:%m/%Y} de ces dispositifs"
        wrong.append(Wrong(field="slot", received=question.slot, expected=expected))
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


@dataclass(frozen=True, kw_only=True)
class _Trial:
    """The opposite of an assignment, tried on the part of the month where its slot lies."""

    frame: Frame
    standing: Rota
    question: Assignment
    now: int

    @cached_property
    def problem(self) -> Problem:
        """The month in which the person is kept from the slot, or put on it; holes may stay."""
        problem = decided(self.frame)
        slots = tuple(_as_held(slot, self.standing) for slot in problem.slots)
        problem = replace(problem, slots=slots)
        if self.question in self.standing.assignments:
            return replace(problem, barred=frozenset({self.question}))
        lock = Lock(mediator=self.question.mediator, slot=self.question.slot, by=ASKED, why="")
        return replace(problem, locks=(*problem.locks, lock))

    @cached_property
    def start(self) -> Rota:
        """The rota that stands, in that month."""
        return Rota(problem=self.problem, assignments=self.standing.assignments)

    @cached_property
    def bounds(self) -> dict[str, Any]:
        """What is planned again: the dispositifs that share people with the slot's, from now on."""
        from scheduler.engine.parts import parts_of  # noqa: PLC0415 - loads the solver

        part = next(p for p in parts_of(self.problem) if self.question.slot in p.problem.slot_of)
        there = frozenset(slot.dispositif for slot in part.problem.slots)
        return {"dispositifs": there, "now": self.now}

    @cached_property
    def profile(self) -> Profile:
        """The rules and goals of the month; whoever is put where nobody was is a change, too."""
        goals = tuple(goal.counting_from_nothing() for goal in self.frame.profile.goals)
        return replace(self.frame.profile, goals=goals)

    def planned(self, options: Options, follower: Follower) -> Outcome:
        """Plan the part again, from the rota that stands with that assignment turned."""
        from scheduler.engine.replan import replan  # noqa: PLC0415 - as above

        turned = self.standing.assignments ^ {self.question}
        return replan(
            self.start,
            self.profile,
            options,
            **self.bounds,
            announced=day_of(self.now),
            hint=Rota(problem=self.problem, assignments=turned),
            on_progress=follower.on_progress,
            stop=follower.stop,
            cancel=follower.cancel,
        )

    def conflict(self, explain: Explainer, seconds: float) -> Conflict | None:
        """Say what forbids it: the smallest set of claims of what is planned again."""
        from scheduler.engine.replan import problem_without  # noqa: PLC0415 - as above

        part = problem_without(self.start, **self.bounds)
        return explain(part, self.frame.profile, seconds=seconds)

    def besides(self, conflict: Conflict) -> Conflict:
        """Return a conflict without the claim of the question itself."""
        causes = tuple(cause for cause in conflict.causes if not self._asks(cause))
        return replace(conflict, causes=causes, rules=tuple(sorted({c.rule for c in causes})))

    def concerns(self, conflict: Conflict) -> bool:
        """
        Whether a conflict needs the question: without it, the month is impossible anyway.

        To be put on a slot is a claim. To be kept from it is none, but can break only what is
        claimed of that slot or person.
        """
        if self.question not in self.standing.assignments:
            return any(self._asks(cause) for cause in conflict.causes)
        return self.question.mediator in conflict.people or self.question.slot in conflict.slots

    def _asks(self, cause: Cause) -> bool:
        mine = LOCKS, self.question.mediator, self.question.slot
        return (cause.rule, cause.person, cause.slot) == mine


def _as_held(slot: Slot, standing: Rota) -> Slot:
    """
    Return a slot that asks for no more people than hold it: a hole that stands isn't to be filled.

    Otherwise what would be changed to fill the holes of the month would hide the answer. What must
    be held stays so.
    """
    if slot.mandatory:
        return slot
    team = standing.team_of[slot.id]
    needs = []
    for need in slot.needs:
        have = sum(mediator.role in need.roles for mediator in team)
        minimum, target = min(need.minimum, have), min(need.target, have)
        needs.append(replace(need, minimum=minimum, target=target))
    return replace(slot, needs=tuple(needs))


def _answered(answer: Alternative, frame: Frame, standing: Rota, outcome: Solution) -> Alternative:
    """Add to an answer the month that was found, and what it changes."""
    after = Rota(problem=frame.problem, assignments=outcome.rota.assignments)
    changes = changes_between(standing, after)
    return replace(
        answer,
        assignments=after.assignments,
        fewest=_fewest(outcome, frame.profile),
        changes=changes,
        tiers=_tiers(standing, after, frame.profile),
        payers=tuple(
            Payer(
                before=frame.counters(standing, change.mediator),
                after=frame.counters(after, change.mediator),
            )
            for change in changes
        ),
    )


def _fewest(outcome: Solution, profile: Profile) -> bool:
    """Whether coverage was proved, and then the ranks of changes, which replanning puts below."""
    from scheduler.engine.replan import changes_proved  # noqa: PLC0415 - loads the solver

    return changes_proved(outcome, profile)


def _tiers(before: Rota, after: Rota, profile: Profile) -> tuple[TierChange, ...]:
    """Return the tiers of goals whose cost differs; changes themselves are told apart."""
    from scheduler.engine.tiers import name_of, tiers_of  # noqa: PLC0415 - loads the solver

    changed = []
    for _, goals in tiers_of(profile):
        priced = [goal for goal in goals if not goal.counts_changes]
        old, new = (sum(goal.measure(rota) for goal in priced) for rota in (before, after))
        if old != new:
            change = TierChange(name=name_of(priced), unit=priced[0].unit, before=old, after=new)
            changed.append(change)
    return tuple(changed)
