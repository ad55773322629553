"""Accounts as an administrator sees and changes them: those of their agencies alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlalchemy.orm import Session

from api.access.accounts.service import account, grant_of, grants_of, identity
from api.access.accounts.service import oversees as looks_after
from api.access.caller import Caller, Grant, Role
from api.access.errors import UnknownAccountError
from api.access.journal import note
from api.access.reach import ADMINS, Area, Reach
from api.access.secrets.secret import Kind, revoke
from api.database.tables.access import GrantRow, UserRow


@dataclass(frozen=True, kw_only=True)
class AdministeredAccount:
    """An account and what it was granted."""

    user: UserRow
    grants: Sequence[GrantRow]


def overseen(
    session: Session, caller: Caller, user: str, *, service: bool = False
) -> AdministeredAccount:
    """
    Return a person's account that the administrator looks after; `service`: a service account.

    Raises UnknownAccountError: there is no such account, or another administrator looks after it:
    the message is the same.
    """
    row = account(session, user)
    grants = grants_of(session, [user])[user]
    if bool(row.scopes) != service or not looks_after(caller, grants):
        raise UnknownAccountError
    return AdministeredAccount(user=row, grants=grants)


def listed(
    session: Session,
    caller: Caller,
    *,
    limit: int | None = None,
    after: str = "",
    words: str = "",
    service: bool = False,
) -> list[AdministeredAccount]:
    """
    Return accounts by e-mail, those after `after`, up to a limit (None: all).

    `words` is what the name or the e-mail contains. `service`: service accounts, not people's.
    An administrator of an agency or a dispositif sees those that were granted something there, and
    nothing elsewhere.
    """
    kind = UserRow.scopes != "" if service else UserRow.scopes == ""
    query = select(UserRow).where(kind).order_by(UserRow.email).limit(limit)
    reach = Reach(caller, ADMINS)
    if not reach.everything:
        within = or_(*map(_within, reach.areas))
        there = select(GrantRow.user).where(within)
        elsewhere = select(GrantRow.user).where(not_(within))
        query = query.where(UserRow.id.in_(there), UserRow.id.not_in(elsewhere))
    if after:
        query = query.where(UserRow.email > after)
    if words:
        query = query.where(
            or_(
                UserRow.email.icontains(words, autoescape=True),
                UserRow.name.icontains(words, autoescape=True),
            )
        )
    users = session.scalars(query).all()
    grants = grants_of(session, [user.id for user in users])
    return [AdministeredAccount(user=user, grants=grants[user.id]) for user in users]


def _within(area: Area) -> ColumnElement[bool]:
    """Write the condition that a granted right lies in an area."""
    there = GrantRow.agency == area.agency
    return and_(there, GrantRow.dispositif == area.dispositif) if area.dispositif else there


def change(
    session: Session, caller: Caller, row: UserRow, *, email: str, name: str, person: str
) -> None:
    """
    Change an account's e-mail, name or person; links sent to the old e-mail stop working.

    See `identity` for what it raises.
    """
    address, called = identity(session, email, name, person, of=row.id)
    changed = [
        field
        for field, before, after in (
            ("email", row.email, address),
            ("name", row.name, called),
            ("person", row.person, person),
        )
        if before != after
    ]
    if "email" in changed:
        revoke(session, row.id, Kind.INVITATION, Kind.RESET, now=datetime.now(UTC))
    row.email, row.name, row.person = address, called, person
    row.number += 1
    note(session, caller, "modifier", "compte", row.id, detail={"champs": changed})


def accounts_that_plan(session: Session) -> list[tuple[UserRow, Caller]]:
    """Return the open accounts that plan something, by id, with their grants."""
    rows = session.execute(
        select(UserRow, GrantRow)
        .join(GrantRow, GrantRow.user == UserRow.id)
        .where(UserRow.closed.is_(None), GrantRow.role == Role.RESPONSABLE)
        .where(UserRow.scopes == "")
        .order_by(UserRow.id)
    ).all()
    users: Mapping[str, UserRow] = {user.id: user for user, _ in rows}
    grants: dict[str, list[Grant]] = defaultdict(list)
    for user, grant in rows:
        grants[user.id].append(grant_of(grant))
    return [
        (user, Caller(user=id_, person=user.person, grants=tuple(grants[id_])))
        for id_, user in users.items()
    ]
