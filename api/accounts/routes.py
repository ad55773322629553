"""Routes by which an administrator opens, changes and closes accounts, and grants them roles."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response

from api.access.accounts.administration import AdministeredAccount, listed, overseen
from api.access.caller import Role
from api.access.door import Router
from api.access.request import IfMatch, Reading, TheSettings, Who, Writing, number_in, tag_of
from api.access.rights.rule import agency, role
from api.accounts import service
from api.accounts.shapes import AccountIn, AccountOut, GrantIn, NewAccount, account_out
from api.web.answer import Id, Items
from api.web.paging import Page
from api.web.problems import refusals

router = Router(prefix="/api/v1/admin/comptes", tags=["comptes"])


@router.get("", may=role(Role.ADMIN))
def accounts_(
    who: Who,
    session: Reading,
    page: Page,
    words: Annotated[
        str,
        Query(
            alias="q",
            max_length=120,
            pattern=r"^[^\x00]*$",
            description="Dans le nom ou l’adresse.",
        ),
    ] = "",
) -> Items[AccountOut]:
    """Énumère les comptes, par adresse."""
    words = words.replace("\0", "")
    rows = listed(session, who, limit=page.limit + 1, after=page.text, words=words)
    return page.of(rows, account_out, lambda account: (account.user.email,))


@router.post("", may=role(Role.ADMIN), status_code=201, responses=refusals(409))
def add(
    body: NewAccount, who: Who, session: Writing, settings: TheSettings, response: Response
) -> AccountOut:
    """Ouvre un compte, et envoie son invitation."""
    account = service.open_account(session, who, settings, body)
    response.headers["Location"] = f"/api/v1/admin/comptes/{account.user.id}"
    return _answer(account, response)


@router.get("/{user_id}", may=agency(Role.ADMIN), responses=refusals(404))
def one_account(user_id: Id, who: Who, session: Reading, response: Response) -> AccountOut:
    """Montre un compte."""
    return _answer(overseen(session, who, user_id), response)


@router.put("/{user_id}", may=agency(Role.ADMIN), responses=refusals(404, 409, 412, 428))
def change_account(
    *,
    user_id: Id,
    body: AccountIn,
    who: Who,
    session: Writing,
    match: IfMatch,
    response: Response,
) -> AccountOut:
    """Change l’adresse, le nom ou la personne d’un compte."""
    number = number_in(match, user_id)
    return _answer(service.change_account(session, who, user_id, number, body), response)


@router.post("/{user_id}/droits", may=agency(Role.ADMIN), status_code=201, responses=refusals(404))
def add_grant(
    user_id: Id, body: GrantIn, who: Who, session: Writing, response: Response
) -> AccountOut:
    """Accorde un rôle, partout, sur une agence ou sur un dispositif."""
    return _answer(service.add_grant(session, who, user_id, body), response)


@router.delete(
    "/{user_id}/droits/{grant_id}",
    may=agency(Role.ADMIN),
    status_code=204,
    responses=refusals(404, 409),
)
def withdraw(user_id: Id, grant_id: Id, who: Who, session: Writing) -> None:
    """Retire un rôle."""
    service.withdraw_grant(session, who, user_id, grant_id)


@router.post(
    "/{user_id}/invitation",
    may=agency(Role.ADMIN),
    status_code=202,
    response_class=Response,
    responses=refusals(404, 409),
)
def invite(user_id: Id, who: Who, session: Writing, settings: TheSettings) -> None:
    """Envoie une nouvelle invitation ; la précédente ne vaut plus."""
    service.invite(session, who, settings, user_id)


@router.post(
    "/{user_id}/mot-de-passe",
    may=agency(Role.ADMIN),
    status_code=202,
    response_class=Response,
    responses=refusals(404, 409),
)
def reset(user_id: Id, who: Who, session: Writing, settings: TheSettings) -> None:
    """Envoie un lien pour choisir un nouveau mot de passe."""
    service.send_reset(session, who, settings, user_id)


@router.post(
    "/{user_id}/deconnexion", may=agency(Role.ADMIN), status_code=204, responses=refusals(404)
)
def log_out(user_id: Id, who: Who, session: Writing) -> None:
    """Ferme toutes les sessions d’un compte et révoque ses jetons."""
    service.end_sessions(session, who, user_id)


@router.post(
    "/{user_id}/fermeture", may=agency(Role.ADMIN), status_code=204, responses=refusals(404, 409)
)
def close(user_id: Id, who: Who, session: Writing) -> None:
    """Ferme un compte : sessions, jetons et liens finissent, ses abonnements aussi."""
    service.close_account(session, who, user_id)


@router.post(
    "/{user_id}/reouverture", may=agency(Role.ADMIN), status_code=204, responses=refusals(404, 409)
)
def reopen(user_id: Id, who: Who, session: Writing) -> None:
    """Rouvre un compte fermé, avec les mêmes droits."""
    service.reopen_account(session, who, user_id)


def _answer(account: AdministeredAccount, response: Response) -> AccountOut:
    response.headers["ETag"] = tag_of(account.user.id, account.user.number)
    return account_out(account)
