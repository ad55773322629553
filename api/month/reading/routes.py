"""Routes of a version: its grid, slots and their candidates, findings, counters."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from pydantic import Field

from api.access.caller import Role
from api.access.door import Router
from api.access.request import NUMBERED, Reading, Who
from api.access.rights.rule import agency
from api.month.candidates.day import possible_slots
from api.month.candidates.exchange import possible_exchanges
from api.month.candidates.service import candidates_for
from api.month.candidates.shapes import (
    CandidatesOut,
    PossibleExchangeOut,
    PossibleSlotOut,
    candidates_out,
    possible_exchange_out,
    possible_slot_out,
)
from api.month.counters.shapes import CountersOut
from api.month.drafts.access import ReadVersion, SlotPath, Version, version_read
from api.month.reading.answers import (
    SlotOut,
    VersionFindingsOut,
    counters_answer,
    findings_answer,
    grid_answer,
    slots_answer,
)
from api.month.reading.shapes import GridOut
from api.month.reading.tagging import tag_reading
from api.month.wishes.answers import WishAnswerOut, wish_answers_out
from api.month.wishes.service import answers_to_wishes
from api.planning.names import names_of
from api.web.answer import Body, Id, Ident, Items
from api.web.clock import Now
from api.web.paging import Page
from api.web.problems import refusals
from api.web.unchanged import RESPONSES
from scheduler.domain.problem import Assignment
from scheduler.domain.time import minute_at

router = Router(
    prefix="/api/v1/responsable/plannings/{rota_id}/versions/{number}",
    tags=["plannings"],
    dependencies=[NUMBERED],
)
Dispositif = Annotated[str, Query(max_length=120, description="Ce dispositif seul.")]
Dispositifs = Annotated[
    tuple[Annotated[str, Field(max_length=120)], ...],
    Query(max_length=100, description="Ces dispositifs ; tous sinon."),
]
Day = Annotated[date | None, Query(description="Ce jour seul.")]
Person = Annotated[str, Query(max_length=120, description="Cette personne seule.")]
Blocking = Annotated[bool, Query(description="Ceux qui bloquent, seuls.")]


def _open(
    request: Request,
    response: Response,
    who: Who,
    session: Reading,
    rota_id: Id,
    *,
    number: Version,
    now: Now,
) -> ReadVersion:
    """Open a version that the caller may read; raise `Unchanged` if they have it."""
    version = version_read(who, session, rota_id, number)
    tag_reading(request, response, session, version.frame, now, rota_id, number)
    return version


Opened = Annotated[ReadVersion, Depends(_open)]
UNCHANGED = {**RESPONSES, **refusals(404)}


class CandidatesIn(Body):
    """Whom somebody would replace on the slot (empty: nobody)."""

    instead_of: Annotated[str, Field(max_length=120, examples=["ada"])] = ""


@router.get("/grille", may=agency(Role.RH, Role.RESPONSABLE), responses=UNCHANGED)
def grid_of(
    version: Opened,
    *,
    page: Page,
    now: Now,
    dispositif: Dispositifs = (),
) -> GridOut:
    """Donne la grille de dispositifs, de tous sinon : les personnes par jour."""
    return grid_answer(version.frame, version.assignments, page, dispositif, now)


@router.get("/creneaux", may=agency(Role.RH, Role.RESPONSABLE), responses=UNCHANGED)
def slots(
    version: Opened,
    *,
    page: Page,
    dispositif: Dispositif = "",
    day: Day = None,
) -> Items[SlotOut]:
    """Énumère les créneaux : ce qu’ils demandent, qui les tient."""
    return slots_answer(version.frame, version.assignments, page, dispositif, day)


@router.get("/souhaits", may=agency(Role.RH, Role.RESPONSABLE), responses=UNCHANGED)
def wishes(version: Opened, now: Now, person: Person = "") -> Items[WishAnswerOut]:
    """Énumère les souhaits du mois : accordés, ou refusés et pourquoi."""
    answers = answers_to_wishes(version.frame, version.assignments, person=person, now=now)
    return Items(items=wish_answers_out(answers, names_of(version.frame.association)))


@router.post(
    "/creneaux/{slot_id}/candidats", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404)
)
def candidates(
    who: Who,
    session: Reading,
    rota_id: Id,
    number: Version,
    *,
    slot_id: SlotPath,
    body: CandidatesIn,
    now: Now,
) -> CandidatesOut:
    """Cherche qui peut tenir un créneau, du mieux placé au dernier, et qui ne le peut pas."""
    version = version_read(who, session, rota_id, number)
    answer = candidates_for(
        version.frame,
        version.assignments,
        slot_id,
        instead_of=body.instead_of,
        now=minute_at(now),
    )
    return candidates_out(answer, names_of(version.frame.association))


@router.get(
    "/creneaux/{slot_id}/echanges", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404)
)
def exchanges(
    who: Who,
    session: Reading,
    rota_id: Id,
    number: Version,
    *,
    slot_id: SlotPath,
    person: Annotated[
        str,
        Query(min_length=1, max_length=120, examples=["ada"], description="Qui tient ce créneau."),
    ],
    day: Annotated[date, Query(examples=["2026-03-02"], description="Le jour du mois.")],
) -> Items[PossibleExchangeOut]:
    """Énumère contre quels services d’un jour on peut échanger celui de quelqu’un."""
    version = version_read(who, session, rota_id, number)
    mine = Assignment(person, slot_id)
    exchanges = possible_exchanges(version.frame, version.assignments, mine, day)
    return Items(items=[possible_exchange_out(exchange) for exchange in exchanges])


@router.get(
    "/personnes/{person_id}/possibles",
    may=agency(Role.RH, Role.RESPONSABLE),
    responses=refusals(404),
)
def possible(
    who: Who,
    session: Reading,
    rota_id: Id,
    number: Version,
    *,
    person_id: Ident,
    day: Annotated[date, Query(examples=["2026-03-02"], description="Le jour du mois.")],
) -> Items[PossibleSlotOut]:
    """Énumère les créneaux d’un jour que quelqu’un peut prendre, puis ceux qu’une règle barre."""
    version = version_read(who, session, rota_id, number)
    slots = possible_slots(version.frame, version.assignments, person_id, day)
    return Items(items=[possible_slot_out(slot) for slot in slots])


@router.get("/constats", may=agency(Role.RH, Role.RESPONSABLE), responses=UNCHANGED)
def findings(
    version: Opened,
    *,
    page: Page,
    person: Person = "",
    blocking: Blocking = False,
) -> VersionFindingsOut:
    """Donne les constats d’une version, et qui en répond."""
    return findings_answer(version.frame, version.assignments, page, person, blocking=blocking)


@router.get("/compteurs", may=agency(Role.RH, Role.RESPONSABLE), responses=UNCHANGED)
def counters(version: Opened, page: Page) -> Items[CountersOut]:
    """Donne les compteurs du mois, par personne."""
    return counters_answer(version.frame, version.assignments, page)
