"""
Plan a month again in several ways, to be compared side by side; what stands stays as it is.

The ways differ in what comes before the fewest changes: the posts that are held now, all posts of
the month, or whoever begins within two days.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from math import inf

from api.month.alternatives.trial import Accounts, accounts_if, as_held, payers_of
from api.month.findings import after_edit, findings_of
from api.month.frames import Frame
from api.month.planning import Follower, Replanning, decided
from api.month.repairs.repair import Repair, Way, plainly_fewest, simple_repair, uncovered_between
from api.month.standing import Starts
from api.planning.moves import PersonChanges, Turn, changes_between
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import day_of, instant_of
from scheduler.engine.outcome import Options, Outcome, OutOfTime, Solution
from scheduler.errors import InvalidProblemError
from scheduler.finding import Finding
from scheduler.publication import told_late

SOON = 48 * 60
"""Minutes within which nobody is called, in the way that spares people."""


AROUND = 3
"""
Days before and after what is unlawful that are planned again first, alone.

The few changes that fill a post are soon found and proved among few slots. Those of a month are
proved in seconds or in a minute: nobody knows before.
"""

NEARBY = 0.45
"""Part of the time in which these days are planned again."""

SIMPLE = 0.8
"""
Part of the time, at most, in which each post that is left is given to a colleague, by hand.

A post that it doesn't reach may stay empty: a short search fills few.
"""

SHARE = 0.7
"""Part of the time that is left for each way."""

PROOF = 4.0
"""Seconds that must be left for the proof, over the whole month, that nothing changes less."""

LEAST = 1.0
"""Seconds for which a way is searched, at least: with less left it isn't, once another is known."""

