"""
Frames: the problem of a month for one draft, and the rules by which it is judged.

A draft decides the slots of its dispositifs. Slots of others that supervise them are planned with
them (see `api.planning.problem.assemble`), but what is published there is another draft's and is
kept.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from api.data.association import Association
from api.data.building.agreements import profile_for
from api.data.warnings import IdleLock
from api.database.memory import Memory, Same
from api.judging.reaudit import judge_person
from api.planning.counters import Counters, counters_of
from api.planning.markets import notes_on
from api.planning.problem import assemble, locks_left_out, posted_on, templates_of
from api.planning.published_shifts import Plan
from scheduler.domain.posts import Posts, count_posts
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import civil_months, days_span, minute_at, next_month
from scheduler.errors import InvalidProblemError
from scheduler.rule import Profile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.database.tables.month import RotaRow
    from scheduler.domain.people import Mediator
    from scheduler.domain.slots import Slot
    from scheduler.finding import Finding

KEPT = 24
"""How many frames a process keeps in memory."""

ASIDE = 4
"""How many frames it keeps of those who read one answer alone, which it soon forgets."""

ROTAS = 8
"""How many versions' rotas a frame keeps in memory: one edit reads two of them a dozen times."""

JUDGED = 512
"""How many people's findings a frame keeps in memory: taking a shift up judges some twenty."""

COUNTED = 4096
"""How many people's counters a frame keeps in memory: an edit changes those of one or two."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Frame:
    """
    What a month is planned and judged with: its data, its slots and its rules.

    `until`: the last month, where several are planned at once (else `month`). `own`: the
    dispositifs that the draft decides (None: all). `frozen`: slots of the problem that it doesn't
    decide; they keep the people who are published on them. `posted`: people who may be given the
    other slots; the problem has other people only for what they worked already (see
    `Problem.settled`). `idle`: locks that can't apply any more, which planning ignores. `aside`:
    whether it was made for one answer alone: what is found of it takes no place of the others'.
    """

    association: Association
    month: date
    until: date
    own: frozenset[str] | None
    problem: Problem
    profile: Profile
    frozen: frozenset[str]
    posted: frozenset[str]
    idle: tuple[IdleLock, ...] = ()
    aside: bool = False

    @property
    def label(self) -> str:
        """Return the month as histories name it, `2026-12`, or several as `2026-12..2027-02`."""
        month, until = self.month, self.until
        return f"{month:%Y-%m}" if until == month else f"{month:%Y-%m}..{until:%Y-%m}"

    @property
    def months(self) -> tuple[date, ...]:
        """Return the first day of each month."""
        return tuple(first for first, _ in civil_months(days_span(self.month, self.until)))

    @property
    def published_months(self) -> frozenset[date]:
        """Return the first day of each month of which something that it decides is published."""
        slots = {a.slot for a in self.problem.previous | self.problem.settled} - self.frozen
        return frozenset(self.problem.slot_of[slot].span.day.replace(day=1) for slot in slots)

    @property
    def published(self) -> frozenset[Assignment]:
        """Return the published assignments of the problem's slots."""
        return self.problem.previous

    def decides(self, assignment: Assignment) -> bool:
        """Whether the draft may add or remove an assignment: its slot, person and time allow it."""
        return (
            assignment.slot in self.problem.slot_of
            and assignment.slot not in self.frozen
            and assignment.mediator in self.posted
            and assignment not in self.problem.settled
        )

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """
        Return the slots of the dispositifs that it decides, whose posts count.

        Those of others that supervise them are planned with them, and count where they are theirs.
        """
        own, slots = self.own, self.problem.slots
        return slots if own is None else tuple(s for s in slots if s.dispositif in own)

    def posts(self, rota: Rota) -> Posts:
        """Count the posts of a rota of this frame (see `Posts`)."""
        return count_posts(rota, self.slots)

    def market_notes(self, rota: Rota) -> tuple[str, ...]:
        """Say in French which of its months are 20 % over or under what a market pays for."""
        return notes_on(self.association, rota, self.months, self.own)

    def rota(self, assignments: Iterable[Assignment]) -> Rota:
        """
        Return the rota of a version: what the draft decides, and what others published.

        Assignments that the data no longer allow (the slot is gone, the person left) are left out.
        The same assignments share one rota.
        """
        version = frozenset(assignments)
        return self._rotas.get(version, lambda: self._rota(version))

    def edited_rota(self, before: frozenset[Assignment], after: frozenset[Assignment]) -> Rota:
        """Return the rota of a version that an edit made of another one (see `rota`)."""
        base = self.rota(before)
        added, removed = (
            {a for a in changed if self.decides(a)} for changed in (after - before, before - after)
        )
        return self._rotas.get(after, lambda: base.changed(added, removed))

    def _rota(self, version: frozenset[Assignment]) -> Rota:
        mine = {assignment for assignment in version if self.decides(assignment)}
        kept = {assignment for assignment in self.published if assignment.slot in self.frozen}
        return Rota(problem=self.problem, assignments=frozenset(mine | kept))

    def counters(self, rota: Rota, mediator: Mediator) -> Counters:
        """Return a person's counters in a rota of this frame; the same shifts are counted once."""
        slots = tuple(slot.id for slot in rota.slots_of[mediator.id])
        rules = self.profile.rules_of(mediator)
        return self._counted.get((mediator.id, slots), lambda: counters_of(rota, mediator, rules))

    def judged(self, mediator: Mediator, slots: tuple[Slot, ...]) -> list[Finding]:
        """
        Return the findings on a person who holds these slots, which come by start.

        The same slots are judged once, whoever asks: a trial after the candidates, a gesture after
        both.
        """
        key = mediator.id, tuple(slot.id for slot in slots)
        return self._judged.get(
            key, lambda: judge_person(self.problem, self.profile, mediator, slots)
        )

    @cached_property
    def _rotas(self) -> Memory[Rota]:
        return Memory(ROTAS)

    @cached_property
    def _judged(self) -> Memory[list[Finding]]:
        return Memory(JUDGED)

    @cached_property
    def _counted(self) -> Memory[Counters]:
        return Memory(COUNTED)

    def left_out(self, assignments: Iterable[Assignment]) -> tuple[Assignment, ...]:
        """Return the assignments that the data no longer allow, or that another draft decides."""
        stay = self.problem.settled
        return tuple(sorted(a for a in assignments if not self.decides(a) and a not in stay))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Built:
    """
    A month's problem, and until when it holds: while the same of its shifts have begun.

    `turns`: the UTC minutes at which some begin that would then be settled; `place`: how many had.
    """

    association: Association
    key: tuple[date, date, frozenset[str] | None]
    turns: tuple[int, ...]
    place: int
    problem: Problem

    def holds_at(self, now: datetime) -> bool:
        """Whether the frame is still valid at that time: no shift has begun that changes it."""
        return bisect_right(self.turns, minute_at(now)) == self.place


