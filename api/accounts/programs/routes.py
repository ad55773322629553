"""Service accounts for programs that set up others: listed, made, rotated, revoked."""

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, TheSettings, Who, Writing
from api.access.rights.rule import Programs, agency, role
from api.accounts.programs import service
from api.accounts.programs.service import (
    IssuedServiceAccount,
    NewServiceAccount,
    Rotation,
    ServiceAccount,
)
from api.web.addresses import Id
from api.web.answering.answer import Items
from api.web.clock import Now
from api.web.paging import Page
from api.web.refusing.problems import refusals

router = Router(
    prefix="/api/v1/admin/comptes-de-service",
    tags=["comptes"],
    caller="le script d’un administrateur qui raccorde d’autres programmes",
    service=Programs.NONE,
)


@router.get("", may=role(Role.ADMIN))
def list_service_accounts(who: Who, session: Reading, page: Page) -> Items[ServiceAccount]:
    """Énumère les comptes de service : portées, agences, dernier jour, dernière demande."""
    rows = service.service_accounts(session, who, limit=page.limit + 1, after=page.text)
    return page.of(rows, lambda row: row, lambda row: (row.id,))


@router.post("", may=role(Role.ADMIN), status_code=201)
def make_service_account(
    *,
    body: NewServiceAccount,
    who: Who,
    session: Writing,
    settings: TheSettings,
    now: Now,
) -> IssuedServiceAccount:
    """Crée un compte de service ; son jeton n’est montré que cette fois."""
    return service.create(session, who, settings, body, now)


@router.post(
    "/{user_id}/renouvellement",
    may=agency(Role.ADMIN),
    status_code=201,
    responses=refusals(404, 409),
)
def rotate_token(
    *, user_id: Id, body: Rotation, who: Who, session: Writing, now: Now
) -> IssuedServiceAccount:
    """Donne un autre jeton à un compte de service ; il n’est montré que cette fois."""
    return service.rotate(session, who, user_id, now, hours=body.hours)


@router.delete("/{user_id}", may=agency(Role.ADMIN), status_code=204, responses=refusals(404))
def revoke_service_account(user_id: Id, who: Who, session: Writing) -> None:
    """Révoque un compte de service, pour de bon."""
    service.revoke(session, who, user_id)
