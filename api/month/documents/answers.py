"""Answer with documents: workbook, sheets to post, sheets of persons, CSV, calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import Response

from api.month.documents.service import archive, documents_of, one_of
from api.web.problems import refusals

if TYPE_CHECKING:
    from api.export.month.formats import Format
    from api.month.judging import Judged
    from api.month.places.database import DatabasePlace


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
ZIP = "application/zip"


def responses() -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route that gives documents."""
    document = {
        "content": {XLSX: {}, CSV: {}, ZIP: {}},
        "description": "Le document, ou une archive de documents.",
    }
    return {**refusals(404), 200: document}


def document(place: DatabasePlace, judged: Judged, kind: Format) -> Response:
    """Make a document, or an archive of several."""
    month = documents_of(place, judged)
    made = one_of(month, kind)
    if kind.archived:
        name, content, media = f"{kind}-{month.label}.zip", archive(made), ZIP
    else:
        name, content = next(iter(made))
        media = XLSX if name.endswith(".xlsx") else CSV
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media, headers=headers)
