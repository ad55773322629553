"""Mes échanges: choose a shift to give and one to take, see the findings, ask, answer."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Form, Query
from fastapi.responses import Response

from api.access.caller import Role
from api.access.errors import UnknownError
from api.access.rights.rule import own
from api.asking.errors import AskingError, ConflictError
from api.asking.shapes import Revision, Slot
from api.asking.visit import Visit, Visiting
from api.data.association import Association, Published
from api.database.engine import reading
from api.database.tables.asking import SwapState
from api.french.moments import shift_words
from api.ledger.history import whole
from api.planning.names import Names, names_of, on_call_words, short_person
from api.planning.published_shifts import coming_shift_of, is_coming, shift_of
from api.shell.guides import Guide
from api.shell.own import SENT, Sent, own_page, person_of
from api.shell.screens import Screens
from api.swaps.exchange import (
    LAPSED,
    PersonId,
    SwapAnswer,
    SwapConsent,
    SwapRequest,
    colleague,
    on_call,
)
from api.swaps.offers import BUSY, anybody_free, offers
from api.swaps.rows import count_asked, of, state_of, weighed
from api.swaps.service import Publishing, ask, respond, try_out
from api.web.addresses import Id
from api.web.refusing.errors import refusal_of
from api.web.refusing.problems import Refusal
from scheduler.domain.time import Span

GUIDES = (
    Guide(
        address="/aide/echanges",
        title="Mes échanges",
        file="own/swaps",
        screens=("/moi/echanges", "/moi/echanges/choisir", "/moi/echanges/essai"),
        picture="Sur un téléphone, la liste de mes services à venir que je peux échanger.",
    ),
)

router = Screens(prefix="/moi/echanges")
HERE = "/moi/echanges"
WAITING_FOR_ME = {HERE: count_asked}
SlotQuery = Annotated[Slot, Query()]
STATES = {
    SwapState.ASKED: "Demandé, réponse attendue {other}",
    SwapState.ACCEPTED: "Accepté par les deux, à approuver par le responsable",
    SwapState.APPROVED: "Approuvé et publié",
    SwapState.REFUSED: "Refusé",
    SwapState.WITHDRAWN: "Retiré",
    SwapState.LAPSED: f"Périmé : {LAPSED}",
}
"""The states of a swap, in words."""


class ConsentForm(SwapConsent):
    """The form that answers a swap, on the revision that was shown; its address is the verdict."""

    number: Revision


@router.get("", may=own(Role.MEDIATEUR))
def my_swaps(visit: Visiting, sent: Sent = "") -> Response:
    """List one's swaps, what waits for an answer with what it adds, and one's shifts to swap."""
    return _list_page(visit, sent=bool(sent))


@router.get("/choisir", may=own(Role.MEDIATEUR))
def choose(visit: Visiting, service: SlotQuery = "") -> Response:
    """List colleagues' shifts that both may take, for one of one's own."""
    with reading(visit.engine) as session:
        association = whole(session)
    me = person_of(visit.caller, association)
    shift = coming_shift_of(association, me.id, service, visit.now)
    if shift is None:
        raise UnknownError
    swaps = offers(association, me, shift, visit.now)
    return own_page(
        visit.request,
        "own/offers.html",
        duty=shift.worked.duty,
        offers=[offer for offer in swaps if not offer.why],
        refused=[offer for offer in swaps if offer.why not in ("", BUSY)],
        busy=sum(offer.why == BUSY for offer in swaps),
        names=names_of(association),
    )


@router.get("/essai", may=own(Role.MEDIATEUR))
def tried(
    visit: Visiting,
    service: SlotQuery = "",
    avec: Annotated[PersonId, Query()] = "",
    contre: SlotQuery = "",
) -> Response:
    """Show what a swap adds for each, before it is asked for."""
    return _trial_page(visit, SwapRequest(gives=service, other=avec, takes=contre))


@router.post("", may=own(Role.MEDIATEUR))
def add(visit: Visiting, form: Annotated[SwapRequest, Form()]) -> Response:
    """Ask for a swap, or show again what it adds if that has changed."""

    def deed() -> str:
        with reading(visit.engine) as session:
            me = person_of(visit.caller, whole(session))
        ask(visit.engine, visit.caller, me.id, form, visit.now)
        return f"{HERE}?fait={SENT}"

    return visit.submit(deed, lambda problem: _trial_page(visit, form, problem))


@router.post("/{swap_id}/{verdict}", may=own(Role.MEDIATEUR))
def answer(
    visit: Visiting,
    swap_id: Id,
    verdict: Literal["accord", "refus", "retrait"],
    form: Annotated[ConsentForm, Form()],
) -> Response:
    """Accept the swap that one is asked for, as it was shown, or refuse it; take back one's own."""

    def deed() -> str:
        reply = SwapAnswer(verdict=verdict, answer=form.answer, seen=form.seen)
        respond(
            visit.engine,
            visit.caller,
            swap_id,
            form.number,
            answer=reply,
            publishing=Publishing(settings=visit.settings),
            now=visit.now,
        )
        return HERE

    return visit.submit(deed, lambda problem: _list_page(visit, problem))


