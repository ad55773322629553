"""
Open, change and close accounts, grant them roles and take them back, as an administrator.

What is wished is what crosses HTTP, by a form or by JSON.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field
from sqlalchemy.orm import Session

from api.access.accounts import service as accounts
from api.access.accounts.administration import AdministeredAccount, change, overseen
from api.access.accounts.service import grant_of
from api.access.caller import Caller, Grant, Role
from api.access.journal import note
from api.access.reach import ADMINS, Reach
from api.access.request import tag_of
from api.access.secrets.secret import Kind, revoke
from api.access.signing_in import invitations
from api.access.signing_in.passkeys import keys_of
from api.access.signing_in.sessions import OpenToken, end_session_of, tokens_of
from api.accounts.signing_in.routes import Email, Name
from api.data.stored.association import read
from api.database.tables.access import GrantRow
from api.planning.names import Names
from api.settings import Settings
from api.web.answering.answer import MOST, Body
from api.web.refusing.problems import Fault, Refusal, gone_ahead, not_found, wrong_value
from scheduler.domain.people import Mediator

Ident = Annotated[str, Field(max_length=120, pattern=r"^[^\s;,|\"'/\x00]*$", examples=["rennes"])]
"""The id of a person, an agency or a dispositif; empty: none, or all."""

Place = Annotated[str, Field(max_length=241, pattern=r"^[^\s;,|\"'/\x00]*(/[^\s;,|\"'/\x00]*)?$")]
"""An agency, or one and its dispositif, as a form sends them: `rennes/mediation`."""


class GrantIn(Body):
    """A role over an agency and a dispositif (empty: all of them)."""

    role: Role = Field(examples=["responsable"])
    agency: Ident = ""
    dispositif: Ident = ""

    def grant(self) -> Grant:
        """Return the grant that the use cases take."""
        return Grant(role=self.role, agency=self.agency, dispositif=self.dispositif)


Grants = Annotated[
    tuple[GrantIn, ...],
    Field(max_length=50, examples=[[{"role": "responsable", "agency": "rennes"}]]),
]


class GrantForm(Body):
    """A role over a place, as a form sends them."""

    role: Annotated[Role | None, BeforeValidator(lambda chosen: chosen or None)] = None
    over: Place = ""

    @property
    def wish(self) -> GrantIn:
        """
        Return what is granted; no role is chosen for whoever fills the form.

        Raises Refusal: no role was chosen: an account without any sees nothing.
        """
        if not self.role:
            faults = [Fault(field="role", received="", expected="un rôle")]
            raise Refusal(422, "requete_invalide", "Aucun rôle n’est choisi.", errors=faults)
        agency, _, dispositif = self.over.partition("/")
        return GrantIn(role=self.role, agency=agency, dispositif=dispositif)


class AccountIn(Body):
    """Who an account is; `person`: its médiateur's id (empty: none)."""

    email: Email
    name: Name
    person: Ident = ""


class NewAccount(AccountIn):
    """An account to open; `invite`: send it a link to choose its password."""

    grants: Grants = ()
    invite: bool = True


class NewAccountForm(AccountIn, GrantForm):
    """An account to open with a first role, as a form sends them."""

    invite: Literal["", "oui"] = ""

    @property
    def account(self) -> NewAccount:
        """Return the account that is wished."""
        return NewAccount(
            email=self.email,
            name=self.name,
            person=self.person,
            grants=(self.wish,),
            invite=bool(self.invite),
        )


class IdentityForm(AccountIn):
    """Who an account is to be; `number`: the revision that the form was filled from."""

    number: Annotated[int, Field(ge=0, le=MOST)]


class AccountState(AccountIn):
    """All that an account is to be: roles that aren't listed are taken back."""

    grants: Grants
    closed: bool = Field(examples=[False])


class AccountOut(BaseModel):
    """An account as administrators see it; `etag` is what a change gives in `If-Match`."""

    id: str
    etag: str
    email: str
    name: str
    person: str
    password: bool
    oidc: bool
    made: datetime
    closed: datetime | None
    last_login: datetime | None
    grants: list[Grant]


