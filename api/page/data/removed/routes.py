"""Lignes retirées: the rows of a kind that are gone, and the history of each."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.page.data.removed.view import removed_page
from api.page.data.routes import KindName
from api.page.data.visit import Visit
from api.page.data.words import title_of
from api.shell.document import render
from api.web.answer import MOST

router = Router(include_in_schema=False)


@router.get("/donnees/{kind}/retirees", may=role(Role.ADMIN, Role.RH, Role.RESPONSABLE))
def removed_rows_page(
    request: Request,
    kind: KindName,
    who: Who,
    session: Reading,
    avant: Annotated[int, Query(ge=0, le=MOST)] = 0,
) -> Response:
    """List the rows that are gone, the last removed first; `avant`: the place to go on from."""
    visit = Visit(who, session, kind)
    return render(
        request,
        "data/removed.html",
        title=title_of(visit.kind),
        kind=visit.kind,
        gone=removed_page(visit, avant),
        first=not avant,
    )
