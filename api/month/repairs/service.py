"""
Plan a month again in several ways, to be compared side by side; what stands stays as it is.

The ways differ in what comes before the fewest changes: the posts that are held now, all posts of
the month, or whoever begins within two days.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from api.month.alternatives.payers import Payer, payers_of
from api.month.alternatives.trial import as_held
from api.month.findings import findings_of
from api.month.frames import Frame
from api.month.planning import Follower, decided
from api.planning.holes import Shortage, holders, shortage
from api.planning.moves import PersonChanges, changes_between
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.domain.time import day_of, instant_of
from scheduler.errors import InvalidProblemError
from scheduler.publication import told_late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.planning.moves import Turn
    from scheduler.engine.outcome import Options, Outcome, OutOfTime, Solution

SOON = 48 * 60
"""Minutes within which nobody is called, in the way that spares people."""


class Way(StrEnum):
    """
    The ways to plan again.

    FEWEST: posts that are held stay held as far as possible, and holes that stand stay holes.
    COVERAGE: as many posts of the month as possible are held. SPARING: as FEWEST, but what begins
    within two days changes only where the law or an absence leaves no choice.
    """

    FEWEST = "moins_de_changements"
    COVERAGE = "couverture"
    SPARING = "personne_sous_48_h"


SHARES = {Way.FEWEST: 1 / 2, Way.COVERAGE: 1 / 2, Way.SPARING: 1.0}
"""Parts of the time that is left for each way: the first one finds what the others start from."""


NEARBY = 0.2
"""Part of the time in which only the days on which something is unlawful are planned again."""


@dataclass(frozen=True, kw_only=True)
class Uncovered:
    """A slot that fewer people hold than before, of those whom it asks for."""

    slot: Slot
    before: int
    after: int
    target: int


@dataclass(frozen=True, kw_only=True)
class Repair:
    """
    A month planned again in one way.

    `assignments`: the month (None: none was found); `impossible`: no lawful one exists, or none
    that leaves as it is what isn't to be planned again (`bounded`). `fewest`: it was proved that no
    lawful month that does as well by what comes before changes less: told late, then people, then
    shifts. `late`: changes told later than is due; `soon`: those of what begins within two days;
    both count changes as people are told them. `uncovered`: what it leaves; `missing`: people whom
    the month lacks, holes that stood before included. `contradictions`: what the solver answered
    that was refuted, a sentence each.
    """

    way: Way
    assignments: frozenset[Assignment] | None = None
    impossible: bool = False
    bounded: bool = False
    fewest: bool = False
    stopped: bool = False
    changes: tuple[PersonChanges, ...] = ()
    late: int = 0
    soon: int = 0
    uncovered: tuple[Uncovered, ...] = ()
    missing: Shortage | None = None
    payers: tuple[Payer, ...] = ()
    contradictions: tuple[str, ...] = ()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All changes, person by person."""
        return tuple(turn for person in self.changes for turn in person.turns)


def repairs(
    frame: Frame,
    assignments: frozenset[Assignment],
    options: Options,
    *,
    now: int,
    since: date | None = None,
    dispositifs: frozenset[str] | None = None,
    follower: Follower | None = None,
) -> tuple[Repair, ...]:
    """
    Plan a month again in every way, in the order of `Way`, within `options.seconds` together.

    `assignments`: the version that stands. What is planned again, and what is not, is as in
    `api.month.planning.plan`. Whoever stops it gets the ways that were found by then.

    Raises
    ------
    InvalidProblemError
        `since` lies outside the month, or nothing is left to plan.
    SolverCrashError, EncodingMismatchError
        See `scheduler.engine.solve.solve`.
    """
    from scheduler.engine.outcome import Infeasible  # noqa: PLC0415 - loads the solver
    from scheduler.engine.replan import short_notices  # noqa: PLC0415 - as above

    follow, begun = follower or Follower(), time.monotonic()
    standing = frame.rota(assignments)
    short = frozenset(short_notices(standing, frame.profile, day_of(now)))
    task = _Task(
        frame=frame,
        standing=standing,
        dated=replace(frame.problem, short_notices=short),
        now=now,
        since=since,
        dispositifs=dispositifs,
        follower=follow,
    )
    made: list[Repair] = []
    hint = task.nearby(replace(options, seconds=NEARBY * options.seconds))
    for way in Way:
        if any(event is not None and event.is_set() for event in (follow.stop, follow.cancel)):
            made.append(Repair(way=way, stopped=True))
            continue
        left = max(1.0, options.seconds - (time.monotonic() - begun))
        outcome = task.planned(way, replace(options, seconds=SHARES[way] * left), hint)
        if isinstance(outcome, Infeasible):
            # The ways differ in what they prefer, not in what they allow.
            bounded = since is not None or dispositifs is not None
            return tuple(Repair(way=each, impossible=True, bounded=bounded) for each in Way)
        made.append(task.repair(way, outcome))
        # What is lawful in one way is in the others, and near what they look for.
        hint = made[-1].assignments or hint
    return tuple(made)


