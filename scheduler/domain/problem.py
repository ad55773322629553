"""A problem: people, slots, the known past, and the horizon to plan or judge."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from scheduler.domain.duty import Break, Duty, DutyKind
from scheduler.domain.employment.employer import (
    UNKNOWN,
    Carried,
    Employer,
    Notice,
    Outside,
    PastWeek,
    ShortNotice,
)
from scheduler.domain.employment.grounds import Ground
from scheduler.domain.limits import Limit, Streak, Succession
from scheduler.domain.people import Absence, Mediator, Pair, Wish
from scheduler.domain.presence import Presence
from scheduler.domain.rhythm import RhythmPrice
from scheduler.domain.slots import FairBalance, Slot
from scheduler.domain.time import Span
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from scheduler.domain.slots import Share

Fact = TypeVar("Fact", Notice, Outside, Carried, PastWeek, Absence, Wish, Limit)


@dataclass(frozen=True, kw_only=True)
class Training:
    """A stretch at the training centre: blocks slots and counts as work (L6222-24)."""

    mediator: str
    id: str
    span: Span
    breaks: tuple[Break, ...] = ()
    site: str = ""
    source: str = ""

    @cached_property
    def duty(self) -> Duty:
        """The duty that it is in a person's timeline."""
        return Duty(
            id=self.id,
            span=self.span,
            kind=DutyKind.TRAINING,
            breaks=self.breaks,
            site=self.site,
            decided=False,
        )


@dataclass(frozen=True, kw_only=True)
class Worked:
    """A duty already published or done, which this problem doesn't change."""

    mediator: str
    duty: Duty


@dataclass(frozen=True, kw_only=True)
class Lock:
    """An assignment that a person fixed: who fixed it, and why."""

    mediator: str
    slot: str
    by: str
    why: str


@dataclass(frozen=True, order=True)
class Assignment:
    """One person on one slot."""

    mediator: str
    slot: str


