"""Routes by which an administrator opens, changes and closes accounts, and grants them roles."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Query, Response
from pydantic import AfterValidator, BaseModel, Field

from api.access.accounts import service as accounts
from api.access.accounts.administration import AdministeredAccount, change, listed, overseen
from api.access.caller import Caller, Grant, Role
from api.access.door import Router
from api.access.journal import note
from api.access.reach import ADMINS, Reach
from api.access.request import IfMatch, Reading, TheSettings, Who, Writing, number_in, tag_of
from api.access.secrets.secret import Kind, revoke
from api.access.signing_in import invitations
from api.accounts.signing_in.routes import Email, GrantOut
from api.data.rows.readers import one_line
from api.data.stored.association import read
from api.web.answer import Body, Id, Items
from api.web.paging import Page
from api.web.problems import Fault, Refusal, gone_ahead, not_found, refusals
from scheduler.domain.people import Mediator

router = Router(prefix="/api/v1/admin/comptes", tags=["comptes"])

Name = Annotated[
    str,
    Field(min_length=1, max_length=120, examples=["Ana Martin"]),
    AfterValidator(one_line),
]
Ident = Annotated[str, Field(max_length=120, pattern=r"^[^\s;,|\"'/\x00]*$", examples=["rennes"])]
"""The id of a person, an agency or a dispositif; empty: none, or all."""


class GrantIn(Body):
    """A role over an agency and a dispositif (empty: all of them)."""

    role: Role = Field(examples=["responsable"])
    agency: Ident = ""
    dispositif: Ident = ""


class AccountIn(Body):
    """Who an account is; `person`: its médiateur's id (empty: none)."""

    email: Email
    name: Name
    person: Ident = ""


class NewAccount(AccountIn):
    """An account to open; `invite`: send it a link to choose its password."""

    grants: Annotated[tuple[GrantIn, ...], Field(max_length=50)] = ()
    invite: bool = True


class GrantedOut(GrantOut):
    """What was granted, by its id."""

    id: str


class AccountOut(BaseModel):
    """An account as administrators see it."""

    id: str
    email: str
    name: str
    person: str
    password: bool
    oidc: bool
    made: datetime
    closed: datetime | None
    last_login: datetime | None
    grants: list[GrantedOut]


@router.get("")
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


@router.post("", status_code=201, responses=refusals(409))
def add(
    body: NewAccount, who: Who, session: Writing, settings: TheSettings, response: Response
) -> AccountOut:
    """Ouvre un compte, et envoie son invitation."""
    grants = [_grant(grant) for grant in body.grants]
    for wanted in grants or [Grant(role=Role.ADMIN)]:
        _check_mine(who, wanted)
    _check_places(who, session, grants, body.person)
    row = accounts.create(
        session, who, email=body.email, name=body.name, person=body.person, grants=grants
    )
    if body.invite:
        invitations.invite(session, settings, who, row, datetime.now(UTC))
    response.headers["Location"] = f"/api/v1/admin/comptes/{row.id}"
    return _answer(overseen(session, who, row.id), response)


@router.get("/{user_id}", responses=refusals(404))
def one_account(user_id: Id, who: Who, session: Reading, response: Response) -> AccountOut:
    """Montre un compte."""
    return _answer(overseen(session, who, user_id), response)


@router.put("/{user_id}", responses=refusals(404, 409, 412, 428))
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
    account = overseen(session, who, user_id)
    mine = number_in(match, user_id)
    if mine != account.user.number:
        raise gone_ahead(_tagged(account), mine)
    if body.person != account.user.person:
        _check_places(who, session, (), body.person)
    change(session, who, account.user, email=body.email, name=body.name, person=body.person)
    return _answer(account, response)


@router.post("/{user_id}/droits", status_code=201, responses=refusals(404))
def add_grant(
    user_id: Id, body: GrantIn, who: Who, session: Writing, response: Response
) -> AccountOut:
    """Accorde un rôle, partout, sur une agence ou sur un dispositif."""
    account, wanted = overseen(session, who, user_id), _grant(body)
    _check_mine(who, wanted)
    _check_places(who, session, [wanted])
    accounts.grant(session, who, account.user.id, wanted)
    return _answer(overseen(session, who, user_id), response)


@router.delete("/{user_id}/droits/{grant_id}", status_code=204, responses=refusals(404, 409))
def withdraw(user_id: Id, grant_id: Id, who: Who, session: Writing) -> None:
    """Retire un rôle."""
    account = overseen(session, who, user_id)
    row = next((grant for grant in account.grants if grant.id == grant_id), None)
    if row is None:
        raise not_found()
    accounts.withdraw(session, who, row)


