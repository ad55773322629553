"""Routes of publications; those who keep the register also get its head and its text."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import StreamingResponse

from api.access.caller import Role, ServiceScope
from api.access.door import Router
from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, Reach
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rule import agency, role
from api.data.stored.association import read
from api.database.engine import reading
from api.ledger.history import (
    Head,
    head,
    notified_changes,
    publication,
    publications,
    publications_notifying,
)
from api.ledger.verifying import register
from api.month.publication.shapes import (
    PublicationOut,
    PublishedOut,
    published_out,
)
from api.web.answering.answer import MOST, Items
from api.web.months import PATTERN, first_of
from api.web.paging import Page
from api.web.refusing.problems import refusals

router = Router(
    prefix="/api/v1",
    tags=["publications"],
    caller="le portail, et l’inspection qui vérifie le registre",
)
Number = Annotated[int, Path(ge=1, le=MOST, examples=[12])]


@router.get("/responsable/publications", may=role(Role.RH, Role.RESPONSABLE))
def listed(
    who: Who,
    session: Reading,
    page: Page,
    *,
    month: Annotated[str | None, Query(pattern=PATTERN, max_length=7, examples=["2026-03"])] = None,
    depuis: Annotated[
        int, Query(ge=0, le=MOST, description="Celles qui suivent ce numéro, seules.")
    ] = 0,
) -> Items[PublicationOut]:
    """Énumère les publications, de la plus récente à la plus ancienne."""
    rows = publications(
        session,
        month=None if month is None else first_of(month),
        before=None if page.after is None else page.number or 0,
        after=depuis,
        limit=page.limit + 1,
    )
    reach, association = Reach(who, OVERSEERS), read(session)
    notified = publications_notifying(
        session, [row.number for row in rows], reach.people(association)
    )
    return page.of(
        rows,
        PublicationOut.model_validate,
        lambda row: (row.number,),
        seen=lambda row: row.number in notified or reach.planning(row, association),
    )


@router.get(
    "/responsable/publications/{number}",
    may=agency(Role.RH, Role.RESPONSABLE),
    responses=refusals(404),
)
def published(who: Who, session: Reading, number: Number) -> PublishedOut:
    """Donne une publication, et ce qu’elle a annoncé à qui."""
    row, notices = publication(session, number), notified_changes(session, number)
    reach, association = Reach(who, OVERSEERS), read(session)
    if reach.planning(row, association):
        return published_out(row, notices, association.mediator_of)
    # A swap between agencies, or all the association's: read as its deliveries, for one's people.
    theirs = reach.people(association)
    if not theirs.keys() & notices.keys():
        raise UnknownError
    return published_out(row, notices, association.mediator_of, theirs)


@router.get("/rh/registre/tete", may=role(Role.RH), service=ServiceScope.DATA)
def last(session: Reading) -> Head:
    """Donne la tête du registre : gardée, elle seule révèle une fin coupée."""
    return head(session)


@router.get(
    "/rh/registre",
    may=role(Role.RH),
    service=ServiceScope.DATA,
    response_class=StreamingResponse,
    responses={200: {"content": {"application/jsonl": {}}, "description": "Le registre écrit."}},
)
def written(engine: TheEngine) -> StreamingResponse:
    """Donne le registre, une publication par ligne, sans nom : « rota verify » le vérifie."""
    headers = {"Content-Disposition": 'attachment; filename="registre.jsonl"'}
    return StreamingResponse(_lines(engine), media_type="application/jsonl", headers=headers)


def _lines(engine: TheEngine) -> Iterator[str]:
    with reading(engine) as session:
        for line in register(session):
            yield line.text + "\n"
