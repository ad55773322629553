"""Routes of the documents of a version; published ones bear the register's head."""

from __future__ import annotations

from fastapi import Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import TheEngine, Who
from api.access.rights.rule import agency
from api.database.engine import reading
from api.export.month.formats import Format
from api.month.documents.answers import document, responses
from api.month.drafts.access import Version, version_read
from api.month.judging import judge
from api.month.places.database import DatabasePlace
from api.web.answer import Id

router = Router(
    prefix="/api/v1/responsable/plannings/{rota_id}/versions/{number}", tags=["plannings"]
)


@router.get(
    "/documents/{kind}",
    may=agency(Role.RH, Role.RESPONSABLE),
    response_class=Response,
    responses=responses(),
)
def documents(who: Who, engine: TheEngine, rota_id: Id, number: Version, kind: Format) -> Response:
    """Donne les documents d’une version, dans un format."""
    with reading(engine) as session:
        version = version_read(who, session, rota_id, number)
    return document(DatabasePlace(engine, who), judge(version.frame, version.assignments), kind)
