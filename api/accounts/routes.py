"""Accounts for programs: opened, changed, closed; those of programs themselves; the journal."""

from typing import Annotated

from fastapi import Query, Response

from api.access.accounts.administration import AdministeredAccount, listed
from api.access.caller import Role
from api.access.door import Router
from api.access.idempotency import OnceKey
from api.access.reach import ADMINS, Reach
from api.access.request import IfMatch, Reading, TheSettings, Who, Writing, number_in
from api.access.rights.rule import Programs, agency, role
from api.accounts import service
from api.accounts.journal.service import Deed, Search, deeds
from api.accounts.programs import service as programs
from api.accounts.programs.service import (
    IssuedServiceAccount,
    NewServiceAccount,
    Rotation,
    ServiceAccount,
)
from api.accounts.service import AccountOut, AccountState, NewAccount, account_out
from api.web.addresses import Id
from api.web.answering.answer import Items
from api.web.clock import Now
from api.web.months import Day
from api.web.paging import Page
from api.web.refusing.problems import refusals

router = Router(
    prefix="/api/v1/admin/comptes",
    tags=["comptes"],
    caller="l’annuaire ou le SIRH qui ouvre et ferme les comptes",
    service=Programs.NONE,
)

Words = Annotated[
    str, Query(max_length=120, pattern=r"^[^\x00]*$", description="Dans le nom ou l’adresse.")
]


@router.get("", may=role(Role.ADMIN))
def accounts_(who: Who, session: Reading, page: Page, q: Words = "") -> Items[AccountOut]:
    """Énumère les comptes, par adresse."""
    rows = listed(session, who, limit=page.limit + 1, after=page.text, words=q)
    return page.of(rows, account_out, lambda account: (account.user.email,))


@router.post(
    "", may=role(Role.ADMIN), status_code=201, responses=refusals(409, 410), sends=("ETag",)
)
def add(
    body: NewAccount, who: Who, once: OnceKey, settings: TheSettings, response: Response
) -> AccountOut:
    """Ouvre un compte, et envoie son invitation."""
    return once.do(
        lambda session: _answer(service.open_account(session, who, settings, body), response),
        response.headers,
    )


@router.put(
    "/{user_id}", may=agency(Role.ADMIN), responses=refusals(404, 409, 412, 428), sends=("ETag",)
)
def replace_account(
    *,
    user_id: Id,
    body: AccountState,
    who: Who,
    session: Writing,
    match: IfMatch,
    response: Response,
) -> AccountOut:
    """Change un compte, ses rôles compris ; le ferme ou le rouvre."""
    number = number_in(match, user_id)
    return _answer(service.replace_account(session, who, user_id, number, body), response)


def _answer(account: AdministeredAccount, response: Response) -> AccountOut:
    answer = account_out(account)
    response.headers["ETag"] = answer.etag
    return answer


programs_router = Router(
    prefix="/api/v1/admin/comptes-de-service",
    tags=["comptes"],
    caller="le script d’un administrateur qui raccorde d’autres programmes",
    service=Programs.NONE,
)


@programs_router.get("", may=role(Role.ADMIN))
def list_service_accounts(who: Who, session: Reading, page: Page) -> Items[ServiceAccount]:
    """Énumère les comptes de service : portées, agences, dernier jour, dernière demande."""
    rows = programs.service_accounts(session, who, limit=page.limit + 1, after=page.text)
    return page.of(rows, lambda row: row, lambda row: (row.id,))


@programs_router.post("", may=role(Role.ADMIN), status_code=201)
def make_service_account(
    *,
    body: NewServiceAccount,
    who: Who,
    session: Writing,
    settings: TheSettings,
    now: Now,
) -> IssuedServiceAccount:
    """Crée un compte de service ; son jeton n’est montré que cette fois."""
    return programs.create(session, who, settings, body, now)


@programs_router.post(
    "/{user_id}/renouvellement",
    may=agency(Role.ADMIN),
    status_code=201,
    responses=refusals(404, 409),
)
def rotate_token(
    *, user_id: Id, body: Rotation, who: Who, session: Writing, now: Now
) -> IssuedServiceAccount:
    """Donne un autre jeton à un compte de service ; il n’est montré que cette fois."""
    return programs.rotate(session, who, user_id, now, hours=body.hours)


@programs_router.delete(
    "/{user_id}", may=agency(Role.ADMIN), status_code=204, responses=refusals(404)
)
def revoke_service_account(user_id: Id, who: Who, session: Writing) -> None:
    """Révoque un compte de service, pour de bon."""
    programs.revoke(session, who, user_id)


journal_router = Router(
    prefix="/api/v1/admin/journal",
    tags=["journal"],
    caller="le collecteur de journaux des exploitants",
    service=Programs.NONE,
)

Word = Annotated[str, Query(max_length=255, pattern=r"^[^\x00]*$")]


@journal_router.get("", may=role(Role.ADMIN))
def trail(
    *,
    who: Who,
    session: Reading,
    page: Page,
    user: Word = "",
    action: Word = "",
    about: Word = "",
    object_id: Annotated[Word, Query(alias="object")] = "",
    agency: Word = "",
    since: Annotated[Day | None, Query(description="Ce jour compris.")] = None,
    until: Annotated[Day | None, Query(description="Ce jour compris.")] = None,
) -> Items[Deed]:
    """Énumère ce qui fut fait, le plus récent d’abord."""
    wanted = Search(
        user=user,
        action=action,
        about=about,
        object_id=object_id,
        agency=agency,
        agencies=Reach(who, ADMINS).agencies,
        since=since,
        until=until,
    )
    rows = deeds(session, wanted, limit=page.limit + 1, before=page.number)
    return page.of(rows, lambda deed: deed, lambda deed: (deed.number,))
