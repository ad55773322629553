"""Documents d'une version: those of what is published bear the register's head."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.http.answer import Id
from api.http.deps import TheEngine, Who
from api.http.documents import Kind, document, responses
from api.http.drafts import Version, version_read
from api.rotas.judging import judge
from api.store.engine import reading

router = APIRouter(
    prefix="/api/v1/responsable/plannings/{rota_id}/versions/{number}", tags=["plannings"]
)


@router.get("/documents/{kind}", response_class=Response, responses=responses())
def documents(who: Who, engine: TheEngine, rota_id: Id, number: Version, kind: Kind) -> Response:
    """Donne les documents d’une version, dans un format."""
    with reading(engine) as session:
        found = version_read(who, session, rota_id, number)
    return document(engine, judge(found.frame, found.held), kind)
