"""Routes of a published month: its grid, slots, findings, counters and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Query, Response

from api.access.door import Router
from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, Reach
from api.access.request import NUMBERED, Reading, TheEngine, Who
from api.database.engine import reading
from api.export.month.formats import Format
from api.ledger.history import whole
from api.month.counters.shapes import CountersOut
from api.month.documents.answers import document, responses
from api.month.drafts.access import check_agency
from api.month.frames import framed
from api.month.judging import judge
from api.month.places.database import DatabasePlace
from api.month.reading.answers import (
    SlotOut,
    VersionFindingsOut,
    counters_answer,
    findings_answer,
    grid_answer,
    slots_answer,
)
from api.month.reading.routes import Blocking, Day, Dispositif, Person
from api.month.reading.shapes import GridOut
from api.web.answer import Items
from api.web.clock import Now
from api.web.months import MonthPath, first_of
from api.web.paging import Page
from api.web.problems import refusals

if TYPE_CHECKING:
    from api.access.caller import Caller
    from api.month.frames import Frame

router = Router(
    prefix="/api/v1/responsable/mois/{month}", tags=["mois publiés"], dependencies=[NUMBERED]
)
Agency = Annotated[
    str, Query(max_length=120, description="Cette agence ; sans elle, toute l’association.")
]


def published_frame(who: Caller, session: Reading, month: str, agency: str) -> Frame:
    """
    Return the frame of a published month of an agency, or of all.

    Raises
    ------
    UnknownError
        Nothing of it is published, or it isn't the caller's to read.
    Refusal
        No agency of several is named (422).
    """
    reach, association = Reach(who, OVERSEERS), whole(session)
    check_agency(reach, agency, "query.agency")
    if not reach.area(agency):
        raise UnknownError
    there = association.history.get(month, ())
    mine = frozenset(d.id for d in association.dispositifs if d.agency == agency)
    if not any(not agency or row.worked.duty.dispositif in mine for row in there):
        raise UnknownError
    return framed(association, first_of(month), mine if agency else None)


@router.get("/grille", responses=refusals(404))
def grid_of(
    who: Who,
    session: Reading,
    month: MonthPath,
    page: Page,
    *,
    now: Now,
    agency: Agency = "",
    dispositif: Dispositif = "",
) -> GridOut:
    """Donne la grille publiée d’un dispositif."""
    frame = published_frame(who, session, month, agency)
    return grid_answer(frame, frame.published, page, dispositif, now)


@router.get("/creneaux", responses=refusals(404))
def slots(
    who: Who,
    session: Reading,
    month: MonthPath,
    page: Page,
    *,
    agency: Agency = "",
    dispositif: Dispositif = "",
    day: Day = None,
) -> Items[SlotOut]:
    """Énumère les créneaux publiés d’un mois, et qui les tient."""
    frame = published_frame(who, session, month, agency)
    return slots_answer(frame, frame.published, page, dispositif, day)


@router.get("/constats", responses=refusals(404))
def findings(
    who: Who,
    session: Reading,
    month: MonthPath,
    page: Page,
    *,
    agency: Agency = "",
    person: Person = "",
    blocking: Blocking = False,
) -> VersionFindingsOut:
    """Contrôle un mois publié, sur les données d’aujourd’hui."""
    frame = published_frame(who, session, month, agency)
    return findings_answer(frame, frame.published, page, person, blocking=blocking)


@router.get("/compteurs", responses=refusals(404))
def counters(
    who: Who, session: Reading, month: MonthPath, page: Page, agency: Agency = ""
) -> Items[CountersOut]:
    """Donne les compteurs d’un mois publié, par personne."""
    frame = published_frame(who, session, month, agency)
    return counters_answer(frame, frame.published, page)


@router.get("/documents/{kind}", response_class=Response, responses=responses())
def documents(
    who: Who, engine: TheEngine, month: MonthPath, kind: Format, agency: Agency = ""
) -> Response:
    """Donne les documents d’un mois publié ; les affichages portent la tête du registre."""
    with reading(engine) as session:
        frame = published_frame(who, session, month, agency)
    return document(DatabasePlace(engine, who), judge(frame, frame.published), kind)
