"""Routes that begin, list, read and throw away drafts."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import OVERSEERS, PLANNERS, Reach
from api.access.request import IfMatch, Reading, TheEngine, Who, number_in, tag_of
from api.access.rights.rule import agency, role
from api.data.stored.association import read
from api.database.engine import writing
from api.month.drafts.access import DraftOut, reached
from api.month.drafts.service import begin_draft, discard
from api.month.drafts.shapes import NewDraft
from api.month.places.drafts import drafts, stale
from api.web.answer import Id, Items
from api.web.months import PATTERN, first_of
from api.web.paging import Page, dated
from api.web.problems import refusals

router = Router(prefix="/api/v1/responsable/plannings", tags=["plannings"])


@router.get("", may=role(Role.RH, Role.RESPONSABLE))
def listed(
    who: Who,
    session: Reading,
    page: Page,
    month: Annotated[str | None, Query(pattern=PATTERN, max_length=7, examples=["2026-03"])] = None,
    *,
    discarded: Annotated[bool, Query(description="Aussi ceux qui sont abandonnés.")] = False,
) -> Items[DraftOut]:
    """Énumère les plannings que l’on peut lire, du plus récent au plus ancien."""
    rows = drafts(
        session,
        month=None if month is None else first_of(month),
        discarded=discarded,
        after=dated(page),
        limit=page.limit + 1,
    )
    reach, association = Reach(who, OVERSEERS), read(session)
    return page.of(
        rows,
        DraftOut.model_validate,
        lambda row: (row.made.isoformat(), row.id),
        seen=lambda row: reach.planning(row, association),
    )


@router.post("", may=agency(Role.RESPONSABLE), status_code=201, responses=refusals(404))
def begin(who: Who, engine: TheEngine, body: NewDraft, response: Response) -> DraftOut:
    """Commence le planning d’un mois, vide ou d’après ce qui est publié."""
    row = begin_draft(who, engine, body)
    response.headers["Location"] = f"/api/v1/responsable/plannings/{row.id}"
    response.headers["ETag"] = tag_of(row.id, row.head)
    return DraftOut.model_validate(row)


@router.get("/{rota_id}", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404))
def draft(who: Who, session: Reading, rota_id: Id, response: Response) -> DraftOut:
    """Donne un planning ; son ETag est celui de sa version courante."""
    row = reached(who, session, rota_id)
    response.headers["ETag"] = tag_of(row.id, row.head)
    return DraftOut.model_validate(row)


@router.delete(
    "/{rota_id}",
    may=agency(Role.RESPONSABLE),
    status_code=204,
    responses=refusals(404, 409, 412, 428),
)
def throw_away(who: Who, engine: TheEngine, rota_id: Id, match: IfMatch) -> None:
    """
    Abandonne un planning ; ce qui est publié reste.

    L’exception du jour qui avait été notée pour lui est retirée, si rien d’autre n’en a besoin.
    """
    with writing(engine) as session:
        row = reached(who, session, rota_id, PLANNERS)
        number = number_in(match, rota_id)
        if row.head != number:
            raise stale(session, rota_id, row.head, number)
        discard(session, who, rota_id)
