"""Plan a month with what somebody asks, by gestures first, and say who pays for what changes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import Any, Protocol

from api.month.frames import Frame
from api.month.planning import Cause, Conflict, Follower, Replanning, decided
from api.month.standing import Starts
from api.planning.counters import Counters
from api.planning.fairness.accounts import Movement, month_table
from api.planning.fairness.kinds import KINDS, FairnessKind
from api.planning.month_change import month_change
from api.planning.moves import PersonChanges
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, Lock, Problem, may_hold
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.domain.time import day_of
from scheduler.engine.outcome import Options, Outcome
from scheduler.publication import begun_slots
from scheduler.rule import Profile

NOTHING = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class FairnessChange:
    """What a month adds to a person's account of a kind, before and after (see `Movement`)."""

    kind: FairnessKind
    before: Fraction
    after: Fraction

    @property
    def difference(self) -> Fraction:
        """Return how much more the account gets (below zero: less)."""
        return self.after - self.before


@dataclass(frozen=True, kw_only=True)
class Payer:
    """A person whose month differs: counters before and after, accounts that differ, by kind."""

    before: Counters
    after: Counters
    fairness: tuple[FairnessChange, ...] = ()

    @property
    def mediator(self) -> Mediator:
        """The person."""
        return self.after.mediator


Accounts = Mapping[tuple[str, str], Movement]
"""What a month adds to accounts of fairness, by kind and person."""


def payers_of(
    frame: Frame,
    before: Rota,
    after: Rota,
    changes: Iterable[PersonChanges],
    *,
    now: datetime,
    standing: Accounts | None = None,
) -> tuple[Payer, ...]:
    """
    Return the counters of those whose shifts change, in the order of the changes.

    Accounts are those that they would have if either rota of a month were published at `now`.
    `standing`: those of the month before (see `accounts_if`; None: they are counted here).
    """
    paying = list(changes)
    if not paying:
        return ()
    tables = (
        accounts_if(frame, before, now) if standing is None else standing,
        accounts_if(frame, after, now),
    )
    return tuple(
        Payer(
            before=frame.counters(before, change.mediator),
            after=frame.counters(after, change.mediator),
            fairness=tuple(_fairness(change.mediator, *tables)),
        )
        for change in paying
    )


def accounts_if(frame: Frame, rota: Rota, now: datetime) -> Accounts:
    """Return what a rota's month would add to everybody's accounts, were it published at `now`."""
    known = frame.association
    change = month_change(known, rota, now, frame.own or ())
    known = replace(known, removals=(*known.removals, *change.removals))
    months = {**known.history, change.label: change.after}
    return month_table(known, months, frame.month)


def _fairness(
    person: Mediator,
    before: Accounts,
    after: Accounts,
) -> Iterator[FairnessChange]:
    for kind in KINDS:
        key = kind.word, person.id
        old, new = (table[key].difference if key in table else NOTHING for table in (before, after))
        if old != new:
            yield FairnessChange(kind=kind, before=old, after=new)


class Explainer(Protocol):
    """Says what makes a problem impossible (None: it was ended before)."""

    def __call__(self, problem: Problem, profile: Profile, /, *, seconds: float) -> Conflict | None:
        """Seek the smallest set of claims, within so many seconds."""


ASKED = "question"
"""Who is said to have locked what is only tried."""

LOCKS = "locks"
"""The id of the rule that keeps locks."""