_problems: deque[_Built] = deque(maxlen=2 * KEPT)
_frames = Memory[Frame](KEPT)
_problems_aside: deque[_Built] = deque(maxlen=2 * ASIDE)
_frames_aside = Memory[Frame](ASIDE)


def chosen_of(association: Association, rota: RotaRow) -> frozenset[str] | None:
    """Return the dispositifs of a draft: its own, else its agency's, else all (None)."""
    if rota.dispositifs:
        return frozenset(rota.dispositifs)
    if rota.agency:
        return frozenset(d.id for d in association.dispositifs if d.agency == rota.agency)
    return None


def frame_of(
    association: Association,
    rota: RotaRow,
    now: datetime | None = None,
    *,
    until: date | None = None,
) -> Frame:
    """Return the frame of a draft, or of what it decides up to a later month (see `framed`)."""
    return framed(association, rota.month, chosen_of(association, rota), now, until=until)


def framed(
    association: Association,
    month: date,
    own: frozenset[str] | None,
    now: datetime | None = None,
    *,
    until: date | None = None,
    aside: bool = False,
) -> Frame:
    """
    Return the frame of a month for some dispositifs (None: all); the same data share one.

    `until`: the first day of the last month, to plan several at once (None: one alone). `aside`:
    it is for one answer alone, and takes no place of the frames that people work on: everybody's
    posts are other dispositifs, and all of them read their wishes when a month is published.

    Published shifts whose slot no longer exists are left out if they haven't begun at `now`:
    publishing removes them. If they have begun, they are fixed, like the begun shifts of people who
    have another post since. Raises `InvalidProblemError`: nobody is under contract, a dispositif is
    unknown, or nothing is to be held.
    """
    at = now or datetime.now(UTC)
    end = month if until is None else until
    with _frames.turn((Same(association), month, end, own)):
        problem = _problem(association, month, end, own, at, aside=aside)
        key = Same(association), Same(problem)
        if aside and (known := _frames.find(key)) is not None:
            return known
        return (_frames_aside if aside else _frames).get(
            key, lambda: _frame(association, month, end, own, problem, aside=aside)
        )


def _frame(
    association: Association,
    month: date,
    until: date,
    own: frozenset[str] | None,
    problem: Problem,
    *,
    aside: bool,
) -> Frame:
    if not problem.slots:
        when = f"{month:%m/%Y}" if until == month else f"{month:%m/%Y} à {until:%m/%Y}"
        raise InvalidProblemError(
            f"aucun créneau en {when} : la semaine type est vide à ces dates, ou commence plus tard"
        )
    slots = {assignment.slot for assignment in (*problem.previous, *problem.settled)}
    last = next_month(until) - timedelta(days=1)
    return Frame(
        association=association,
        month=month,
        until=until,
        own=own,
        problem=problem,
        profile=profile_for(association),
        frozen=frozenset(
            s.id
            for s in problem.slots
            if own is not None and s.dispositif not in own and s.id in slots
        ),
        posted=posted_on(association, month, last, templates_of(association, own)),
        idle=locks_left_out(association, problem, own),
        aside=aside,
    )


def _problem(
    association: Association,
    month: date,
    until: date,
    own: frozenset[str] | None,
    now: datetime,
    *,
    aside: bool,
) -> Problem:
    """Return the problem, made once for the same data while the same shifts have begun."""
    key = month, until, own
    known = (*_problems, *_problems_aside)
    for built in known:
        if built.association is association and built.key == key and built.holds_at(now):
            return built.problem
    last = next_month(until) - timedelta(days=1)
    problem = assemble(association, month, last, dispositifs=own, now=now)
    # What others changed may not bear on it: what was found on an equal problem still holds.
    problem = next(
        (old.problem for old in known if old.key == key and old.problem == problem),
        problem,
    )
    plan = Plan(
        association=association,
        horizon=problem.horizon,
        slots=problem.slot_of,
        dispositifs=own,
        posted=posted_on(association, month, last, templates_of(association, own)),
        now=now,
    )
    rows = [
        row
        for first, _ in civil_months(problem.horizon)
        for row in association.history.get(f"{first:%Y-%m}", ())
    ]
    turns = tuple(sorted(row.worked.duty.span.first for row in rows if plan.turns(row)))
    place = bisect_right(turns, minute_at(now))
    built = _Built(association=association, key=key, turns=turns, place=place, problem=problem)
    (_problems_aside if aside else _problems).appendleft(built)
    return problem
