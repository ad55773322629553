"""Open an account, grant it roles and take them back, close it and open it again."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.access.caller import Caller, Grant, Role
from api.access.errors import (
    AccountExistsError,
    InvalidAccountError,
    LastAdminError,
    UnknownAccountError,
)
from api.access.journal import COMMAND_LINE, note
from api.access.reach import ADMINS, Area, Reach
from api.access.secrets.secret import Kind, revoke
from api.database.tables.access import GrantRow, UserRow
from api.database.tables.feeds import FeedRow
from api.database.tables.mail import MailRow

LOCAL = Caller(
    user=COMMAND_LINE, name="Ligne de commande", grants=(Grant(role=Role.ADMIN),), via="local"
)
"""Who acts from the command line: those who may read the database's file."""

EMAIL = re.compile(
    r"[^\s@,;:<>()\[\]\"\\\x00-\x1f\x7f]{1,64}"
    r"@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
)
LONGEST_EMAIL, LONGEST_NAME = 254, 120

NOWHERE = "@sans-adresse.invalid"
"""How an e-mail ends that its owner has still to say; no mail ever reaches it (RFC 2606, 2)."""


def normalised(email: str) -> str:
    """
    Return an e-mail in the form that accounts keep: lower case, no blanks around it.

    Raises InvalidAccountError: it is no e-mail.
    """
    address = email.strip().casefold()
    if len(address) > LONGEST_EMAIL or EMAIL.fullmatch(address) is None:
        raise InvalidAccountError(
            "adresse électronique refusée : attendu nom@domaine", field="email", value=email[:60]
        )
    return address


def awaits_email(user: UserRow) -> bool:
    """Whether an account still waits for its owner to say their e-mail."""
    return user.email.endswith(NOWHERE)


def create(
    session: Session,
    caller: Caller,
    *,
    email: str,
    name: str,
    person: str = "",
    grants: Iterable[Grant] = (),
    password: str = "",
) -> UserRow:
    """
    Make an account; see `identity` for what it raises.

    `password` is a hash, made outside the transaction (empty: none yet).
    """
    address, called = identity(session, email, name, person)
    row = UserRow(email=address, name=called, person=person, password=password, made=_now())
    session.add(row)
    session.flush()
    note(session, caller, "creer", "compte", row.id)
    for wanted in grants:
        grant(session, caller, row.id, wanted)
    row.number = 1
    return row


def identity(
    session: Session, email: str, name: str, person: str, *, of: str = ""
) -> tuple[str, str]:
    """
    Return an e-mail and a name as they are kept, of a new account or of one with the id `of`.

    Raises InvalidAccountError: one of them is invalid; AccountExistsError: the e-mail is another
    account's, or the person has another account.
    """
    address, called = normalised(email), " ".join(name.split())
    if not 0 < len(called) <= LONGEST_NAME or not called.isprintable():
        raise InvalidAccountError(
            f"nom refusé : attendu de 1 à {LONGEST_NAME} caractères visibles",
            field="name",
            value=name[:60],
        )
    same_email = by_email(session, address)
    if same_email is not None and same_email.id != of:
        raise AccountExistsError(f"un compte a déjà l’adresse {address}", field="email")
    same_person = by_person(session, person) if person else None
    if same_person is not None and same_person.id != of:
        raise AccountExistsError(f"« {person} » a déjà un compte", field="person")
    return address, called


def by_email(session: Session, email: str) -> UserRow | None:
    """Return the person's account of a normalised e-mail: a service account has none."""
    theirs = select(UserRow).where(UserRow.email == email, UserRow.scopes == "")
    return session.scalars(theirs).first()


def by_person(session: Session, person: str) -> UserRow | None:
    """Return the open account of a person."""
    account_of_person = select(UserRow).where(UserRow.person == person, UserRow.closed.is_(None))
    return session.scalars(account_of_person).first()


def of_people(session: Session) -> dict[str, UserRow]:
    """Return the open accounts of people, by the person's id."""
    rows = select(UserRow).where(UserRow.person != "", UserRow.closed.is_(None))
    return {row.person: row for row in session.scalars(rows.order_by(UserRow.id))}


