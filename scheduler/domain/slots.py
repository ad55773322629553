"""Define slots: dated pieces of demand, with the people they need."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from operator import attrgetter
from typing import TYPE_CHECKING

from scheduler.domain.duty import Break, Duty, DutyKind
from scheduler.domain.people import Mediator, StaffRole
from scheduler.domain.time import PARIS, Span, instant_of
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


class SlotKind(StrEnum):
    """
    Kind of post.

    STANDBY is on-call, which isn't work until the person is called. TEAM is working time of a group
    (a meeting, an analysis of practice): each place in it is a post, and it serves no public.
    """

    DAY = "jour"
    EVENING = "soiree"
    NIGHT = "nuit"
    STANDBY = "astreinte"
    TEAM = "equipe"


#: What serves the public at its hours: teams may be sent there, and sent elsewhere.
IN_THE_FIELD = frozenset({SlotKind.DAY, SlotKind.EVENING, SlotKind.NIGHT})


EARLY, LATE, NIGHT = 5, 20, 23
"""
Hours on the clock, where nothing tells what a shift is: one that begins before the first or ends
after the last is a night, one that ends after the second an evening.
"""


def kind_by_hours(span: Span) -> SlotKind:
    """Return the kind of a shift from its hours, if nothing else tells it."""
    start, end = instant_of(span.first), instant_of(span.last - 1)
    if end.date() > span.day or end.hour >= NIGHT or start.hour < EARLY:
        return SlotKind.NIGHT
    return SlotKind.EVENING if end.hour >= LATE else SlotKind.DAY


@dataclass(frozen=True, kw_only=True)
class Need:
    """
    How many people a slot needs, and with which roles and titles.

    `minimum` is what the dispositif can't go without, `target` what was promised, `maximum` what it
    can use. Each person who fills the need has all of `titles`. `missing_weight` and
    `surplus_weight`: how many points each person under, and over, the target costs. `optional`: the
    target is wished and nobody's due: beyond the minimum, whoever lacks leaves no post open.
    """

    roles: frozenset[StaffRole] = frozenset({StaffRole.MEDIATEUR})
    minimum: int = 1
    target: int = 1
    maximum: int = 1
    titles: frozenset[str] = frozenset()
    missing_weight: int = 1
    surplus_weight: int = 0
    optional: bool = False

    @property
    def weights(self) -> tuple[int, int]:
        """What each person under, and over, the target costs."""
        return self.missing_weight, self.surplus_weight

    @property
    def posts(self) -> int:
        """How many people are due: the target, or the minimum where the rest is optional."""
        return self.minimum if self.optional else self.target

    def __post_init__(self) -> None:
        if min(self.missing_weight, self.surplus_weight) < 0:
            raise InvalidProblemError("poids d’un besoin négatif (attendu : 0 ou plus)")
        if not 0 <= self.minimum <= self.target <= self.maximum or self.maximum == 0:
            raise InvalidProblemError(
                f"besoin {self.minimum}/{self.target}/{self.maximum} : "
                "attendu minimum ≤ cible ≤ maximum, maximum au moins 1"
            )


@dataclass(frozen=True, kw_only=True)
class Slot:
    """
    One dated post of one dispositif on one site.

    `binome`: nobody works there alone (zero, two or more people for the needs of médiateurs).
    `supervised`: a référent must be on duty, or a référent or responsable on call, throughout.
    `supervises`: the dispositifs that whoever holds this slot supervises.
    `mandatory`: a rota that leaves the minimum unmet is refused rather than shown with a hole.
    `invited`: the only people who may hold it, whatever their dispositif (empty: those of the
    dispositif). `appointment`: its hours are agreed with somebody outside, so that nobody moves
    them alone. `source`: the template and calendar that made it.

    Several needs may accept the same role, if they ask for different titles at the same weights:
    each person fills one of those whose titles they have (see `filled`).

    Raises
    ------
    InvalidProblemError
        Two needs accept the same role and don't differ so.
    """

    id: str
    span: Span
    dispositif: str
    agency: str = ""
    site: str = ""
    kind: SlotKind = SlotKind.DAY
    needs: tuple[Need, ...] = (Need(),)
    breaks: tuple[Break, ...] = ()
    binome: bool = False
    vehicle: bool = False
    supervised: bool = False
    supervises: frozenset[str] = frozenset()
    mandatory: bool = False
    invited: frozenset[str] = frozenset()
    appointment: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        for first, other in combinations(self.needs, 2):
            if not first.roles.isdisjoint(other.roles):
                if first.titles == other.titles:
                    raise InvalidProblemError(
                        f"{self.id} : deux besoins acceptent le même rôle, avec les mêmes titres"
                    )
                if first.weights != other.weights:
                    raise InvalidProblemError(
                        f"{self.id} : deux besoins du même rôle n’ont pas les mêmes poids"
                    )

    def need_of(self, role: StaffRole) -> Need | None:
        """Return the need that a person of this role would fill, if any."""
        for need in self.needs:
            if role in need.roles:
                return need
        return None

    def roles_beside(self, role: StaffRole) -> frozenset[StaffRole]:
        """Return the roles of the people who come for needs that accept this role, it included."""
        own = (need.roles for need in self.needs if role in need.roles)
        return frozenset[StaffRole]().union(*own)

    def need_for(self, person: Mediator) -> Need | None:
        """Return the need that a person would fill first: of titles, they lack the fewest there."""
        own = [need for need in self.needs if person.role in need.roles]
        return min(own, key=lambda need: len(need.titles - person.titles), default=None)

    @cached_property
    def shared(self) -> bool:
        """Whether several needs accept the same role, so that titles say who fills which."""
        return any(not a.roles.isdisjoint(b.roles) for a, b in combinations(self.needs, 2))

    def fits(self, person: Mediator) -> tuple[int, ...]:
        """Return the numbers of the needs that a person may fill: titles say it among several."""
        own = [n for n, need in enumerate(self.needs) if person.role in need.roles]
        return tuple(n for n in own if len(own) == 1 or self.needs[n].titles <= person.titles)

    def filled(self, team: Collection[Mediator]) -> tuple[int, ...]:
        """Return how many people of a team fill each need (see `places`)."""
        if not self.shared:
            return tuple(sum(m.role in need.roles for m in team) for need in self.needs)
        places = self.places(team)
        return tuple(places.count(number) for number in range(len(self.needs)))

    def places(self, team: Iterable[Mediator]) -> list[int | None]:
        """
        Return which need each person of a team fills, one of those that they fit (None: none).

        As many posts as can be are filled: of the minimums, then of the targets, then of the
        maximums; where that can be done in several ways, those of the first needs. A matching that
        grows along augmenting paths keeps what it has filled: one has the most of all three.
        """
        fits = [self.fits(person) for person in team]
        place: dict[int, int] = {}
        counts = [0] * len(self.needs)
        levels = ("minimum", "target", "maximum") if self.shared else ()
        for level in map(attrgetter, levels):
            for number, need in enumerate(self.needs):
                while counts[number] < level(need) and _grows(fits, place, number, set()):
                    counts[number] += 1
        return [place.get(who, own[0] if own else None) for who, own in enumerate(fits)]

    def excess(self, team: Collection[Mediator]) -> int:
        """Return how many people of a team fill a need beyond its maximum."""
        filled = zip(self.needs, self.filled(team), strict=True)
        return sum(max(0, count - need.maximum) for need, count in filled)

    @property
    def owners(self) -> tuple[tuple[str, str], ...]:
        """Whose it is: pairs of a dispositif and a person, of which one is empty."""
        return tuple(("", who) for who in sorted(self.invited)) or ((self.dispositif, ""),)

    def expects(self, person: Mediator) -> bool:
        """Whether it is a person's: by its list, or by dispositif and (but for a team's) site."""
        if self.invited:
            return person.id in self.invited
        there = self.kind is SlotKind.TEAM or not self.elsewhere(person)
        return self.dispositif in person.dispositifs and there

    def elsewhere(self, person: Mediator) -> bool:
        """Whether a person's sites are others than this one."""
        return bool(person.sites and self.site) and self.site not in person.sites

    @property
    def label(self) -> str:
        """Name of the slot for people: dispositif, site, hours and day."""
        where = f"{self.dispositif}, {self.site}" if self.site else self.dispositif
        start, end = self.span.start.astimezone(PARIS), self.span.end.astimezone(PARIS)
        return f"{where}, {start:%H:%M}-{end:%H:%M} le {start:%d/%m/%Y}"

    @cached_property
    def duty(self) -> Duty:
        """The duty in the timeline of a person who holds the slot."""
        return Duty(
            id=self.id,
            span=self.span,
            kind=DutyKind.STANDBY if self.kind is SlotKind.STANDBY else DutyKind.WORK,
            breaks=self.breaks,
            site=self.site,
            dispositif=self.dispositif,
            agency=self.agency,
        )


