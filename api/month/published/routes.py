"""Routes of a published month: its grid, slots, findings, counters and documents."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import NUMBERED, Reading, TheEngine, Who
from api.access.rights.rule import agency
from api.database.engine import reading
from api.export.month.formats import Format
from api.month.documents.answers import document, responses
from api.month.frames import Frame
from api.month.judging import judge
from api.month.places.database import DatabasePlace
from api.month.published.access import published_frame
from api.month.reading.routes import (
    UNCHANGED,
    Blocking,
    Day,
    Dispositif,
    Person,
    SlotOut,
    VersionFindingsOut,
    findings_answer,
    slots_answer,
)
from api.month.reading.tagging import tag_reading
from api.web.answer import Items
from api.web.clock import Now
from api.web.months import MonthPath
from api.web.paging import Page

router = Router(
    prefix="/api/v1/responsable/mois/{month}", tags=["mois publiés"], dependencies=[NUMBERED]
)
Agency = Annotated[
    str, Query(max_length=120, description="Cette agence ; sans elle, toute l’association.")
]


def _open(
    request: Request,
    response: Response,
    who: Who,
    session: Reading,
    month: MonthPath,
    *,
    now: Now,
    agency: Agency = "",
) -> Frame:
    """Open a published month that the caller may read; raise `Unchanged` if they have it."""
    frame = published_frame(who, session, month, agency)
    tag_reading(request, response, session, frame, now, month, agency)
    return frame


Opened = Annotated[Frame, Depends(_open)]


@router.get("/creneaux", may=agency(Role.RH, Role.RESPONSABLE), responses=UNCHANGED)
def slots(
    frame: Opened,
    page: Page,
    *,
    dispositif: Dispositif = "",
    day: Day = None,
) -> Items[SlotOut]:
    """Énumère les créneaux publiés d’un mois, et qui les tient."""
    return slots_answer(frame, frame.published, page, dispositif, day)


@router.get("/constats", may=agency(Role.RH, Role.RESPONSABLE), responses=UNCHANGED)
def findings(
    frame: Opened,
    page: Page,
    *,
    person: Person = "",
    blocking: Blocking = False,
) -> VersionFindingsOut:
    """Contrôle un mois publié, sur les données d’aujourd’hui."""
    return findings_answer(frame, frame.published, page, person, blocking=blocking)


@router.get(
    "/documents/{kind}",
    may=agency(Role.RH, Role.RESPONSABLE),
    response_class=Response,
    responses=responses(),
)
def documents(
    who: Who, engine: TheEngine, month: MonthPath, kind: Format, agency: Agency = ""
) -> Response:
    """Donne les documents d’un mois publié ; les affichages portent la tête du registre."""
    with reading(engine) as session:
        frame = published_frame(who, session, month, agency)
    return document(DatabasePlace(engine, who), judge(frame, frame.published), kind)