def names_of(session: Session, users: Iterable[str]) -> dict[str, str]:
    """Return the names of accounts, by id; an account that was erased is left out."""
    wanted = set(users) - {""}
    rows = session.execute(select(UserRow.id, UserRow.name).where(UserRow.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def account(session: Session, user: str) -> UserRow:
    """Return an account (UnknownAccountError: there is none)."""
    row = session.get(UserRow, user)
    if row is None:
        raise UnknownAccountError
    return row


def grants_of(session: Session, users: Sequence[str]) -> dict[str, list[GrantRow]]:
    """Return what these accounts were granted, in order."""
    granted: dict[str, list[GrantRow]] = {user: [] for user in users}
    rows = select(GrantRow).where(GrantRow.user.in_(users))
    for row in session.scalars(
        rows.order_by(GrantRow.role, GrantRow.agency, GrantRow.dispositif, GrantRow.id)
    ):
        granted[row.user].append(row)
    return granted


def grant_of(row: GrantRow) -> Grant:
    """Read what was granted."""
    return Grant(role=Role(row.role), agency=row.agency, dispositif=row.dispositif)


def grant(session: Session, caller: Caller, user: str, wanted: Grant) -> GrantRow:
    """
    Grant a role; a role that the account has already is left as it is.

    Raises InvalidAccountError: a dispositif without its agency.
    """
    if wanted.dispositif and not wanted.agency:
        raise InvalidAccountError(
            "droit refusé : un dispositif va avec son agence", field="agency", value=""
        )
    row = session.scalars(
        select(GrantRow).where(
            GrantRow.user == user,
            GrantRow.role == wanted.role,
            GrantRow.agency == wanted.agency,
            GrantRow.dispositif == wanted.dispositif,
        )
    ).first()
    if row is not None:
        return row
    row = GrantRow(user=user, role=wanted.role, agency=wanted.agency, dispositif=wanted.dispositif)
    session.add(row)
    session.get_one(UserRow, user).number += 1
    session.flush()
    detail = {"role": str(wanted.role), "agence": wanted.agency, "dispositif": wanted.dispositif}
    note(session, caller, "accorder", "compte", user, agency=wanted.agency, detail=detail)
    return row


def withdraw(session: Session, caller: Caller, row: GrantRow) -> None:
    """Take a role back (LastAdminError: nobody else looks after accounts)."""
    detail = {"role": row.role, "agence": row.agency, "dispositif": row.dispositif}
    note(session, caller, "retirer", "compte", row.user, agency=row.agency, detail=detail)
    session.delete(row)
    session.get_one(UserRow, row.user).number += 1
    session.flush()
    if row.role == Role.ADMIN and not row.agency:
        check_admins(session)


def set_on_call_phone(session: Session, caller: Caller, number: str) -> None:
    """Keep the caller's number for when they are on call (empty: none any more)."""
    account(session, caller.user).on_call_phone = number
    note(session, caller, "modifier", "numero", caller.user)


def close(session: Session, caller: Caller, user: str) -> None:
    """
    Close an account: its sessions, tokens and links end now; its feeds say that they are closed.

    Mails queued for the account are never sent, whatever they are about.

    An account that is already closed is left as it is. Raises LastAdminError: nobody else looks
    after accounts.
    """
    row = account(session, user)
    if row.closed is not None:
        return
    now = _now()
    check_admins(session, besides=row)
    row.closed = now
    row.number += 1
    session.flush()
    revoke(session, user, *Kind, now=now)
    theirs = (MailRow.user == user, MailRow.sent.is_(None), MailRow.given_up.is_(None))
    session.execute(update(MailRow).where(*theirs).values(given_up=now, body=""))
    note(session, caller, "fermer", "compte", user)


def reopen(session: Session, caller: Caller, user: str) -> None:
    """
    Open a closed account again: its rights and password come back, its tokens don't.

    Its feeds don't come back either: the address of a closed feed never shows shifts again. Raises
    AccountExistsError: its person has another account by now.
    """
    row = account(session, user)
    if row.closed is None:
        return
    if row.person and by_person(session, row.person) is not None:
        raise AccountExistsError(f"« {row.person} » a un autre compte", field="person")
    feeds = update(FeedRow).where(FeedRow.user == user, FeedRow.closing.is_(None))
    session.execute(feeds.values(closing=row.closed))
    row.closed = None
    row.number += 1
    note(session, caller, "rouvrir", "compte", user)


def oversees(caller: Caller, grants: Iterable[GrantRow]) -> bool:
    """
    Whether an administrator looks after an account that has these grants.

    The administrator of one agency does only if all the grants lie in that agency: otherwise a mail
    to reset a password would give access to more than the administrator may see.
    """
    areas = frozenset(Area(grant.agency, grant.dispositif) for grant in grants)
    return Reach(caller, ADMINS).decides(areas)


def check_admins(session: Session, *, besides: UserRow | None = None) -> None:
    """
    Check that some open account administers everything, without counting `besides`.

    `besides`: the account that is about to be closed or erased, or to lose the role. Raises
    LastAdminError: no such account would be left.
    """
    query = (
        select(GrantRow.user)
        .join(UserRow, UserRow.id == GrantRow.user)
        .where(GrantRow.role == Role.ADMIN, GrantRow.agency == "", UserRow.closed.is_(None))
    )
    admins = set(session.scalars(query))
    if besides is not None and besides.id not in admins:
        return
    if not admins - {"" if besides is None else besides.id}:
        raise LastAdminError("c’est le dernier administrateur : donnez d’abord ce rôle à un autre")


def _now() -> datetime:
    return datetime.now(UTC)