def account_out(account: AdministeredAccount) -> AccountOut:
    """Write an account for administrators: whether it has a password, never which."""
    row = account.user
    return AccountOut(
        id=row.id,
        etag=tag_of(row.id, row.number),
        email=row.email,
        name=row.name,
        person=row.person,
        password=bool(row.password),
        oidc=row.oidc_subject is not None,
        made=row.made,
        closed=row.closed,
        last_login=row.last_login,
        grants=[grant_of(grant) for grant in account.grants],
    )


WITHOUT_ROLE = Grant(role=Role.ADMIN)
"""In place of the roles of an account without any, which lies in no agency."""


def open_account(
    session: Session, caller: Caller, settings: Settings, wish: NewAccount
) -> AdministeredAccount:
    """
    Open an account and send its invitation if it is wished, in a `writing` session.

    Raises Refusal: the association doesn't know a place or the person, or the caller doesn't look
    after it; InvalidAccountError or AccountExistsError: a value is invalid, or another account's.
    """
    grants = [wanted.grant() for wanted in wish.grants]
    for grant in grants or [WITHOUT_ROLE]:
        _check_mine(caller, grant)
    _check_places(caller, session, grants, wish.person)
    row = accounts.create(
        session, caller, email=wish.email, name=wish.name, person=wish.person, grants=grants
    )
    if wish.invite:
        invitations.invite(session, settings, caller, row, datetime.now(UTC))
    return overseen(session, caller, row.id)


def change_account(
    session: Session, caller: Caller, user: str, number: int, wish: AccountIn
) -> AdministeredAccount:
    """
    Change the e-mail, the name or the person of an account, in a `writing` session.

    `number`: the account's revision that the change starts from.

    Raises Refusal: somebody changed it meanwhile (412), or the association doesn't know the person;
    UnknownAccountError or InvalidAccountError or AccountExistsError: no such account; a value is
    invalid, or another account's.
    """
    account = overseen(session, caller, user)
    if number != account.user.number:
        shown = account_out(account).model_dump(mode="json")
        raise gone_ahead({"number": account.user.number, **shown}, number)
    if wish.person != account.user.person:
        _check_places(caller, session, (), wish.person)
    change(session, caller, account.user, email=wish.email, name=wish.name, person=wish.person)
    return account


def replace_account(
    session: Session, caller: Caller, user: str, number: int, wish: AccountState
) -> AdministeredAccount:
    """Make an account what is wished, roles and closing included (see `change_account`)."""
    account = change_account(session, caller, user, number, wish)
    wanted = [each.grant() for each in wish.grants]
    granted = {accounts.grant_of(row): row for row in account.grants}
    if not wanted:
        _check_mine(caller, WITHOUT_ROLE)
    # Given before taken: the last administrator may change their role, and never is without one.
    for grant in wanted:
        if grant not in granted:
            check_grants(session, caller, [grant])
            accounts.grant(session, caller, user, grant)
    for grant, row in granted.items():
        if grant not in wanted:
            accounts.withdraw(session, caller, row)
    (accounts.close if wish.closed else accounts.reopen)(session, caller, user)
    return overseen(session, caller, user)


def add_grant(session: Session, caller: Caller, user: str, wish: GrantIn) -> None:
    """Grant a role, in a `writing` session (see `open_account` for what it raises)."""
    account, wanted = overseen(session, caller, user), wish.grant()
    check_grants(session, caller, [wanted])
    accounts.grant(session, caller, account.user.id, wanted)


def withdraw_grant(session: Session, caller: Caller, user: str, grant: str) -> None:
    """
    Take a role back, in a `writing` session.

    Raises Refusal: the account has no such grant (404); UnknownAccountError or LastAdminError: no
    such account; nobody else looks after accounts.
    """
    account = overseen(session, caller, user)
    row = next((row for row in account.grants if row.id == grant), None)
    if row is None:
        raise not_found()
    accounts.withdraw(session, caller, row)


