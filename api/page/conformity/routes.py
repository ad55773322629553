"""Conformité: what is found on a published month, and the shifts that prove it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from api.access.accounts.planners import accounts_that_plan
from api.access.door import Router
from api.access.reach import HR, Reach
from api.access.request import Reading, Who
from api.hours.months.evidence import proven
from api.hours.months.service import Basis, findings_within, month_of
from api.ledger.history import whole
from api.page.conformity.months import OneMonth, Text, chosen
from api.page.conformity.view import conformity_view
from api.page.document import render
from api.web.clock import Now

router = Router(include_in_schema=False)


@router.get("/rh")
def conformity_page(
    request: Request,
    who: Who,
    session: Reading,
    *,
    now: Now,
    month: OneMonth = "",
    agency: Text = "",
    basis: Basis = Basis.PLAN,
    tri: Text = "",
    sens: Text = "asc",
    bloquants: Text = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """Draw a month's findings, sorted as the address says."""
    choice = chosen(who, whole(session), now, month=month, agency=agency, basis=basis)
    view = None
    if not choice.missing:
        published = month_of(session, choice.month, basis, now)
        view = conformity_view(
            proven(published, findings_within(Reach(who, HR), published, agency=agency)),
            published,
            accounts_that_plan(session),
            choice,
            sort=tri,
            descending=sens == "desc",
            blocking_only=bool(bloquants),
            page=page,
        )
    return render(request, "rh/conformity.html", choice=choice, view=view)
