"""Routes that read, edit, undo and compare versions of a draft."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import NUMBERED, IfMatch, Reading, TheEngine, Who, tag_of
from api.access.rights.rule import agency
from api.database.engine import reading
from api.month.drafts.access import (
    AssignmentOut,
    Version,
    idle_locks_out,
    matched,
    reached,
    version_read,
)
from api.month.places.database import DatabasePlace
from api.month.places.drafts import version_of, versions_of
from api.month.places.place import DraftVersion
from api.month.versions.compare import compare
from api.month.versions.editing import edit, start_again, take_over, try_out, undo
from api.month.versions.shapes import (
    ComparedOut,
    EditedOut,
    EditIn,
    TakenOverOut,
    UndoIn,
    VersionOut,
    VersionWholeOut,
    compared_out,
    edited_out,
    operations_of,
)
from api.month.versions.variants import compared_to
from api.web.answer import MOST, Id, Items
from api.web.paging import Page
from api.web.problems import refusals

router = Router(prefix="/api/v1/responsable/plannings/{rota_id}", tags=["plannings"])


@router.get("/versions", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404))
def versions(who: Who, session: Reading, rota_id: Id, page: Page) -> Items[VersionOut]:
    """Énumère les versions d’un planning, de la plus récente à la plus ancienne."""
    reached(who, session, rota_id)
    before = None if page.after is None else page.number or 0
    rows = versions_of(session, rota_id, before=before, limit=page.limit + 1)
    return page.of(rows, VersionOut.model_validate, lambda row: (row.number,))


@router.get(
    "/versions/{number}",
    may=agency(Role.RH, Role.RESPONSABLE),
    dependencies=[NUMBERED],
    responses=refusals(404),
)
def version(
    who: Who, session: Reading, rota_id: Id, number: Version, response: Response
) -> VersionWholeOut:
    """Donne une version et ses affectations, par personne et créneau."""
    opened = version_read(who, session, rota_id, number)
    row = version_of(session, rota_id, number)
    response.headers["ETag"] = tag_of(rota_id, number)
    mine = sorted(a for a in opened.assignments if opened.frame.decides(a))
    return VersionWholeOut(
        **VersionOut.model_validate(row).model_dump(),
        assignments=[AssignmentOut.model_validate(assignment) for assignment in mine],
        left_out=[
            AssignmentOut.model_validate(assignment)
            for assignment in opened.frame.left_out(opened.assignments)
        ],
        locks_left_out=idle_locks_out(opened.frame),
    )


@router.get(
    "/versions/{number}/comparaison", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404)
)
def comparison(
    who: Who,
    session: Reading,
    rota_id: Id,
    number: Version,
    base: Annotated[
        int | None,
        Query(ge=1, le=MOST, description="L’autre version ; sans elle, ce qui est publié."),
    ] = None,
    *,
    variant: Annotated[
        str | None,
        Query(
            pattern="^[0-9a-f]{32}$",
            description="Un autre planning, du même mois et des mêmes dispositifs : l’autre "
            "version est la sienne (sans elle, sa version courante).",
        ),
    ] = None,
) -> ComparedOut:
    """Compare une version à une autre, à celle d’un autre planning, ou à ce qui est publié."""
    opened = version_read(who, session, rota_id, number)
    before = compared_to(session, who, opened, base=base, variant=variant or "")
    return compared_out(compare(opened.frame, before, opened.assignments))


@router.patch("", may=agency(Role.RESPONSABLE), responses=refusals(404, 409, 412, 428))
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
    with reading(engine) as session:
        number = matched(who, session, rota_id, match)
    place, base = DatabasePlace(engine, who), DraftVersion(rota_id, number)
    made = edit(place, base, operations_of(body), note=body.note)
    response.headers["ETag"] = tag_of(rota_id, made.number)
    return edited_out(made)


@router.post("/essais", may=agency(Role.RESPONSABLE), responses=refusals(404, 409, 412, 428))
def attempt(who: Who, engine: TheEngine, rota_id: Id, match: IfMatch, body: EditIn) -> EditedOut:
    """Essaie une modification : ce qu’elle changerait, sans rien écrire."""
    with reading(engine) as session:
        number = matched(who, session, rota_id, match)
    place, base = DatabasePlace(engine, who), DraftVersion(rota_id, number)
    return edited_out(try_out(place, base, operations_of(body)))


@router.post("/retours", may=agency(Role.RESPONSABLE), responses=refusals(404, 409, 412, 428))
def come_back(
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    match: IfMatch,
    body: UndoIn,
    *,
    response: Response,
) -> EditedOut:
    """Revient à une version plus ancienne, par une nouvelle version."""
    with reading(engine) as session:
        number = matched(who, session, rota_id, match)
    place, base = DatabasePlace(engine, who), DraftVersion(rota_id, number)
    made = undo(place, base, body.to)
    response.headers["ETag"] = tag_of(rota_id, made.number)
    return edited_out(made)


@router.post("/reprises", may=agency(Role.RESPONSABLE), responses=refusals(404, 409, 412, 428))
def catch_up(
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    match: IfMatch,
    response: Response,
    *,
    restart: Annotated[
        bool, Query(description="Repartir de ce qui est publié, sans les changements du planning.")
    ] = False,
) -> TakenOverOut:
    """
    Reprend ce que d’autres ont publié depuis : un planning dépassé ne se publie pas sans cela.

    Les versions d’avant restent dans l’historique.
    """
    with reading(engine) as session:
        number = matched(who, session, rota_id, match)
    again = start_again if restart else take_over
    made = again(DatabasePlace(engine, who), DraftVersion(rota_id, number))
    response.headers["ETag"] = tag_of(rota_id, made)
    return TakenOverOut(version=made)