@dataclass(frozen=True, kw_only=True)
class Trial(Replanning):
    """The opposite of an assignment, tried on the part of the month where its slot lies."""

    question: Assignment

    @property
    def holds(self) -> bool:
        """Whether the person holds the slot in the rota that stands."""
        return self.question in self.standing.assignments

    @property
    def slot(self) -> Slot:
        """The slot that is asked about."""
        return self.frame.problem.slot_of[self.question.slot]

    @cached_property
    def problem(self) -> Problem:
        """The month in which the person is kept from the slot, or put on it."""
        return self._with(on_it=not self.holds)

    @cached_property
    def start(self) -> Rota:
        """The rota that stands, in that month."""
        return Rota(problem=self.problem, assignments=self.standing.assignments)

    @cached_property
    def wished(self) -> frozenset[Assignment]:
        """
        Return what else the person holds, or might, against their wish to be free of that slot.

        Whoever is kept from it because of such a wish isn't given another shift of that day.
        """
        problem = self.frame.problem
        wishes = [
            wish
            for wish in problem.wishes
            if wish.mediator == self.question.mediator
            and not wish.wants
            and wish.bears_on(self.slot.duty)
        ]
        borne = {
            Assignment(self.question.mediator, slot.id)
            for slot in problem.candidates[self.question.mediator]
            if any(wish.bears_on(slot.duty) for wish in wishes)
        }
        return frozenset(borne - problem.lock_of.keys() - {self.question})

    def _with(self, *, on_it: bool) -> Problem:
        """Return the month in which the person holds the slot, or doesn't; holes may stay."""
        problem = decided(self.frame)
        slots = tuple(as_held(slot, self.standing) for slot in problem.slots)
        problem = replace(problem, slots=slots)
        if not on_it:
            return replace(problem, barred=self.wished | {self.question})
        lock = Lock(mediator=self.question.mediator, slot=self.question.slot, by=ASKED, why="")
        return replace(problem, locks=(*problem.locks, lock))

    @cached_property
    def bounds(self) -> dict[str, Any]:
        """What is planned again: the dispositifs that share people with the slot's, from now on."""
        from scheduler.engine.parts.splitting import parts_of  # noqa: PLC0415 - loads the solver

        part = next(p for p in parts_of(self.problem) if self.question.slot in p.problem.slot_of)
        there = frozenset(slot.dispositif for slot in part.problem.slots)
        return {"dispositifs": there, "now": self.now}

    def planned(
        self, start: frozenset[Assignment], options: Options, follower: Follower
    ) -> Outcome:
        """Plan the part again, from a month in which that assignment is turned."""
        hint = Rota(problem=self.problem, assignments=start)
        return self._replan(self.start, hint, options, follower)

    def repaired(self, options: Options, follower: Follower) -> Rota | None:
        """
        Return the rota that stands made lawful, in its part, with the fewest changes.

        Whoever holds the slot still does, whoever doesn't still does not. None: there is no such
        rota, or none was found in time.
        """
        from scheduler.engine.outcome import Solution  # noqa: PLC0415 - loads the solver

        same = Rota(problem=self._with(on_it=self.holds), assignments=self.standing.assignments)
        outcome = self._replan(same, same, options, follower)
        if not isinstance(outcome, Solution):
            return None
        return Rota(problem=self.frame.problem, assignments=outcome.rota.assignments)

    def _replan(self, start: Rota, hint: Rota, options: Options, follower: Follower) -> Outcome:
        from scheduler.engine.replan import replan  # noqa: PLC0415 - as above

        return replan(
            start,
            # Whoever is put where nobody was is a change, too.
            self.frame.profile.counting_from_nothing(),
            options,
            **self.bounds,
            announced=day_of(self.now),
            as_held=True,
            hint=hint,
            **follower.listening,
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
        if not self.holds:
            return any(self._asks(cause) for cause in conflict.causes)
        return self.question.mediator in conflict.people or self.question.slot in conflict.slots

    def _asks(self, cause: Cause) -> bool:
        mine = LOCKS, self.question.mediator, self.question.slot
        return (cause.rule, cause.person, cause.slot) == mine


def as_held(slot: Slot, standing: Rota) -> Slot:
    """
    Return a slot that asks for no more people than hold it: a hole that stands isn't to be filled.

    Otherwise what would be changed to fill the holes of the month would hide the answer. What must
    be held stays so.
    """
    if slot.mandatory:
        return slot
    needs = []
    for need, have in zip(slot.needs, slot.filled(standing.team_of[slot.id]), strict=True):
        minimum, target = min(need.minimum, have), min(need.target, have)
        needs.append(replace(need, minimum=minimum, target=target))
    return replace(slot, needs=tuple(needs))


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
