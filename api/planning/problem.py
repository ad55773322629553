"""Assemble the problem of a period from an association and what it has published."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from threading import Lock
from typing import overload

from api.data.association import Association
from api.data.folder.history import Needed
from api.data.warnings import IdleLock, idle_locks, locks_of, with_titles
from api.french.words import period_words
from api.planning.fairness.accounts import balances_before
from api.planning.notices import changes_told
from api.planning.published_shifts import Plan, sort_published
from calendars.holidays import holidays_of
from calendars.templates.team_time import attended
from calendars.templates.template import Template
from scheduler.domain.employment.employer import Notice, NoticeKind
from scheduler.domain.presence import Presence
from scheduler.domain.problem import Problem
from scheduler.domain.slots import FairBalance, Slot, SlotKind
from scheduler.domain.time import (
    Span,
    civil_months,
    day_span,
    days_span,
    midnight,
    week_of,
    week_span,
)
from scheduler.errors import InvalidProblemError

Balances = tuple[FairBalance, ...]


class CarriedBalances(Sequence[FairBalance]):
    """
    Balances that a problem may read, which compare as the tuple that they are read as.

    Adding up two years of a hundred people takes longer than judging a month, and only goals follow
    balances: an audit, or a question about tonight's duty, reads none. `add_up`: makes them, once.
    Copied to another process they are a tuple.
    """

    def __init__(self, add_up: Callable[[], Balances]) -> None:
        self._add_up = add_up
        self._known: Balances | None = None
        self._lock = Lock()

    @property
    def read(self) -> bool:
        """Whether something has read them."""
        return self._known is not None

    @property
    def _balances(self) -> Balances:
        with self._lock:
            if self._known is None:
                self._known = self._add_up()
            return self._known

    @overload
    def __getitem__(self, index: int) -> FairBalance: ...
    @overload
    def __getitem__(self, index: slice) -> Balances: ...
    def __getitem__(self, index: int | slice) -> FairBalance | Balances:
        """Return a balance, or several."""
        return self._balances[index]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._balances)

    def __eq__(self, other: object) -> bool:
        """Whether the same balances are carried over."""
        return self is other or (
            isinstance(other, tuple | CarriedBalances) and self._balances == tuple(other)
        )

    def __hash__(self) -> int:
        """Return the hash of the tuple."""
        return hash(self._balances)

    def __reduce__(self) -> tuple[type[tuple[FairBalance, ...]], tuple[Balances]]:
        """Copy the balances, and not what they are made of."""
        return tuple, (self._balances,)


LOOKBACK = timedelta(weeks=53)
"""
How far back rules look, in whole weeks: twelve months of night hours (L3122-23), a year of
overtime (L3121-30) or a period of twelve months (L3121-44). Longer schemes look farther.
"""

LONGEST_YEAR = 366

LEAVE_LOOKBACK = timedelta(weeks=106)
"""How far back absences are given: leave of one year is earned over the year before (L3141-3)."""

AFTER = timedelta(weeks=1)
"""How far after the period what is already published still weighs on its last week."""


def assemble(
    association: Association,
    first: date,
    last: date,
    *,
    dispositifs: frozenset[str] | None = None,
    now: datetime | None = None,
) -> Problem:
    """
    Build the problem of the days from `first` to `last` included.

    `dispositifs` plans these alone: what is published of the others in the period is fixed. Slots
    of others that supervise them (a référent's post, an on-call) are planned with them. What is
    published of the slots to plan is the rota of before (`Problem.previous`). What of it has begun
    at `now` (None: nothing) and couldn't be decided any more is fixed, and counts in the team of
    its slot (`Problem.settled`): who did it is among the people. Locks that can't hold any more
    are left out (see `locks_left_out`). Raises `InvalidProblemError`: the period is empty, a
    dispositif is unknown, or nobody is under contract; `BadTemplatesError`: templates make no
    slots.
    """
    if last < first:
        raise InvalidProblemError(
            f"période finie le {last:%d/%m/%Y} avant son début {first:%d/%m/%Y}"
        )
    months, horizon = association.history, days_span(first, last)
    since = looked_back(association, first)
    chosen = templates_of(association, dispositifs)
    planned = {t.id for t in chosen}
    seen = Span(midnight(since), midnight(week_of(last) + timedelta(days=7) + AFTER))
    posted = posted_on(association, first, last, chosen)
    slots = with_attendance(association, association.slots(chosen, days_span(first, last)), posted)
    plan = Plan(
        association=association,
        horizon=horizon,
        slots={s.id: s for s in slots},
        dispositifs=dispositifs,
        posted=posted,
        now=now,
    )
    around = [r for r in chain.from_iterable(months.values()) if r.worked.duty.span.touches(seen)]
    people = with_titles(association, first, association.mediators)
    done = {row.worked.mediator for row in around if plan.settled(row)}
    mediators = tuple(m for m in people.values() if m.id in plan.posted or m.id in done)
    if not mediators:
        if not slots and any(c.touches(first, last) for m in people.values() for c in m.contracts):
            raise InvalidProblemError(
                f"aucun créneau {period_words(first, last)} : la semaine type est vide à ces dates"
            )
        raise InvalidProblemError(
            f"personne n’est sous contrat {period_words(first, last)}"
            + ("" if dispositifs is None else f" sur {', '.join(sorted(dispositifs))}")
        )
    ids = {m.id for m in mediators}
    locks = tuple(locks_of(association, planned, first, last))
    unfit = {refused.lock for refused in idle_locks(association, locks, plan.slots, people)}
    published = sort_published(plan, (row for row in around if row.worked.mediator in ids))
    year_end = midnight(date(last.year + 1, 1, 1))
    absent = Span(midnight(min(since, week_of(first) - LEAVE_LOOKBACK)), max(seen.end, year_end))
    local = association.local_holidays(range(since.year, last.year + 2))
    trainings = association.trainings(mediators, seen)
    presence = Presence(association.absences, trainings)
    return Problem(
        horizon=horizon,
        mediators=mediators,
        slots=slots,
        history=(
            *published.fixed,
            *(
                d.worked
                for d in association.delegations
                if d.mediator in ids and d.span.touches(seen)
            ),
        ),
        trainings=trainings,
        absences=tuple(
            a for a in association.absences if a.mediator in ids and a.span.touches(absent)
        ),
        wishes=tuple(
            w for w in association.wishes if w.mediator in ids and w.span.touches(horizon)
        ),
        pairs=tuple(p for p in association.pairs if p.first in ids and p.second in ids),
        limits=tuple(limit for limit in association.limits if limit.mediator in ids),
        successions=tuple(s for s in association.successions if s.mediator in {"", *ids}),
        rhythm=association.rhythm,
        streaks=tuple(s for s in association.streaks if s.mediator in ids),
        grounds=association.grounds,
        locks=tuple(lock for lock in locks if lock not in unfit),
        holidays=holidays_of(range(since.year, last.year + 2)),
        local_holidays=tuple(local.items()),
        travel=association.travel,
        vehicles=association.vehicles,
        post_worth=tuple(
            (d.id, d.post_worth) for d in association.dispositifs if d.post_worth is not None
        ),
        previous=published.previous,
        known_since=known_since(months, first, since),
        employer=association.employer,
        notices=tuple(
            n
            for n in changes_told(months, association.notices, association.removals, presence)
            if n.mediator in ids and _bears(n, absent if n.kind is NoticeKind.LEAVE else seen)
        ),
        outside=tuple(
            o
            for o in association.outside
            if o.mediator in ids and week_span(o.monday).touches(seen)
        ),
        carried=tuple(c for c in association.carried if c.mediator in ids and c.day <= last),
        past_weeks=tuple(
            w
            for w in association.past_weeks
            if w.mediator in ids and week_span(w.monday).touches(seen)
        ),
        balances=CarriedBalances(
            lambda: tuple(
                b for b in balances_before(association, months, first) if b.mediator in ids
            )
        ),
        balanced=first,
    )


def looked_back(association: Association, first: date) -> date:
    """
    Return the Monday from which rules look at what was worked before `first`.

    It is earlier than `LOOKBACK` where hours are counted over more than a year, which an extended
    branch agreement allows (L3121-44).
    """
    schemes = association.employer.schemes
    longest = max((s.weeks or -(-s.months * LONGEST_YEAR // (12 * 7)) for s in schemes), default=0)
    return week_of(first) - max(LOOKBACK, timedelta(weeks=longest))


def needed_history(
    association: Association, first: date, last: date, dispositifs: frozenset[str] | None
) -> Needed:
    """Return what of a history `assemble` looks at, balances aside (errors as `templates_of`)."""
    chosen = templates_of(association, dispositifs)
    return Needed(
        since=looked_back(association, first),
        whole=frozenset(f"{month:%Y-%m}" for month, _ in civil_months(days_span(first, last))),
        people=posted_on(association, first, last, chosen),
        templates=frozenset(template.id for template in chosen),
    )


def _bears(notice: Notice, span: Span) -> bool:
    """Whether the shift that a notice announces lies in a span, at its new or its old date."""
    days = [notice.effective] if notice.before is None else [notice.effective, notice.before]
    return any(day_span(day).touches(span) for day in days)


def with_attendance(
    association: Association, slots: tuple[Slot, ...], people: Collection[str]
) -> tuple[Slot, ...]:
    """Return the slots, those of team time with who of these people is there on their day."""
    team = [slot.span for slot in slots if slot.kind is SlotKind.TEAM]
    if not team:
        return slots
    present = [m for m in association.mediators if m.id in people]
    stretch = Span(min(team, key=lambda s: s.first).start, max(team, key=lambda s: s.last).end)
    days = days_span(stretch.days[0], stretch.days[-1])
    trainings = association.trainings(present, days)
    return tuple(attended(slots, present, association.absences, trainings))


def templates_of(
    association: Association, dispositifs: frozenset[str] | None
) -> tuple[Template, ...]:
    """Return the templates of dispositifs and their supervisors (InvalidProblemError: unknown)."""
    if dispositifs is None:
        return association.templates
    for dispositif in sorted(dispositifs):
        if dispositif not in association.dispositif_of:
            expected = ", ".join(association.dispositif_of)
            raise InvalidProblemError(f"dispositif inconnu « {dispositif} » (attendu : {expected})")
    return tuple(
        t
        for t in association.templates
        if t.dispositif in dispositifs or t.supervises & dispositifs
    )


def posted_on(
    association: Association, first: date, last: date, templates: Iterable[Template]
) -> frozenset[str]:
    """Return people under contract in the period whom a template may post, or invites by name."""
    wanted = tuple(templates)
    there = frozenset(t.dispositif for t in wanted)
    invited = frozenset[str]().union(*(t.invited for t in wanted))
    return frozenset(
        m.id
        for m in association.mediators
        if (m.dispositifs & there or m.id in invited)
        and any(c.touches(first, last) for c in m.contracts)
    )


def locks_left_out(
    association: Association, problem: Problem, dispositifs: frozenset[str] | None
) -> tuple[IdleLock, ...]:
    """Return the locks on planned slots that can't apply, so the problem leaves them out."""
    days = problem.horizon.days
    planned = (t.id for t in templates_of(association, dispositifs))
    locks = locks_of(association, planned, days[0], days[-1])
    people = with_titles(association, days[0], association.mediators)
    return idle_locks(association, locks, problem.slot_of, people)


def known_since(months: Mapping[str, object], first: date, since: date) -> date:
    """
    Return the first day from which every month up to `first` is known, without a gap.

    If the month before `first` is missing, nothing is known before `first`.
    """
    begin = first
    while begin > since:
        day = begin - timedelta(days=1)
        if f"{day:%Y-%m}" not in months:
            break
        begin = day.replace(day=1)
    return max(begin, since)