def _grows(
    fits: Sequence[tuple[int, ...]], place: dict[int, int], number: int, passed: set[int]
) -> bool:
    """Give one more person to a need: somebody without a place, or whose own goes to another."""
    passed.add(number)
    able = [who for who, own in enumerate(fits) if number in own and place.get(who) != number]
    for who in sorted(able, key=lambda who: who in place):
        left = place.get(who)
        if left is None or (left not in passed and _grows(fits, place, left, passed)):
            place[who] = number
            return True
    return False


@dataclass(frozen=True, kw_only=True)
class FairBalance:
    """
    How many duties of a kind a person held beyond their fair part, before the horizon.

    `goal`: id of the goal that shares the kind. `duties`: below zero for whoever is behind.
    """

    mediator: str
    goal: str
    duties: Fraction


@dataclass(frozen=True, kw_only=True)
class Share:
    """
    One person's fair share in the horizon, in whole duties.

    `pool`: number of the pool; the fair shares of a pool add up to what it must hold. `month`: the
    share by working time; `carried`: how far the person is behind the pool, not bounded; `left`:
    the duties of that which the fair share doesn't make good (below zero: of whoever is ahead).
    `slots`: those of the kind that the person may hold; `fixed`: duties of the kind that the
    horizon already holds.
    """

    pool: int
    month: Fraction
    carried: Fraction
    fair: int
    fixed: int
    slots: tuple[Slot, ...]
    left: int = 0

    @cached_property
    def ids(self) -> frozenset[str]:
        """Ids of the slots."""
        return frozenset(slot.id for slot in self.slots)
