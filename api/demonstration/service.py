"""What a demonstration alone lets people do: be anybody of it, and read the mails it keeps."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.accounts.service import by_email
from api.access.errors import UnknownError
from api.access.secrets.secret import Issued
from api.access.signing_in.login import welcome
from api.database.tables.mail import MailRow
from api.settings import Settings

MOST = 100
"""Mails that are shown: the last."""


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """An account to look with: what it is for, and whether its role is another's too."""

    email: str
    title: str
    words: str
    colleague: bool = False


def sign_in_as(
    session: Session,
    settings: Settings,
    accounts: Collection[DemoAccount],
    email: str,
    now: datetime,
    *,
    reader: str = "",
) -> Issued:
    """
    Open a session of one of these accounts, without a password.

    Raises UnknownError: it is none of them, or it was closed or taken away meanwhile.
    """
    row = by_email(session, email) if email in {each.email for each in accounts} else None
    if row is None or row.closed is not None:
        raise UnknownError
    issued, _ = welcome(session, settings, row, now, reader=reader)
    return issued


def mails(session: Session) -> list[MailRow]:
    """Return the mails that would have left, the last first."""
    query = select(MailRow).order_by(MailRow.made.desc(), MailRow.id).limit(MOST)
    return list(session.scalars(query))
