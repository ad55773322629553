"""Queue a mail once, in the transaction of what it tells."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

from api.database.base import new_id
from api.database.tables.mail import MailRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

SUBJECT = 240
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,189}")
"""An address as mail servers take it, without a name: two parts round one at sign."""


@dataclass(frozen=True, kw_only=True)
class Mail:
    """
    A mail to send. `key` names what it tells: the same key is never sent twice.

    `kind`: `changement`, `invitation`, `mot_de_passe`… `user`: the account that it goes to.
    `publication`: the number of the one that it tells of (None: of none). `until`: when it is of no
    use any more (None: never).
    """

    key: str
    kind: str
    address: str
    subject: str
    body: str
    user: str = ""
    publication: int | None = None
    until: datetime | None = None


def put(session: Session, mail: Mail, now: datetime | None = None) -> bool:
    """
    Queue a mail in the caller's transaction; return whether it was new.

    It leaves once that transaction is committed, and not at all if it is undone. A key that was
    queued before, sent or not, changes nothing. A subject is put on one line and cut to 240
    characters; control characters are left out of the text.

    Raises
    ------
    ValueError
        The address can't be one (see `usable`).
    """
    if not usable(mail.address):
        raise ValueError(f"adresse de courriel impossible pour « {mail.key} »")
    made = now or datetime.now(UTC)
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    added = session.execute(
        insert(MailRow)
        .values(
            id=new_id(),
            key=mail.key,
            kind=mail.kind,
            user=mail.user,
            address=mail.address,
            subject=one_line(mail.subject)[:SUBJECT],
            body=_clean(mail.body),
            publication=mail.publication,
            until=mail.until,
            made=made,
            tries=0,
            next_try=made,
            error="",
        )
        .on_conflict_do_nothing(index_elements=[MailRow.key])
        .returning(MailRow.id)
    )
    return added.first() is not None


def usable(address: str) -> bool:
    """Whether a text can be the address of a mailbox: nothing in it could start a header."""
    return ADDRESS.fullmatch(address) is not None


def one_line(text: str) -> str:
    """Put a text on one line: what follows a line break would be another header."""
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    """Keep line breaks and tabs, and what UTF-8 can write; no other control character."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
