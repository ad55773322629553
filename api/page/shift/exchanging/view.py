"""What the page that exchanges a shift shows: others' shifts of a day, each exchange tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.french.plural import plural
from api.french.words import brief, hours
from api.month.candidates.exchange import possible_exchanges
from api.page.edits.choices import choice_level, choice_reasons
from api.page.grid.marks import slot_words
from api.page.shift.moving.view import MovedShift, moved_shift
from api.planning.names import names_of

if TYPE_CHECKING:
    from datetime import date

    from api.month.candidates.exchange import PossibleExchange
    from api.month.drafts.access import ReadVersion
    from scheduler.domain.hours import Hours
    from scheduler.domain.problem import Assignment


@dataclass(frozen=True, kw_only=True)
class ExchangeOffer:
    """Somebody's shift to have instead; `level`: can it be (oui, doute or non)."""

    person: str
    slot: str
    words: str
    level: str
    cost: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ExchangingView:
    """A shift to exchange, and against what."""

    shift: MovedShift
    offers: tuple[ExchangeOffer, ...]


def exchanging_view(opened: ReadVersion, mine: Assignment, day: date | None) -> ExchangingView:
    """
    Write the page that exchanges a shift for one of a day (None: of its own).

    Raises
    ------
    BadRequestError
        Nobody holds `mine` there, or the day isn't in the month.
    """
    shift, names = moved_shift(opened, mine, day), names_of(opened.frame.association)
    possible = possible_exchanges(opened.frame, opened.assignments, mine, shift.day)
    return ExchangingView(
        shift=shift,
        offers=tuple(
            ExchangeOffer(
                person=offer.mediator.id,
                slot=offer.slot.id,
                words=f"{offer.mediator.name} : {slot_words(offer.slot, names)}",
                level="non" if offer.stopping else choice_level(offer.changed.added),
                cost="" if offer.stopping else _cost(offer, shift.name),
                reasons=tuple(choice_reasons(offer.stopping or offer.changed.added)),
            )
            for offer in possible
        ),
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
