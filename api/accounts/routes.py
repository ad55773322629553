"""Accounts for programs: listed, opened, changed with their roles, closed and opened again."""

from typing import Annotated

from fastapi import Query, Response

from api.access.accounts.administration import AdministeredAccount, listed
from api.access.caller import Role
from api.access.door import Router
from api.access.idempotency import OnceKey
from api.access.request import IfMatch, Reading, TheSettings, Who, Writing, number_in
from api.access.rights.rule import Programs, agency, role
from api.accounts import service
from api.accounts.service import AccountOut, AccountState, NewAccount, account_out
from api.web.addresses import Id
from api.web.answering.answer import Items
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