BELOW = 1.0
"""Seconds of processor in which the fairest is sought among months that change as little."""


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
    `api.month.planning.plan`. Whoever stops it gets the ways that were found by then. Raises
    `InvalidProblemError`: `since` lies outside the month, or nothing is left to plan;
    `SolverCrashError` or `EncodingMismatchError` as `scheduler.engine.solve.solve` does.
    """
    from scheduler.engine.outcome import Infeasible, Solution  # noqa: PLC0415 - loads the solver
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
        seconds=options.seconds,
    )
    by_way: dict[Way, Repair] = {}
    near = None
    if not follow.ended:
        near = task.nearby(options, until=begun + options.seconds)
    if isinstance(near, Solution):
        by_way[Way.FEWEST] = task.repair(Way.FEWEST, near, proved=False)
    # What changes least near by is told even if there is no time to prove it over the month.
    timed = replace(options, below=BELOW)
    # The widest search comes last, and has all the time that is left.
    order = [Way.FEWEST, Way.SPARING, Way.COVERAGE]
    for way in order:
        left = options.seconds - (time.monotonic() - begun)
        known = by_way.get(way)
        if way is Way.SPARING and task.spares(by_way.get(Way.FEWEST)):
            continue
        if by_way and options.effort is None and left < (LEAST if known is None else PROOF):
            by_way.setdefault(way, Repair(way=way))
            continue
        if follow.ended:
            by_way.setdefault(way, Repair(way=way, stopped=True))
            continue
        start = known or by_way.get(Way.FEWEST)
        # What calls people within two days is far from what spares them: what stands is nearer.
        if way is Way.SPARING:
            hint: frozenset[Assignment] | None = task.left_alone
        else:
            hint = task.simple if start is None else start.assignments
        share = 1.0 if way == order[-1] else SHARE
        outcome = task.planned(way, replace(timed, seconds=max(LEAST, share * left)), hint)
        if isinstance(outcome, Infeasible):
            # The ways differ in what they prefer, not in what they allow.
            bounded = since is not None or dispositifs is not None
            return tuple(Repair(way=each, impossible=True, bounded=bounded) for each in Way)
        if known is None or isinstance(outcome, Solution):
            by_way[way] = task.repair(way, outcome, others=by_way.values())
    by_way[Way.COVERAGE] = covering_most(by_way)
    # It comes first among those that spare people, too, if it calls nobody within two days.
    by_way.setdefault(Way.SPARING, replace(by_way[Way.FEWEST], way=Way.SPARING))
    return tuple(by_way[way] for way in Way)


def covering_most(by_way: Mapping[Way, Repair]) -> Repair:
    """
    Return the best coverage of all ways, its own where none lacks fewer people.

    Hours over contract have a price in posts, so that a search for the best coverage may prefer a
    month that lacks more: whoever reads "the best coverage" compares posts.
    """
    own = by_way[Way.COVERAGE]
    best = min((own, *by_way.values()), key=_lacking)
    if own.stopped or _lacking(best) == _lacking(own):
        return own
    return replace(best, way=Way.COVERAGE, fewest=False, contradictions=own.contradictions)


def _lacking(repair: Repair) -> tuple[float, float]:
    """Return how many posts a month leaves open, under minimums first (none: endlessly many)."""
    return (inf, inf) if repair.posts is None else (repair.posts.under, repair.posts.open)


@dataclass(frozen=True, kw_only=True)
class _Task(Replanning):
    """`dated`: the month's problem with short notices; `seconds`: those of all ways together."""

    dated: Problem
    since: date | None
    dispositifs: frozenset[str] | None
    follower: Follower
    seconds: float

    def nearby(self, options: Options, *, until: float) -> Outcome | None:
        """
        Plan again only the days near what is unlawful (see `AROUND`), with the fewest changes.

        A month planned whole from an unlawful one goes far away to be covered first, and comes back
        last to the fewest changes. `until`: when the time of all ways ends, on the monotonic clock.
        None: nothing is unlawful, or it isn't to be planned again.
        """
        around = range(-AROUND, AROUND + 1)
        days = {day + timedelta(days=n) for day in self._unlawful_days() for n in around}
        slots = frozenset(s.id for s in self.frame.problem.slots if s.span.day in days)
        if not slots:
            return None
        try:
            start = self.simple
            left = until - time.monotonic()
            seconds = max(LEAST, min(NEARBY * options.seconds, left))
            # The fairest is sought over the month.
            near = replace(options, below=0.0, seconds=seconds)
            return self.planned(Way.FEWEST, near, start, only=slots)
        except InvalidProblemError:  # all of it has begun
            return None

    @cached_property
    def _wrong(self) -> tuple[Finding, ...]:
        """What is unlawful of the month that stands."""
        findings = findings_of(self.frame, self.standing.assignments, now=instant_of(self.now))
        return tuple(each for each in findings if each.blocks and not each.inherited)

    @cached_property
    def simple(self) -> frozenset[Assignment]:
        """What the search starts from: colleagues have come for whoever is left out."""
        from scheduler.engine.replan import problem_without  # noqa: PLC0415 - loads the solver

        problem = self._problem(Way.FEWEST)
        now = self.now if self.since is None else None
        small = problem_without(
            self.standing, dispositifs=self.dispositifs, since=self.since, now=now
        )
        starts = Starts(
            frame=self.frame,
            standing=self.standing.assignments,
            problem=problem,
            kept=frozenset(problem.slot_of.keys() - small.slot_of.keys()),
            now=self.now,
        )
        left = self.standing.assignments - self.left_alone
        return simple_repair(starts, left, SIMPLE * self.seconds)

    def _unlawful_days(self) -> frozenset[date]:
        """Return the days of the slots that prove something unlawful of what stands."""
        named = frozenset(name for f in self._wrong for name in (f.subject, *f.evidence))
        slot_of = self.frame.problem.slot_of
        return frozenset(slot_of[name].span.day for name in named & slot_of.keys())

    @property
    def left_alone(self) -> frozenset[Assignment]:
        """
        Return the month that stands without the shifts that prove something unlawful.

        The search for the fewest changes starts from it; where it isn't lawful yet, it takes out
        the rest.
        """
        proving = {(f.subject, slot) for f in self._wrong for slot in f.evidence}
        return frozenset(
            a for a in self.standing.assignments if (a.mediator, a.slot) not in proving
        )

    def spares(self, repair: Repair | None) -> bool:
        """
        Whether no month calls fewer people within two days than a repair does.

        Only those who are away then leave what they held, which no lawful month spares them.
        """
        presence = self.frame.problem.presence
        if repair is None or repair.assignments is None:
            return False
        return all(
            turn.after is None
            and turn.before is not None
            and presence.is_away(person.mediator.id, turn.before.span)
            for person in repair.changes
            for turn in person.turns
            if turn.start < self.now + SOON
        )

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

        problem = self._problem(way)
        return replan(
            Rota(problem=problem, assignments=self.standing.assignments),
            self.frame.profile.counting_from_nothing(),
            options,
            dispositifs=self.dispositifs,
            only=only,
            since=self.since,
            now=self.now if self.since is None else None,
            spared=self.now + SOON if way is Way.SPARING else None,
            as_held=way is not Way.COVERAGE,
            hint=None if hint is None else Rota(problem=problem, assignments=hint),
            **self.follower.listening,
            judged=lambda chosen: after_edit(self.frame, self.standing.assignments, chosen),
        )

    def _problem(self, way: Way) -> Problem:
        """Return the month as it is planned again in one way."""
        problem = replace(decided(self.frame), short_notices=self.dated.short_notices)
        if way is Way.COVERAGE:
            return problem
        slots = tuple(as_held(slot, self.standing) for slot in problem.slots)
        return replace(problem, slots=slots)

    @cached_property
    def _accounts(self) -> Accounts:
        """What the month that stands adds to accounts of fairness."""
        return accounts_if(self.frame, self.standing, instant_of(self.now))

    def repair(
        self,
        way: Way,
        outcome: Solution | OutOfTime,
        *,
        others: Iterable[Repair] = (),
        proved: bool = True,
    ) -> Repair:
        """
        Count what a month planned again changes, and what it leaves.

        `others`: repairs of which the same month is known already. `proved`: whether what the
        solver proved holds for all that is to be planned again.
        """
        from scheduler.engine.outcome import OutOfTime  # noqa: PLC0415 - as above
        from scheduler.engine.replan import changes_proved  # noqa: PLC0415 - as above

        if isinstance(outcome, OutOfTime):
            return Repair(way=way, stopped=outcome.stopped)
        after = Rota(problem=self.frame.problem, assignments=outcome.rota.assignments)
        proof = Repair(
            way=way,
            assignments=after.assignments,
            fewest=(proved and changes_proved(outcome, self.frame.profile))
            or (way is Way.FEWEST and plainly_fewest(self.dated, self.standing, after)),
            stopped=outcome.stopped,
            contradictions=outcome.contradictions,
        )
        same = next((each for each in others if each.assignments == after.assignments), None)
        if same is not None:
            return replace(
                same,
                way=way,
                fewest=proof.fewest,
                stopped=proof.stopped,
                contradictions=proof.contradictions,
            )
        changes = changes_between(self.standing, after)
        return replace(
            proof,
            changes=changes,
            late=sum(self._late(person, turn) for person in changes for turn in person.turns),
            soon=sum(turn.start < self.now + SOON for person in changes for turn in person.turns),
            uncovered=tuple(uncovered_between(self.standing, after)),
            posts=self.frame.posts(after),
            payers=payers_of(
                *(self.frame, self.standing, after, changes),
                now=instant_of(self.now),
                standing=self._accounts if changes else None,
            ),
        )

    def _late(self, person: PersonChanges, turn: Turn) -> bool:
        duties = [duty for duty in (turn.before, turn.after) if duty is not None]
        return any(
            told_late(self.dated, person.mediator.id, self.dated.slot_of[duty.id])
            for duty in duties
        )
