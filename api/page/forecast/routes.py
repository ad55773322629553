"""Prévision: tense weeks of months that aren't planned yet, dispositif by dispositif."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import OVERSEERS, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.forecast.reading import forecast_within
from api.forecast.words import EXPLAINED, RANKED, THRESHOLD
from api.ledger.history import whole
from api.page.forecast.choice import chosen
from api.page.forecast.view import forecast_view
from api.page.preparing import PREPARED
from api.shell.counts import COUNTED
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.web.clock import Now
from api.web.months import PATTERN
from scheduler.errors import InvalidProblemError

ENTRY = Entry(rank=15, address="/prevision", title="Prévision", roles=OVERSEERS)

GUIDES = (
    Guide(
        address="/aide/prevision",
        title="Prévision",
        file="planning/forecast",
        screens=("/prevision",),
    ),
)

router = Router(include_in_schema=False, dependencies=[PREPARED, COUNTED])
Month = Annotated[str, Query(pattern=f"{PATTERN}|^$", max_length=7)]


@router.get("/prevision", may=role(Role.RH, Role.RESPONSABLE))
def forecast_page(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    *,
    first: Month = "",
    last: Month = "",
    dispositif: Annotated[str, Query(max_length=120)] = "",
) -> Response:
    """Show the tensest weeks of some months, and each dispositif with its plot."""
    association = whole(session)
    choice = chosen(who, association, now, first=first, last=last, dispositif=dispositif)
    view, refusal = None, ""
    try:
        forecasted = forecast_within(
            Reach(who, OVERSEERS), association, *choice.months, dispositif=dispositif
        )
    except InvalidProblemError as error:
        refusal = str(error)
    else:
        view = forecast_view(forecasted, association)
    return render(
        request,
        "forecast/weeks.html",
        choice=choice,
        view=view,
        refusal=refusal,
        explained=EXPLAINED,
        threshold=THRESHOLD,
        ranked=RANKED,
    )
