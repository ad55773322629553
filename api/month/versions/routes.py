"""Routes that begin, list, read, edit and throw away drafts."""

from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Role, ServiceScope
from api.access.door import Router
from api.access.idempotency import OnceKey
from api.access.reach import OVERSEERS, PLANNERS, Reach
from api.access.request import IfMatch, Reading, TheEngine, Who, Writing, number_in, tag_of
from api.access.rights.rule import agency, role
from api.data.stored.association import read
from api.database.engine import reading, writing
from api.month.drafts.access import DraftOut, matched, reached
from api.month.drafts.service import NewDraft, begin_in, discard, prepare
from api.month.places.database import DatabasePlace
from api.month.places.drafts import drafts, stale, versions_of
from api.month.places.place import DraftVersion
from api.month.versions.editing import edit, try_out
from api.month.versions.shapes import (
    DraftWholeOut,
    EditedOut,
    EditIn,
    VersionOut,
)
from api.web.addresses import Id
from api.web.answering.answer import Items
from api.web.months import PATTERN, first_of
from api.web.paging import Page, dated
from api.web.refusing.problems import refusals

router = Router(
    prefix="/api/v1/responsable/plannings",
    tags=["plannings"],
    caller="l’intégrateur qui a son propre écran de planning",
    service=ServiceScope.PLAN,
)
VERSIONS = 200
"""Versions of a draft that are answered with it, the latest first."""


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


@router.post(
    "",
    may=agency(Role.RESPONSABLE),
    status_code=201,
    responses=refusals(404, 410),
    sends=("ETag", "Location"),
)
def begin(who: Who, once: OnceKey, body: NewDraft, response: Response) -> DraftOut:
    """Commence le planning d’un mois, vide ou d’après ce qui est publié."""

    def deed(session: Writing) -> DraftOut:
        row = begin_in(session, who, body)
        response.headers["Location"] = f"/api/v1/responsable/plannings/{row.id}"
        response.headers["ETag"] = tag_of(row.id, row.head)
        return DraftOut.model_validate(row)

    return once.do(deed, response.headers, first=lambda: prepare(who, once.engine, body))


@router.get(
    "/{rota_id}", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404), sends=("ETag",)
)
def draft(who: Who, session: Reading, rota_id: Id, response: Response) -> DraftWholeOut:
    """Donne un planning et ses versions ; son ETag est celui de sa version courante."""
    row = reached(who, session, rota_id)
    response.headers["ETag"] = tag_of(row.id, row.head)
    return DraftWholeOut(
        **dict(DraftOut.model_validate(row)),
        versions=[
            VersionOut.model_validate(version)
            for version in versions_of(session, rota_id, limit=VERSIONS)
        ],
    )


@router.patch(
    "/{rota_id}",
    may=agency(Role.RESPONSABLE),
    responses=refusals(404, 409, 412, 428),
    sends=("ETag",),
)
def change(
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    match: IfMatch,
    body: EditIn,
    *,
    response: Response,
) -> EditedOut:
    """Retouche la version courante, et donne les constats que cela ajoute et retire."""
    edited = edit(
        DatabasePlace(engine, who),
        _version(who, engine, rota_id, match),
        body.operations,
        note=body.note,
    )
    response.headers["ETag"] = tag_of(rota_id, edited.number)
    return EditedOut.model_validate(edited)


@router.post("/{rota_id}/essais", may=agency(Role.RESPONSABLE), include_in_schema=False)
def attempt(who: Who, engine: TheEngine, rota_id: Id, match: IfMatch, body: EditIn) -> EditedOut:
    """Say what an edit would change, for the grid's script; nothing is written."""
    base = _version(who, engine, rota_id, match)
    return EditedOut.model_validate(try_out(DatabasePlace(engine, who), base, body.operations))


def _version(who: Who, engine: TheEngine, rota_id: str, match: str) -> DraftVersion:
    with reading(engine) as session:
        return DraftVersion(rota_id, matched(who, session, rota_id, match))


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
