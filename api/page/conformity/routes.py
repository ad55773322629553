"""Conformité: what is found on a published month, and the shifts that prove it."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from api.access.accounts.planners import accounts_that_plan
from api.access.caller import Role
from api.access.door import Router
from api.access.reach import HR, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.hours.months.service import findings_within, month_of
from api.page.conformity.months import Text, TheChoice
from api.page.conformity.table import TheArrangement
from api.page.conformity.view import conformity_view, proof_of
from api.page.preparing import JUDGED
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.web.clock import Now
from api.web.problems import not_found

MINE = frozenset({Role.RH})
ENTRY = Entry(rank=40, address="/rh", title="Conformité", roles=MINE, landing=MINE)

GUIDES = (
    Guide(
        address="/aide/conformite",
        title="Conformité",
        file="rh/conformity",
        screens=("/rh", "/rh/constat"),
        picture=(
            "Le tableau des constats d’un mois : personne, jour, règle, article, mesure et limite."
        ),
    ),
)

router = Router(include_in_schema=False, dependencies=[JUDGED])


@router.get("/rh", may=role(Role.RH))
def conformity_page(
    request: Request,
    who: Who,
    session: Reading,
    choice: TheChoice,
    arrangement: TheArrangement,
    *,
    now: Now,
) -> Response:
    """Draw a month's findings, sorted as the address says."""
    table, unconfirmed = None, 0
    if not choice.missing:
        published = month_of(session, choice.month, choice.basis, now)
        findings = findings_within(Reach(who, HR), published, agency=choice.agency)
        planners = accounts_that_plan(session)
        table = conformity_view(published, findings, planners, choice, arrangement)
        unconfirmed = published.unconfirmed
    return render(
        request, "rh/conformity.html", choice=choice, table=table, unconfirmed=unconfirmed
    )


@router.get("/rh/constat", may=role(Role.RH))
def proof_fragment(
    request: Request,
    who: Who,
    session: Reading,
    choice: TheChoice,
    *,
    now: Now,
    code: Text = "",
) -> Response:
    """Answer what a finding unfolds to, for a script that puts it into the table."""
    proof = None
    if not choice.missing:
        published = month_of(session, choice.month, choice.basis, now)
        findings = findings_within(Reach(who, HR), published, agency=choice.agency)
        proof = proof_of(published, findings, code)
    if proof is None:
        raise not_found()
    return render(request, "rh/proof.html", choice=choice, proof=proof)
