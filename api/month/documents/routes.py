"""The one address of a month's documents: of what is published, or of a draft's version."""

from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.errors import UnknownError
from api.access.request import TheEngine, Who
from api.access.rights.rule import agency
from api.database.engine import reading
from api.export.formats import Format
from api.export.month.bundle import documents as written
from api.month.documents.gathering import archive, documents_of
from api.month.drafts.access import published_frame, reached, version_read
from api.month.findings import judge
from api.month.places.database import DatabasePlace
from api.web.answering.answer import MOST
from api.web.answering.download import MEDIA, download
from api.web.months import MonthPath
from api.web.refusing.problems import refusals

CONTENT = {
    "content": {MEDIA[ending]: {} for ending in ("xlsx", "csv", "zip")},
    "description": "Le document, ou une archive de documents.",
}

router = Router(
    prefix="/api/v1/responsable/mois/{month}",
    tags=["mois publiés"],
    caller="l’écran d’un hall, le portail, l’archivage",
)


@router.get(
    "/documents/{kind}",
    may=agency(Role.RH, Role.RESPONSABLE),
    response_class=Response,
    responses={**refusals(404), 200: CONTENT},
)
def documents(
    who: Who,
    engine: TheEngine,
    month: MonthPath,
    kind: Format,
    *,
    agency: Annotated[
        str, Query(max_length=120, description="Cette agence ; sans elle, toute l’association.")
    ] = "",
    planning: Annotated[
        str, Query(max_length=120, description="Ce brouillon, au lieu de ce qui est publié.")
    ] = "",
    version: Annotated[
        int | None, Query(ge=1, le=MOST, description="Sa version ; sans elle, la dernière.")
    ] = None,
) -> Response:
    """Donne les documents d’un mois ; les affichages de ce qui est publié portent le registre."""
    with reading(engine) as session:
        if planning:
            draft = reached(who, session, planning)
            if f"{draft.month:%Y-%m}" != month:
                raise UnknownError
            opened = version_read(who, session, planning, version or draft.head)
            frame, assignments = opened.frame, opened.assignments
        else:
            frame = published_frame(who, session, month, agency)
            assignments = frame.published
    judged = judge(frame, assignments)
    gathered = documents_of(DatabasePlace(engine, who), judged)
    files = written(gathered, [kind])
    if kind.archived:
        return download(archive(files), f"{kind}-{gathered.label}.zip")
    name, content = next(files)
    return download(content, name)
