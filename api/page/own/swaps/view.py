"""Make what the pages of swaps show: request, people, findings added for each, state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from api.database.tables.asking import SwapState
from api.page.own.words import more_words, shift_words
from api.planning.names import names_of, on_call_words, short_person
from api.swaps.exchange import on_call
from api.swaps.rows import state_of
from calendars.appearance import short_name
from scheduler.domain.time import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from api.data.association import Association, Published
    from api.database.tables.asking import SwapRow
    from api.planning.names import Names
    from api.swaps.exchange import View
    from api.swaps.offers import Offer
    from scheduler.domain.people import Mediator

STATES = {
    SwapState.ASKED: "Demandé, réponse attendue de {other}",
    SwapState.ACCEPTED: "Accepté par les deux, à approuver par le responsable",
    SwapState.APPROVED: "Approuvé et publié",
    SwapState.REFUSED: "Refusé",
    SwapState.WITHDRAWN: "Retiré",
    SwapState.LAPSED: "Périmé : un des services a changé ou a commencé",
}
"""Where a swap stands, in words."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A shift or a colleague to choose, and the address that it leads to."""

    address: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Side:
    """What a swap does to one of the two: what they take and give, and how hours change."""

    name: str
    takes: str
    gives: str
    hours: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A swap in the list. `answering`: it waits for one's answer; `findings`: what it adds."""

    id: str
    number: int
    title: str
    shifts: tuple[str, ...]
    note: str
    state: str
    answer: str
    answering: bool
    withdrawing: bool
    possible: bool
    why: str
    seen: str
    findings: tuple[str, ...]


def offers_of(offers: Iterable[Offer], slot: str, names: Names) -> tuple[Choice, ...]:
    """Write the possible swaps: a shift to take, or a colleague who would take one's own."""
    return tuple(_choice(offer, slot, names) for offer in offers)


def words_of(row: Published, names: Names) -> str:
    """Write a shift in a line."""
    duty = row.worked.duty
    return shift_words(duty.span, names.where_held(duty))


def kept_words(shift: Mapping[str, Any], names: Names) -> str:
    """Write a shift in a line, as a swap keeps it."""
    span = Span(*(datetime.fromisoformat(shift[end]) for end in ("start", "end")))
    where = names.where(shift["site"], shift["dispositif"])
    return shift_words(span, on_call_words(where) if on_call(shift) else where)


def sides_of(
    other: Mediator, shift: Published, taken: Published | None, names: Names
) -> tuple[Side, Side]:
    """Write what a swap does for each of the two."""
    mine = words_of(shift, names)
    theirs = "" if taken is None else words_of(taken, names)
    change = (0 if taken is None else taken.worked.duty.paid) - shift.worked.duty.paid
    return (
        Side(name="Vous", takes=theirs, gives=mine, hours=_change(change)),
        Side(name=short_name(other.name), takes=mine, gives=theirs, hours=_change(-change)),
    )


def findings_of(view: View) -> tuple[str, ...]:
    """Write the findings that a swap adds for the reader."""
    return tuple(f"{finding.message} ({finding.article})" for finding in view.findings)


def line_of(
    row: SwapRow, association: Association, me: str, *, now: datetime, view: View | None
) -> Line:
    """Write a swap; `view`: the findings that it adds for the reader, if they have to answer."""
    state, names = state_of(row, association, now), names_of(association)
    asks = row.mediator == me
    other = short_person(association, row.other if asks else row.mediator)
    waiting = "vous" if not asks else other
    return Line(
        id=row.id,
        number=row.number,
        title=f"{'Avec' if asks else 'Demandé par'} {other}",
        shifts=tuple(_shift(shift, association, me, names) for shift in row.shifts),
        note=row.note,
        state=STATES[state].format(other=waiting),
        answer=row.answer,
        answering=state is SwapState.ASKED and not asks,
        withdrawing=state in (SwapState.ASKED, SwapState.ACCEPTED) and asks,
        possible=view is not None and not view.why,
        why="" if view is None else view.why,
        seen="" if view is None else view.seen,
        findings=() if view is None else findings_of(view),
    )


def _choice(offer: Offer, slot: str, names: Names) -> Choice:
    name = short_name(offer.person.name)
    address = f"/moi/echanges/essai?service={quote(slot)}&avec={quote(offer.person.id)}"
    if offer.row is None:
        return Choice(address=address, words=f"Donner à {name}, sans rien reprendre")
    taken = offer.row.worked.duty.id
    return Choice(
        address=f"{address}&contre={taken}", words=f"{words_of(offer.row, names)}, {name}"
    )


def _shift(shift: Mapping[str, Any], association: Association, me: str, names: Names) -> str:
    mine = shift["person"] == me
    whose = "Le vôtre" if mine else f"De {short_person(association, shift['person'])}"
    return f"{whose} : {kept_words(shift, names)}"


def _change(minutes: int) -> str:
    return more_words(minutes) or "autant d’heures"
