"""What the page that exchanges a shift shows: others' shifts of a day, each exchange tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.french.plural import plural
from api.french.words import brief, hours
from api.month.candidates.exchange import possible_exchanges
from api.page.edits.choices import offer_of
from api.page.grid.marks import slot_words
from api.planning.names import names_of

if TYPE_CHECKING:
    from datetime import date

    from api.month.candidates.exchange import PossibleExchange
    from api.month.drafts.access import ReadVersion
    from api.page.edits.choices import Offer
    from scheduler.domain.hours import Hours
    from scheduler.domain.problem import Assignment


def exchange_offers(opened: ReadVersion, mine: Assignment, day: date) -> tuple[Offer, ...]:
    """Write the shifts of a day for which a person's shift, `mine`, may be exchanged."""
    names = names_of(opened.frame.association)
    name = opened.frame.problem.mediator_of[mine.mediator].name
    return tuple(
        offer_of(
            opened.frame,
            offer.slot.id,
            f"{offer.mediator.name} : {slot_words(offer.slot, names)}",
            _cost(offer, name),
            added=offer.changed.added,
            stopping=offer.stopping,
            person=offer.mediator.id,
        )
        for offer in possible_exchanges(opened.frame, opened.assignments, mine, day)
    )


def _cost(offer: PossibleExchange, name: str) -> str:
    """Say what an exchange makes of both people's hours, and of findings."""
    parts = [
        f"{brief(name)} {_against(offer.mine)}",
        f"{brief(offer.mediator.name)} {_against(offer.theirs)}",
    ]
    if offer.changed.added:
        parts.append(f"{plural(len(offer.changed.added), 'constat')} de plus")
    if offer.changed.removed:
        parts.append(f"{plural(len(offer.changed.removed), 'constat')} de moins")
    return " ; ".join(parts)


def _against(worked: Hours) -> str:
    return f"{hours(worked.planned)} sur {hours(worked.due)}"
