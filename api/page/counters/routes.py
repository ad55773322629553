"""Compteurs: the hours that each person of a month was due, and what they are paid for."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import HR, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.hours.months.service import month_of, people_within
from api.page.conformity.months import TheChoice
from api.page.counters.view import counters_view
from api.planning.counters import WHAT_COUNTS
from api.shell.document import render
from api.shell.guides import Guide
from api.web.clock import Now

GUIDES = (
    Guide(
        address="/aide/compteurs",
        title="Compteurs",
        file="rh/counters",
        screens=("/rh/compteurs",),
        picture=(
            "Le tableau des compteurs d’un mois : une ligne par personne, heures dues, "
            "prévues, solde."
        ),
    ),
)

router = Router(include_in_schema=False)


@router.get("/rh/compteurs", may=role(Role.RH))
def counters_page(
    request: Request,
    who: Who,
    session: Reading,
    choice: TheChoice,
    now: Now,
) -> Response:
    """Draw the counters of a month, a row a person."""
    view = None
    if not choice.missing:
        published = month_of(session, choice.month, choice.basis, now)
        reach = Reach(who, HR)
        people = people_within(reach, published, agency=choice.agency)
        view = counters_view(published, people, choice, documents=reach.area(choice.agency))
    return render(request, "rh/counters.html", choice=choice, view=view, what_counts=WHAT_COUNTS)
