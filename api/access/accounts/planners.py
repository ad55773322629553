"""List the accounts that plan, and over what: they answer for people's shifts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.accounts.service import grant_of
from api.access.caller import Caller, Grant, Role
from api.database.tables.access import GrantRow, UserRow


def accounts_that_plan(session: Session) -> list[tuple[UserRow, Caller]]:
    """Return the open accounts that plan something, by id, with their grants."""
    rows = session.execute(
        select(UserRow, GrantRow)
        .join(GrantRow, GrantRow.user == UserRow.id)
        .where(UserRow.closed.is_(None), GrantRow.role == Role.RESPONSABLE)
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
