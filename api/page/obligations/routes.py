"""Obligations: the documents that the labour code asks for of a published month."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import HR, Reach
from api.access.request import TheEngine, Who
from api.access.rights.rule import agency
from api.database.engine import reading
from api.hours.months.service import Basis
from api.ledger.history import whole
from api.obligations.service import records_of
from api.page.conformity.months import OneMonth, chosen
from api.page.obligations.view import obligations_view
from api.shell.document import render
from api.shell.guides import Guide
from api.web.clock import Now

GUIDES = (
    Guide(
        address="/aide/obligations",
        title="Obligations",
        file="rh/obligations",
        screens=("/rh/obligations",),
        picture="Les documents obligatoires d’un mois, à télécharger un par un ou ensemble.",
    ),
)

router = Router(include_in_schema=False)


@router.get("/rh/obligations", may=agency(Role.RH))
def obligations_page(
    request: Request,
    who: Who,
    engine: TheEngine,
    *,
    now: Now,
    month: OneMonth = "",
    basis: Basis = Basis.WORKED,
) -> Response:
    """List the documents of a month, by what they are."""
    Reach(who, HR).check_everything()
    with reading(engine) as session:
        choice = chosen(who, whole(session), now, month=month, agency="", basis=basis)
    view = None
    if not choice.missing:
        view = obligations_view(records_of(who, engine, choice.month, basis), choice)
    return render(request, "rh/obligations.html", choice=choice, view=view)
