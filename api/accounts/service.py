"""Open, change and close accounts, grant them roles and take them back, as an administrator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from api.access.accounts import service as accounts
from api.access.accounts.administration import AdministeredAccount, change, overseen
from api.access.caller import Caller, Grant, Role
from api.access.journal import note
from api.access.reach import ADMINS, Reach
from api.access.secrets.secret import Kind, revoke
from api.access.signing_in import invitations
from api.access.signing_in.passkeys import keys_of
from api.access.signing_in.sessions import OpenToken, end_session_of, tokens_of
from api.accounts.shapes import AccountIn, AccountState, GrantIn, NewAccount, account_out
from api.data.stored.association import read
from api.settings import Settings
from api.web.problems import Refusal, gone_ahead, not_found, wrong_value
from scheduler.domain.people import Mediator

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
    for grant in wanted:
        if grant not in granted:
            _check_mine(caller, grant)
            _check_places(caller, session, [grant])
            accounts.grant(session, caller, user, grant)
    for grant, row in granted.items():
        if grant not in wanted:
            accounts.withdraw(session, caller, row)
    (accounts.close if wish.closed else accounts.reopen)(session, caller, user)
    return overseen(session, caller, user)


def add_grant(session: Session, caller: Caller, user: str, wish: GrantIn) -> None:
    """Grant a role, in a `writing` session (see `open_account` for what it raises)."""
    account, wanted = overseen(session, caller, user), wish.grant()
    _check_mine(caller, wanted)
    _check_places(caller, session, [wanted])
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
    """
    Refuse to grant what the administrator doesn't look after, or over an unknown place.

    Raises Refusal: 403, or 422.
    """
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
