"""Comptes de service: what other programs enter with; made, rotated, revoked."""

from typing import Annotated

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role, ServiceScope
from api.access.reach import ADMINS, Reach
from api.access.request import Reading, TheSettings, Who, Writing
from api.access.rights.rule import agency, role
from api.accounts.programs import service
from api.accounts.programs.service import IssuedServiceAccount, NewServiceAccount, Rotation
from api.data.stored.association import read
from api.planning.names import names_of
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.screens import Screens
from api.web.addresses import Id
from api.web.clock import Now
from scheduler.domain.time import civil_day

HERE = "/admin/comptes-de-service"

ENTRY = Entry(
    rank=61,
    address=HERE,
    title="Comptes de service",
    roles=frozenset({Role.ADMIN}),
    icon="plug",
)

GUIDES = (
    Guide(
        address="/aide/comptes-de-service",
        title="Comptes de service",
        file="accounts/programs",
        screens=(HERE,),
    ),
)

router = Screens(prefix=HERE)
EACH = agency(Role.ADMIN)
PAGE = 50

SCOPES = {
    ServiceScope.READ: "lire les plannings, les listes et la couverture",
    ServiceScope.DATA: "lire et écrire les données, motifs d’absence compris",
    ServiceScope.PLAN: "faire et calculer des brouillons",
    ServiceScope.PUBLISH: "publier des mois, conclure des échanges",
    ServiceScope.PAYROLL: "lire les éléments de paie",
}


@router.get("", may=role(Role.ADMIN))
def service_accounts_page(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    *,
    apres: Annotated[Id | None, Query()] = None,
) -> Response:
    """List the service accounts, and offer to make one."""
    return _page(request, who, session, now, after=apres or "")


@router.post("", may=role(Role.ADMIN))
def make(
    *,
    request: Request,
    who: Who,
    session: Writing,
    settings: TheSettings,
    form: Annotated[NewServiceAccount, Form()],
    now: Now,
) -> Response:
    """Make a service account, and show its token, in this answer only: sent twice, it makes one."""
    issued = service.create(session, who, settings, form, now)
    return _page(request, who, session, now, issued=issued)


@router.post("/{user_id}/jeton", may=EACH)
def rotate(
    *,
    request: Request,
    who: Who,
    session: Writing,
    user_id: Id,
    form: Annotated[Rotation, Form()],
    now: Now,
) -> Response:
    """Give a service account another token, and show it, in this answer only."""
    issued = service.rotate(session, who, user_id, now, hours=form.hours)
    return _page(request, who, session, now, issued=issued)


@router.post("/{user_id}/fin", may=EACH)
def revoke(who: Who, session: Writing, user_id: Id) -> Response:
    """Revoke a service account."""
    service.revoke(session, who, user_id)
    return RedirectResponse(HERE, status_code=303)


def _page(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    *,
    after: str = "",
    issued: IssuedServiceAccount | None = None,
) -> Response:
    association, reach = read(session), Reach(who, ADMINS)
    rows = service.service_accounts(session, who, limit=PAGE + 1, after=after)
    return render(
        request,
        "admin/service_accounts.html",
        accounts=rows[:PAGE],
        after=rows[PAGE - 1].id if len(rows) > PAGE else "",
        issued=issued,
        today=civil_day(now),
        scopes=SCOPES,
        agency=names_of(association).agency,
        agencies=reach.whole_agencies(association.agencies),
        everywhere=reach.everything,
    )
