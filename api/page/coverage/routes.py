"""Couverture: how far the slots that a commanditaire finances are covered, and nobody's name."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, Who
from api.access.rights.rule import agency
from api.coverage.service import funded, funded_coverage, months_of
from api.data.stored.association import read
from api.page.coverage.view import view_of
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.web.clock import Now
from api.web.months import PATTERN
from scheduler.domain.time import PARIS

ENTRY = Entry(
    rank=50, address="/couverture", title="Couverture", roles=frozenset({Role.COMMANDITAIRE})
)

GUIDES = (
    Guide(
        address="/aide/couverture",
        title="Couverture",
        file="coverage/month",
        screens=("/couverture",),
        picture="La couverture : un dispositif par ligne, un jour par colonne, pourvus sur prévus.",
    ),
)

router = Router(include_in_schema=False)
OneMonth = Annotated[str, Query(pattern=f"{PATTERN}|^$", max_length=7)]
Text = Annotated[str, Query(max_length=120)]


@router.get("/couverture", may=agency(Role.COMMANDITAIRE))
def coverage_page(
    request: Request,
    who: Who,
    session: Reading,
    *,
    now: Now,
    month: OneMonth = "",
    dispositif: Text = "",
) -> Response:
    """Draw a month, the last published one that has begun unless it is named."""
    association = read(session)
    theirs = months_of(session, [each.id for each in funded(who, association)])
    months = sorted({label for labels in theirs.values() for label in labels})
    today = f"{now.astimezone(PARIS):%Y-%m}"
    shown = month or max((label for label in months if label <= today), default="")
    label = shown or (months[0] if months else today)
    coverages = funded_coverage(session, who, association, label, dispositif)
    view = view_of(coverages, association, label, months, dispositif)
    return render(request, "coverage/month.html", view=view)