@dataclass(frozen=True, kw_only=True)
class _Task:
    """The month to plan again and the rota that stands. `dated`: its problem with short notices."""

    frame: Frame
    standing: Rota
    dated: Problem
    now: int
    since: date | None
    dispositifs: frozenset[str] | None
    follower: Follower

    def nearby(self, options: Options) -> frozenset[Assignment] | None:
        """
        Return a lawful month in which only days on which something is unlawful change.

        It is a good start, seldom the best: from an unlawful one, the search for the tiers of
        coverage first goes far away, and the fewest changes come last. None: nothing is unlawful,
        or there is no such month.
        """
        from scheduler.engine.outcome import Solution  # noqa: PLC0415 - loads the solver

        findings = findings_of(self.frame, self.standing.assignments, now=instant_of(self.now))
        wrong = [finding for finding in findings if finding.blocks and not finding.inherited]
        named = frozenset(name for f in wrong for name in (f.subject, *f.evidence))
        slot_of = self.frame.problem.slot_of
        days = {slot_of[name].span.day for name in named & slot_of.keys()}
        slots = frozenset(slot.id for slot in slot_of.values() if slot.span.day in days)
        try:
            outcome = self.planned(Way.FEWEST, options, None, only=slots) if slots else None
        except InvalidProblemError:  # all of it has begun, or isn't to be planned again
            return None
        return outcome.rota.assignments if isinstance(outcome, Solution) else None

    def planned(
        self,
        way: Way,
        options: Options,
        hint: frozenset[Assignment] | None,
        *,
        only: frozenset[str] | None = None,
    ) -> Outcome:
        """Plan the month again in one way, from a lawful month, if there is one."""
        from scheduler.engine.replan import replan  # noqa: PLC0415 - loads the solver

        problem = replace(decided(self.frame), short_notices=self.dated.short_notices)
        if way is not Way.COVERAGE:
            slots = tuple(as_held(slot, self.standing) for slot in problem.slots)
            problem = replace(problem, slots=slots)
        return replan(
            Rota(problem=problem, assignments=self.standing.assignments),
            self.frame.profile.counting_from_nothing(),
            options,
            dispositifs=self.dispositifs,
            only=only,
            since=self.since,
            now=self.now if self.since is None else None,
            spared=self.now + SOON if way is Way.SPARING else None,
            hint=None if hint is None else Rota(problem=problem, assignments=hint),
            on_progress=self.follower.on_progress,
            stop=self.follower.stop,
            cancel=self.follower.cancel,
        )

    def repair(self, way: Way, outcome: Solution | OutOfTime) -> Repair:
        """Count what a month planned again changes, and what it leaves."""
        from scheduler.engine.outcome import OutOfTime  # noqa: PLC0415 - as above
        from scheduler.engine.replan import changes_proved  # noqa: PLC0415 - as above

        if isinstance(outcome, OutOfTime):
            return Repair(way=way, stopped=outcome.stopped)
        after = Rota(problem=self.frame.problem, assignments=outcome.rota.assignments)
        changes = changes_between(self.standing, after)
        return Repair(
            way=way,
            assignments=after.assignments,
            fewest=changes_proved(outcome, self.frame.profile),
            stopped=outcome.stopped,
            changes=changes,
            late=sum(self._late(person, turn) for person in changes for turn in person.turns),
            soon=sum(turn.start < self.now + SOON for person in changes for turn in person.turns),
            uncovered=tuple(uncovered_between(self.standing, after)),
            missing=shortage(after),
            payers=payers_of(self.frame, self.standing, after, changes, now=instant_of(self.now)),
            contradictions=outcome.contradictions,
        )

    def _late(self, person: PersonChanges, turn: Turn) -> bool:
        duties = [duty for duty in (turn.before, turn.after) if duty is not None]
        return any(
            told_late(self.dated, person.mediator.id, self.dated.slot_of[duty.id])
            for duty in duties
        )


def uncovered_between(before: Rota, after: Rota) -> Iterator[Uncovered]:
    """Yield the slots that fewer people hold, of those whom they ask for, by start."""
    for slot in sorted(before.problem.slots, key=lambda s: (s.span.first, s.id)):
        have, left = (
            sum(min(need.target, holders(rota, slot, need)) for need in slot.needs)
            for rota in (before, after)
        )
        if left < have:
            target = sum(need.target for need in slot.needs)
            yield Uncovered(slot=slot, before=have, after=left, target=target)