@dataclass(frozen=True, kw_only=True)
class Problem:
    """
    All that is needed to plan, or to judge, one horizon.

    `slots` start in the horizon; `history`: duties before it, and those in it that are already
    decided (one with a slot's id holds that slot, see `settled`). `travel`: minutes between two
    sites, both ways. `known_since`: first day that is described. `local_holidays`: those of an
    agency's place. `post_worth`: by dispositif, the minutes over contract that a post of the target
    is worth. `previous`: the rota that stands, and `short_notices`: days on which changing it is
    told late. `barred`: assignments that may not be made. `rhythm`: what shapes of weeks cost.
    `employer`, `notices`, `outside`, `carried`, `past_weeks`: facts for hours. `limits`,
    `successions`: bounds besides the law; `streaks`: where these stood before the horizon.
    `balances`: what fairness carries over from before `balanced` (None: the first day).
    `InvalidProblemError`: an id appears twice, or a person or a slot isn't there.
    """

    horizon: Span
    mediators: tuple[Mediator, ...]
    slots: tuple[Slot, ...]
    history: tuple[Worked, ...] = ()
    trainings: tuple[Training, ...] = ()
    absences: tuple[Absence, ...] = ()
    wishes: tuple[Wish, ...] = ()
    pairs: tuple[Pair, ...] = ()
    grounds: tuple[Ground, ...] = ()
    locks: tuple[Lock, ...] = ()
    holidays: frozenset[date] = frozenset()
    local_holidays: tuple[tuple[str, frozenset[date]], ...] = ()
    travel: tuple[tuple[str, str, int], ...] = ()
    vehicles: tuple[tuple[str, int], ...] = ()
    post_worth: tuple[tuple[str, int], ...] = ()
    previous: frozenset[Assignment] = frozenset()
    short_notices: frozenset[ShortNotice] = frozenset()
    barred: frozenset[Assignment] = frozenset()
    known_since: date | None = None
    employer: Employer = UNKNOWN
    notices: tuple[Notice, ...] = ()
    outside: tuple[Outside, ...] = ()
    carried: tuple[Carried, ...] = ()
    past_weeks: tuple[PastWeek, ...] = ()
    limits: tuple[Limit, ...] = ()
    successions: tuple[Succession, ...] = ()
    rhythm: tuple[RhythmPrice, ...] = ()
    streaks: tuple[Streak, ...] = ()
    balances: Sequence[FairBalance] = ()
    balanced: date | None = None

    def __post_init__(self) -> None:
        _unique("personne", (m.id for m in self.mediators))
        _unique("créneau", (s.id for s in self.slots))
        slots = self.slot_of
        for kind, named in (
            ("historique", {w.mediator for w in self.history}),
            ("formation", {t.mediator for t in self.trainings}),
            ("absence", {a.mediator for a in self.absences}),
            ("souhait", {w.mediator for w in self.wishes}),
            ("verrou", {k.mediator for k in self.locks}),
            ("binôme", {who for p in self.pairs for who in (p.first, p.second)}),
            ("prévenance", {n.mediator for n in self.notices}),
            ("prévenance courte", {n.mediator for n in self.short_notices}),
            ("heures ailleurs", {o.mediator for o in self.outside}),
            ("solde", {c.mediator for c in self.carried}),
            ("semaine antérieure", {w.mediator for w in self.past_weeks}),
            ("limite", {n.mediator for n in self.limits} | {s.mediator for s in self.streaks}),
            ("enchaînement", {s.mediator for s in self.successions if s.mediator}),
        ):
            for who in sorted(named - self.mediator_of.keys()):
                raise InvalidProblemError(f"{kind} : personne inconnue « {who} »")
        for lock in self.locks:
            if lock.slot not in slots:
                raise InvalidProblemError(f"verrou : créneau inconnu « {lock.slot} »")
        for slot in self.slots:
            if not self.horizon.first <= slot.span.first < self.horizon.last:
                raise InvalidProblemError(f"créneau {slot.id} hors de la période à planifier")

    @cached_property
    def mediator_of(self) -> Mapping[str, Mediator]:
        """Mediators by id."""
        return {m.id: m for m in self.mediators}

    @cached_property
    def slot_of(self) -> Mapping[str, Slot]:
        """Slots by id."""
        return {s.id: s for s in self.slots}

    @cached_property
    def lock_of(self) -> Mapping[Assignment, Lock]:
        """Locks by the assignment that each keeps; the first one where several keep it."""
        return {Assignment(k.mediator, k.slot): k for k in reversed(self.locks)}

    @cached_property
    def settled(self) -> frozenset[Assignment]:
        """Assignments that the history already fixes: the rota can neither add nor remove them."""
        return frozenset(Assignment(w.mediator, w.duty.id) for w in self.settled_by)

    @cached_property
    def settled_by(self) -> tuple[Worked, ...]:
        """Rows of the history that hold a slot, even if the slot's hours have changed since."""
        return tuple(w for w in self.history if w.duty.id in self.slot_of)

    @cached_property
    def decided_before(self) -> frozenset[str]:
        """People for whom a rota decided some duty of the history."""
        return frozenset(w.mediator for w in self.history if w.duty.decided)

    @cached_property
    def published_of(self) -> Mapping[str, tuple[str, ...]]:
        """Slots on which each person is published, in the order of ids."""
        table: dict[str, list[str]] = {}
        for assignment in sorted(self.previous):
            table.setdefault(assignment.mediator, []).append(assignment.slot)
        return {who: tuple(slots) for who, slots in table.items()}

    @cached_property
    def published_dispositifs(self) -> frozenset[str]:
        """Dispositifs of which something is published in the horizon."""
        return frozenset(
            self.slot_of[assignment.slot].dispositif for assignment in self.previous | self.settled
        )

    @cached_property
    def published_starts(self) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """UTC minutes at which slots of those dispositifs begin, in order, then the slots' ids."""
        there = self.published_dispositifs
        begins = sorted((s.span.first, s.id) for s in self.slots if s.dispositif in there)
        return tuple(first for first, _ in begins), tuple(slot for _, slot in begins)

    @cached_property
    def minutes_between(self) -> Mapping[tuple[str, str], int]:
        """Travel minutes between two sites, both ways."""
        return {pair: minutes for a, b, minutes in self.travel for pair in ((a, b), (b, a))}

    def holidays_at(self, agency: str) -> frozenset[date]:
        """Return the public holidays of an agency's place."""
        return self.holidays.union(*(days for at, days in self.local_holidays if at == agency))

    @cached_property
    def worth_of(self) -> Mapping[str, int]:
        """Minutes over contract that a post of the target is worth, by dispositif that says it."""
        return dict(self.post_worth)

    @cached_property
    def fixed(self) -> tuple[Worked, ...]:
        """What this problem doesn't decide (history and training), by start."""
        training = (Worked(mediator=t.mediator, duty=t.duty) for t in self.trainings)
        return tuple(sorted((*self.history, *training), key=lambda w: w.duty.order))

    @cached_property
    def longest(self) -> int:
        """Minutes that no duty exceeds, fixed or to be decided (see `around`)."""
        fixed = (worked.duty.span.minutes for worked in self.fixed)
        return max((*fixed, *(slot.span.minutes for slot in self.slots)), default=0)

    @cached_property
    def fixed_of(self) -> Mapping[str, tuple[Duty, ...]]:
        """The duties of `fixed` by person."""
        table: dict[str, list[Duty]] = {m.id: [] for m in self.mediators}
        for worked in self.fixed:
            table[worked.mediator].append(worked.duty)
        return {who: tuple(duties) for who, duties in table.items()}

    @cached_property
    def known(self) -> defaultdict[str, dict[str, Any]]:
        """What was worked out of people, by its name and person: see `computed_once`."""
        return defaultdict(dict)

    @cached_property
    def shares_known(self) -> dict[str, Mapping[str, Share]]:
        """Fair shares already computed, by goal and person; no assignment changes them."""
        return {}

    @cached_property
    def partners_known(self) -> dict[str, Mapping[str, frozenset[str]]]:
        """Usual partners already found, by goal and person; no assignment changes them."""
        return {}

    @cached_property
    def able(self) -> Mapping[str, frozenset[str]]:
        """People who may hold each slot; a slot that nobody may hold is left out."""
        table: dict[str, set[str]] = {}
        for who, slots in self.candidates.items():
            for slot in slots:
                table.setdefault(slot.id, set()).add(who)
        return {slot: frozenset(people) for slot, people in table.items()}

    @cached_property
    def absences_of(self) -> Mapping[str, tuple[Absence, ...]]:
        """Absences by person, by start."""
        table = _by_person(sorted(self.absences, key=lambda a: a.span.first))
        return {m.id: table.get(m.id, ()) for m in self.mediators}

    @cached_property
    def wishes_of(self) -> Mapping[str, tuple[Wish, ...]]:
        """Wishes by person."""
        return _by_person(self.wishes)

    @cached_property
    def notices_of(self) -> Mapping[str, tuple[Notice, ...]]:
        """Notices by person, by day told."""
        return _by_person(sorted(self.notices, key=lambda n: (n.notified, n.effective)))

    @cached_property
    def limits_of(self) -> Mapping[str, tuple[Limit, ...]]:
        """Limits by person; who has none is left out."""
        return _by_person(self.limits)

    @cached_property
    def streak_of(self) -> Mapping[str, Streak]:
        """The last streak of each person before the horizon."""
        past = (s for s in self.streaks if s.day < self.horizon.day)
        return {s.mediator: s for s in sorted(past, key=lambda s: s.day)}

    @cached_property
    def outside_of(self) -> Mapping[str, tuple[Outside, ...]]:
        """Hours declared elsewhere by person."""
        return _by_person(self.outside)

    @cached_property
    def past_weeks_of(self) -> Mapping[str, tuple[PastWeek, ...]]:
        """Totals of past weeks by person."""
        return _by_person(self.past_weeks)

    @cached_property
    def carried_of(self) -> Mapping[str, tuple[Carried, ...]]:
        """Opening balances by person."""
        return _by_person(self.carried)

    @cached_property
    def presence(self) -> Presence:
        """When people are there for a duty."""
        return Presence(self.absences, self.trainings)

    @cached_property
    def balances_of(self) -> Mapping[str, Mapping[str, Fraction]]:
        """Duties beyond their fair part, by goal and person, `InvalidProblemError` if unknown."""
        table: dict[str, dict[str, Fraction]] = {}
        for balance in self.balances:
            if balance.mediator not in self.mediator_of:
                who = balance.mediator
                raise InvalidProblemError(f"solde d’équité : personne inconnue « {who} »")
            table.setdefault(balance.goal, {})[balance.mediator] = balance.duties
        return table

    @cached_property
    def candidates(self) -> Mapping[str, tuple[Slot, ...]]:
        """
        Slots that each person may hold by role, dispositif, site and contract, by start.

        These four conditions are never negotiated. Rules check everything else (titles, absences,
        law), so that an explanation can name them. Settled and barred assignments are left out.
        """
        left_out = self.settled | self.barred
        by_owner: dict[tuple[str, str], list[Slot]] = {}
        for slot in sorted(self.slots, key=lambda s: (s.span.first, s.id)):
            for owner in slot.owners:
                by_owner.setdefault(owner, []).append(slot)
        table = {}
        for mediator in self.mediators:
            mine = [
                slot
                for owner in (("", mediator.id), *((d, "") for d in sorted(mediator.dispositifs)))
                for slot in by_owner.get(owner, ())
                if may_hold(mediator, slot) and Assignment(mediator.id, slot.id) not in left_out
            ]
            table[mediator.id] = tuple(sorted(mine, key=lambda s: (s.span.first, s.id)))
        return table


def may_hold(mediator: Mediator, slot: Slot) -> bool:
    """Whether role, dispositif, site and contract let the person hold the slot."""
    return (
        slot.expects(mediator)
        and slot.need_of(mediator.role) is not None
        and all(mediator.contract_on(day) is not None for day in slot.span.days)
    )


def as_posted(mediator: Mediator, slot: Slot) -> Mediator:
    """
    Return a person settled on a slot, with the role in which they fill it: roles have no dates.

    If theirs has changed since, they get the role that the slot asks for, if it has a single need.
    """
    if slot.need_of(mediator.role) is not None or len(slot.needs) != 1:
        return mediator
    return replace(mediator, role=min(slot.needs[0].roles))


def _by_person(facts: Iterable[Fact]) -> Mapping[str, tuple[Fact, ...]]:
    table: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        table[fact.mediator].append(fact)
    return {who: tuple(mine) for who, mine in table.items()}


def _unique(kind: str, ids: Iterable[str]) -> None:
    for ident, times in Counter(ids).items():
        if times > 1:
            raise InvalidProblemError(f"{kind} en double : « {ident} »")
