"""Documents d'une version: workbook, sheets to post, persons' sheets, CSV, calendars."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.export.bundle import Format
from api.http.answer import Id
from api.http.deps import TheEngine, Who
from api.http.drafts import Version, version_read
from api.http.problems import refusals
from api.rotas.documents import archive, month_for, one_of
from api.rotas.judging import judge
from api.store.engine import reading

router = APIRouter(
    prefix="/api/v1/responsable/plannings/{rota_id}/versions/{number}", tags=["plannings"]
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
ZIP = "application/zip"


class Kind(StrEnum):
    """What is asked for; sheets and calendars come in an archive."""

    XLSX = "xlsx"
    PDF = "pdf"
    SHEETS = "fiches"
    CSV = "csv"
    ICAL = "ical"


@router.get(
    "/documents/{kind}",
    response_class=Response,
    responses={
        **refusals(404),
        200: {
            "content": {XLSX: {}, CSV: {}, ZIP: {}},
            "description": "Le document, ou une archive de documents.",
        },
    },
)
def documents(
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    number: Version,
    kind: Annotated[Kind, Path(examples=["xlsx"])],
) -> Response:
    """Return the documents of a version; those of what is published bear the register's head."""
    with reading(engine) as session:
        found = version_read(who, session, rota_id, number)
    judged = judge(found.frame, found.held)
    with reading(engine) as session:
        month = month_for(session, judged)
    made = one_of(month, Format(kind.value))
    if kind in (Kind.XLSX, Kind.CSV):
        name, content = next(iter(made))
        media = XLSX if kind is Kind.XLSX else CSV
    else:
        name, content, media = f"{kind}-{month.label}.zip", archive(made), ZIP
    return Response(
        content,
        media_type=media,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