def invite(session: Session, caller: Caller, settings: Settings, user: str) -> None:
    """Send an invitation; the one before stops working. A closed account is refused (409)."""
    row = _open(overseen(session, caller, user))
    invitations.invite(session, settings, caller, row.user, datetime.now(UTC))


def send_reset(session: Session, caller: Caller, settings: Settings, user: str) -> None:
    """Send a link to choose another password. A closed account is refused (409)."""
    row = _open(overseen(session, caller, user))
    invitations.reset(session, settings, caller, row.user, datetime.now(UTC))


def end_sessions(session: Session, caller: Caller, user: str) -> None:
    """End all sessions of an account, its tokens and its devices' keys, in a `writing` session."""
    account = overseen(session, caller, user)
    for key in keys_of(session, account.user.id):
        session.delete(key)
    many = revoke(session, account.user.id, Kind.SESSION, Kind.API, now=datetime.now(UTC))
    note(session, caller, "deconnecter", "compte", account.user.id, detail={"secrets": many})


def open_sessions(session: Session, caller: Caller, user: str, now: datetime) -> list[OpenToken]:
    """Return where an account is signed in, the last one first."""
    account = overseen(session, caller, user)
    return tokens_of(session, account.user.id, now, current="", kind=Kind.SESSION)


def end_session(session: Session, caller: Caller, user: str, named: str) -> None:
    """Sign an account out on one device, in a `writing` session."""
    account = overseen(session, caller, user)
    end_session_of(session, caller, account.user.id, named, datetime.now(UTC))


def close_account(session: Session, caller: Caller, user: str) -> None:
    """Close an account: its sessions, tokens, links and feeds end."""
    accounts.close(session, caller, overseen(session, caller, user).user.id)


def reopen_account(session: Session, caller: Caller, user: str) -> None:
    """Open a closed account again, with the same rights."""
    accounts.reopen(session, caller, overseen(session, caller, user).user.id)


def check_grants(session: Session, caller: Caller, grants: Sequence[Grant]) -> None:
    """Refuse to grant what the caller doesn't look after (403), or over an unknown place (422)."""
    for wanted in grants:
        _check_mine(caller, wanted)
    _check_places(caller, session, grants)


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


def _check_places(who: Caller, session: Session, grants: Sequence[Grant], person: str = "") -> None:
    """
    Refuse an unknown agency, dispositif or person: a right over it would open a later one.

    A person of another agency is as unknown: their account reads why they are absent.
    """
    association = read(session)
    agencies = {agency.id for agency in association.agencies}
    for grant in grants:
        if grant.agency and grant.agency not in agencies:
            raise wrong_value("agency", "une agence de l’association", grant.agency)
        dispositif = association.dispositif_of.get(grant.dispositif)
        if grant.dispositif and (dispositif is None or dispositif.agency != grant.agency):
            raise wrong_value("dispositif", "un dispositif de cette agence", grant.dispositif)
    mediator: Mediator | None = association.mediator_of.get(person)
    if person and (mediator is None or not Reach(who, ADMINS).person(mediator)):
        raise wrong_value("person", "une personne de l’association", person)


ROLES = {
    Role.ADMIN: "administrateur",
    Role.RH: "RH",
    Role.RESPONSABLE: "responsable",
    Role.MEDIATEUR: "médiateur",
    Role.COMMANDITAIRE: "commanditaire",
}
EVERYTHING = "toute l’association"
OWN = "ses services"


def right_words(names: Names, grant: GrantRow) -> str:
    """Write a right: `responsable, Ville`; who has no say over others has it over their own."""
    place = names.agency(grant.agency) or (
        OWN if grant.role == Role.MEDIATEUR.value else EVERYTHING
    )
    if grant.dispositif:
        place = names.dispositif(grant.dispositif)
    return f"{ROLES[Role(grant.role)]}, {place}"
