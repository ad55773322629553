"""Find the colleagues with whom a shift could be swapped, and their shifts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from api.data.association import Association, Published
from api.month.publication.amending import may_amend
from api.month.versions.operations import Operation
from api.planning.published_shifts import begun
from api.swaps.exchange import DAY, operation
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.people import Mediator


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A colleague, and their shift that one would take (None: they would only take one's own)."""

    person: Mediator
    row: Published | None


def offers(
    association: Association, me: Mediator, shift: Published, now: datetime
) -> tuple[Offer, ...]:
    """
    Return the swaps of a shift, in its month, that a trial wouldn't refuse, by start and person.

    Each of the two may be posted where the other is, in the same role, and is free then; of what is
    left, the rules judge each swap as its trial does. Cost: some ten milliseconds a swap.
    """
    duty = shift.worked.duty
    month = association.history.get(duty.id[-DAY:-3], ())
    rows: dict[str, list[Published]] = {}
    for row in month:
        rows.setdefault(row.worked.mediator, []).append(row)
    own = rows.get(me.id, [])

    def possible() -> Iterator[Offer]:
        for person in association.mediators:
            if person.id == me.id or not _may(person, me, duty):
                continue
            theirs = rows.get(person.id, [])
            if _is_free(theirs, duty) and not _is_away(association, person, duty):
                yield Offer(person=person, row=None)
            for row in theirs:
                taken = row.worked.duty
                if (
                    not begun(row, now)
                    and taken.id != duty.id
                    and taken.kind in (DutyKind.WORK, DutyKind.STANDBY)
                    and _may(me, person, taken)
                    and _is_free(own, taken, but=shift)
                    and _is_free(theirs, duty, but=row)
                    and not _is_away(association, me, taken)
                    and not _is_away(association, person, duty)
                ):
                    yield Offer(person=person, row=row)

    first = date.fromisoformat(f"{duty.id[-DAY:-3]}-01")
    return tuple(
        offer
        for offer in sorted(possible(), key=_order)
        if may_amend(association, first, [_gesture(me, duty, offer)], now)
    )


def _gesture(me: Mediator, duty: Duty, offer: Offer) -> Operation:
    takes = "" if offer.row is None else offer.row.worked.duty.id
    return operation(me.id, duty.id, offer.person.id, takes)


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
    return any(
        absence.mediator == person.id and absence.span.touches(duty.span)
        for absence in association.absences
    )


def _order(offer: Offer) -> tuple[int, str, str]:
    if offer.row is None:
        return 0, offer.person.name, ""
    return offer.row.worked.duty.span.first, offer.person.name, offer.row.worked.duty.id