def kept_words(shift: Mapping[str, Any], names: Names) -> str:
    """Write a shift in a line, as a swap keeps it."""
    span = Span(*(datetime.fromisoformat(shift[end]) for end in ("start", "end")))
    where = names.where(shift["site"], shift["dispositif"])
    return shift_words(span, on_call_words(where) if on_call(shift) else where)


def swap_words(association: Association) -> dict[str, Any]:
    """Return how templates name places and people, and write a shift that a swap keeps."""
    names = names_of(association)
    return {
        "names": names,
        "short": lambda person: short_person(association, person),
        "kept": lambda shift: kept_words(shift, names),
    }


def paid_change(shift: Published, taken: Published | None) -> int:
    """Return how many paid minutes more, or less, a swap makes for who gives a shift."""
    return (0 if taken is None else taken.worked.duty.paid) - shift.worked.duty.paid


def _trial_page(visit: Visit, wanted: SwapRequest, problem: Refusal | None = None) -> Response:
    with reading(visit.engine) as session:
        association = whole(session)
    me = person_of(visit.caller, association)
    shift = shift_of(association, me.id, wanted.gives)
    other = colleague(association, me.id, wanted.other)
    taken = shift_of(association, wanted.other, wanted.takes) if wanted.takes else None
    if shift is None or other is None or (wanted.takes and taken is None):
        raise UnknownError
    view = None
    try:
        view = try_out(visit.engine, me.id, wanted, visit.now).of(me.id)
    except AskingError as error:
        problem = problem or refusal_of(error)
    change, gives, takes = paid_change(shift, taken), shift.worked.duty, taken and taken.worked.duty
    return own_page(
        visit.request,
        "own/trial.html",
        sides=(
            ("Vous", gives, takes, change),
            (short_person(association, other.id), takes, gives, -change),
        ),
        names=names_of(association),
        wanted=wanted,
        view=view,
        problem=problem,
    )


def _list_page(visit: Visit, problem: Refusal | None = None, *, sent: bool = False) -> Response:
    with reading(visit.engine) as session:
        association = whole(session)
        me = person_of(visit.caller, association)
        rows = of(session, me.id)
    swaps = []
    for row in rows:
        state, view = state_of(row, association, visit.now), None
        if row.other == me.id and state is SwapState.ASKED:
            with suppress(ConflictError):  # one of the two can't hold it any more
                view = weighed(association, row, visit.now).of(me.id)
        shift = shift_of(association, row.mediator, row.gives) if view else None
        taken = shift_of(association, me.id, row.takes) if view and row.takes else None
        # What it changes for who is asked: the opposite of what it does for who asks.
        swaps.append((row, state, view, -paid_change(shift, taken) if shift else 0))
    return own_page(
        visit.request,
        "own/swaps.html",
        me=me.id,
        swaps=swaps,
        states=STATES,
        sent=next((row for row in rows if sent and row.mediator == me.id), None),
        automatic=visit.settings.swaps_automatic,
        coming=[
            (row.worked.duty, anybody_free(association, me, row, visit.now))
            for row in association.published_of.get(me.id, ())
            if is_coming(association, row, visit.now)
        ],
        problem=problem,
        **swap_words(association),
    )