@router.post(
    "/{user_id}/invitation", status_code=202, response_class=Response, responses=refusals(404, 409)
)
def invite(user_id: Id, who: Who, session: Writing, settings: TheSettings) -> None:
    """Envoie une nouvelle invitation ; la précédente ne vaut plus."""
    row = _open(overseen(session, who, user_id))
    invitations.invite(session, settings, who, row.user, datetime.now(UTC))


@router.post(
    "/{user_id}/mot-de-passe",
    status_code=202,
    response_class=Response,
    responses=refusals(404, 409),
)
def reset(user_id: Id, who: Who, session: Writing, settings: TheSettings) -> None:
    """Envoie un lien pour choisir un nouveau mot de passe."""
    row = _open(overseen(session, who, user_id))
    invitations.reset(session, settings, who, row.user, datetime.now(UTC))


@router.post("/{user_id}/deconnexion", status_code=204, responses=refusals(404))
def log_out(user_id: Id, who: Who, session: Writing) -> None:
    """Ferme toutes les sessions d’un compte et révoque ses jetons."""
    account = overseen(session, who, user_id)
    many = revoke(session, account.user.id, Kind.SESSION, Kind.API, now=datetime.now(UTC))
    note(session, who, "deconnecter", "compte", account.user.id, detail={"secrets": many})


@router.post("/{user_id}/fermeture", status_code=204, responses=refusals(404, 409))
def close(user_id: Id, who: Who, session: Writing) -> None:
    """Ferme un compte : sessions, jetons et liens finissent, ses abonnements aussi."""
    account = overseen(session, who, user_id)
    accounts.close(session, who, account.user.id)


@router.post("/{user_id}/reouverture", status_code=204, responses=refusals(404, 409))
def reopen(user_id: Id, who: Who, session: Writing) -> None:
    """Rouvre un compte fermé, avec les mêmes droits."""
    account = overseen(session, who, user_id)
    accounts.reopen(session, who, account.user.id)


def account_out(account: AdministeredAccount) -> AccountOut:
    """Write an account for administrators: whether it has a password, never which."""
    row = account.user
    return AccountOut(
        id=row.id,
        email=row.email,
        name=row.name,
        person=row.person,
        password=bool(row.password),
        oidc=row.oidc_subject is not None,
        made=row.made,
        closed=row.closed,
        last_login=row.last_login,
        grants=[GrantedOut.model_validate(grant) for grant in account.grants],
    )


def _answer(account: AdministeredAccount, response: Response) -> AccountOut:
    response.headers["ETag"] = tag_of(account.user.id, account.user.number)
    return account_out(account)


def _tagged(account: AdministeredAccount) -> dict[str, object]:
    return {"number": account.user.number, **account_out(account).model_dump(mode="json")}


def _grant(wanted: GrantIn) -> Grant:
    return Grant(role=wanted.role, agency=wanted.agency, dispositif=wanted.dispositif)


def _open(account: AdministeredAccount) -> AdministeredAccount:
    if account.user.closed is not None:
        raise Refusal(409, "compte_ferme", "Ce compte est fermé : rouvrez-le d’abord.")
    return account


def _check_mine(who: Caller, wanted: Grant) -> None:
    """Refuse to grant beyond what the administrator looks after."""
    if not Reach(who, ADMINS).area(wanted.agency, wanted.dispositif):
        raise Refusal(
            403,
            "droits_insuffisants",
            "Vous n’administrez pas cette agence : elle vous est fermée.",
        )


def _check_places(
    who: Caller, session: Reading, grants: list[Grant] | tuple[()], person: str = ""
) -> None:
    """
    Refuse an unknown agency, dispositif or person: a right over it would open a later one.

    A person of another agency is as unknown: their account reads why they are absent.
    """
    association = read(session)
    agencies = {agency.id for agency in association.agencies}
    for grant in grants:
        if grant.agency and grant.agency not in agencies:
            raise _unknown("agency", grant.agency, "une agence de l’association")
        dispositif = association.dispositif_of.get(grant.dispositif)
        if grant.dispositif and (dispositif is None or dispositif.agency != grant.agency):
            raise _unknown("dispositif", grant.dispositif, "un dispositif de cette agence")
    mediator: Mediator | None = association.mediator_of.get(person)
    if person and (mediator is None or not Reach(who, ADMINS).person(mediator)):
        raise _unknown("person", person, "une personne de l’association")


def _unknown(field: str, value: str, expected: str) -> Refusal:
    return Refusal(
        422,
        "requete_invalide",
        "1 valeur refusée.",
        errors=[Fault(field=field, received=value, expected=expected)],
    )
