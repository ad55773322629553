"""La grille: a draft's current version, or a published month, drawn."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from api.access.door import Router
from api.access.reach import PLANNERS, Reach
from api.access.request import Reading, Who
from api.data.stored.association import read
from api.jobs.service import running_of
from api.month.drafts.access import head_read
from api.month.judging import judge
from api.month.published.routes import published_frame
from api.month.versions.compare import change_count
from api.page.document import render
from api.page.grid.panel import panel_of
from api.page.grid.view import view_of
from api.page.plannings.view import scope_of
from api.page.requests.count import COUNTED
from api.web.answer import Id
from api.web.clock import Now
from api.web.months import MonthPath

router = Router(include_in_schema=False, dependencies=[COUNTED])
Text = Annotated[str, Query(max_length=120)]
ALL = "tous"


@router.get("/plannings/{rota_id}")
def draft_page(
    request: Request,
    who: Who,
    session: Reading,
    rota_id: Id,
    *,
    now: Now,
    constats: Text = "",
    cherche: Text = "",  # noqa: ARG001 - links may search: the page's script reads it
) -> Response:
    """Draw the current version of a draft; `constats=tous`: with findings that only inform."""
    opened = head_read(who, session, rota_id)
    row = opened.row
    association = read(session)
    plans = row.discarded is None and Reach(who, PLANNERS).planning(row, association)
    running = running_of(session, rota_id)
    return render(
        request,
        "grid/draft.html",
        draft=row,
        scope=scope_of(row, association),
        view=view_of(opened.frame, opened.assignments, now),
        panel=panel_of(judge(opened.frame, opened.assignments), whole=constats == ALL),
        changes=change_count(opened.frame, opened.assignments),
        job=running,
        plans=plans,
        decides=plans and running is None,
    )


@router.get("/mois/{month}")
def month_page(
    request: Request, who: Who, session: Reading, month: MonthPath, *, now: Now, agency: Text = ""
) -> Response:
    """Draw what is published of a month."""
    frame = published_frame(who, session, month, agency)
    return render(
        request,
        "grid/published.html",
        month=month,
        view=view_of(frame, frame.published, now),
        panel=panel_of(judge(frame, frame.published)),
    )
