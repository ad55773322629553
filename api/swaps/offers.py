"""Find the colleagues with whom a shift could be swapped, and their shifts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from api.data.association import Association, Published
from api.month.errors import BadRequestError
from api.month.publication.amending import tried_until_stopped
from api.month.versions.operations import Operation
from api.planning.published_shifts import is_coming
from api.swaps.exchange import IMPOSSIBLE, JudgedSwap, operation
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.people import Mediator

BUSY = "travaille alors, ou n’est pas disponible"
"""
Why a colleague can swap nothing, whatever the cause: an absence isn't told.

They are counted and not named: whoever isn't in the rota either would be known to be away.
"""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """
    A colleague, and their shift that one would take (None: they would only take one's own).

    `why`: why it can't be, as far as one may know (empty: it can).
    """

    person: Mediator
    row: Published | None
    why: str = ""


def offers(
    association: Association, me: Mediator, shift: Published, now: datetime
) -> tuple[Offer, ...]:
    """
    Return the swaps of a shift, in its month, with colleagues who hold the same post.

    Those that can't be have their reason, which is that of their trial. By start and person. Cost:
    some ten milliseconds a swap that the two are free for.
    """
    search = _Search(association=association, me=me, shift=shift, now=now)
    all_of_them = (offer for who in search.colleagues for offer in search.of(who))
    return tuple(sorted(all_of_them, key=_order))


def anybody_free(association: Association, me: Mediator, shift: Published, now: datetime) -> bool:
    """Whether a colleague of the same post is free for a swap of a shift; no rule is tried."""
    search = _Search(association=association, me=me, shift=shift, now=now)
    return any(True for who in search.colleagues for _ in search.free(who))


@dataclass(frozen=True, kw_only=True)
class _Search:
    association: Association
    me: Mediator
    shift: Published
    now: datetime

    @property
    def _month(self) -> date:
        return self.shift.worked.duty.span.day.replace(day=1)

    @cached_property
    def _rows(self) -> dict[str, list[Published]]:
        rows: dict[str, list[Published]] = {}
        for row in self.association.history.get(f"{self._month:%Y-%m}", ()):
            rows.setdefault(row.worked.mediator, []).append(row)
        return rows

    @property
    def colleagues(self) -> Iterator[Mediator]:
        for person in self.association.mediators:
            if person.id != self.me.id and _may(person, self.me, self.shift.worked.duty):
                yield person

    def of(self, person: Mediator) -> Iterator[Offer]:
        free = list(self.free(person))
        for offer in free:
            yield replace(offer, why=self._why(offer))
        if not free:
            yield Offer(person=person, row=None, why=BUSY)

    def free(self, person: Mediator) -> Iterator[Offer]:
        """Yield the swaps for which neither works, or is away, at the time of the other's shift."""
        duty, theirs = self.shift.worked.duty, self._rows.get(person.id, [])
        if _is_away(self.association, person, duty):
            return
        if _is_free(theirs, duty):
            yield Offer(person=person, row=None)
        for row in theirs:
            taken = row.worked.duty
            if (
                is_coming(self.association, row, self.now)
                and taken.id != duty.id
                and taken.kind in (DutyKind.WORK, DutyKind.STANDBY)
                and _may(self.me, person, taken)
                and _is_free(self._rows.get(self.me.id, []), taken, but=self.shift)
                and _is_free(theirs, duty, but=row)
                and not _is_away(self.association, self.me, taken)
            ):
                yield Offer(person=person, row=row)

    def _why(self, offer: Offer) -> str:
        gesture = [self._gesture(offer)]
        try:
            tried = tried_until_stopped(self.association, self._month, gesture, self.now)
        except BadRequestError:
            return IMPOSSIBLE
        return JudgedSwap(tried=tried).of(self.me.id).why

    def _gesture(self, offer: Offer) -> Operation:
        takes = "" if offer.row is None else offer.row.worked.duty.id
        return operation(self.me.id, self.shift.worked.duty.id, offer.person.id, takes)


def _may(person: Mediator, instead_of: Mediator, duty: Duty) -> bool:
    return (
        duty.dispositif in person.dispositifs
        and person.role is instead_of.role
        and (not person.sites or not duty.site or duty.site in person.sites)
        and all(person.contract_on(day) is not None for day in duty.span.days)
    )


def _is_free(rows: list[Published], duty: Duty, but: Published | None = None) -> bool:
    return not any(row is not but and row.worked.duty.span.touches(duty.span) for row in rows)


def _is_away(association: Association, person: Mediator, duty: Duty) -> bool:
    absences = association.absences_of.get(person.id, ())
    return any(absence.span.touches(duty.span) for absence in absences)


def _order(offer: Offer) -> tuple[int, str, str]:
    if offer.row is None:
        return 0, offer.person.name, ""
    return offer.row.worked.duty.span.first, offer.person.name, offer.row.worked.duty.id
