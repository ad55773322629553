"""
Keep the queue of mails: put one there once, let one process at a time send it, note the outcome.

A mail is queued in the transaction of the deed that it announces.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from api.access.accounts.service import NOWHERE
from api.database import queue
from api.database.base import new_id
from api.database.tables.mail import MailRow
from api.mail.push.subscriptions import browsers_of

SUBJECT = 240
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,189}")
"""An address as mail servers take it, without a name: two parts round one at sign."""


@dataclass(frozen=True, kw_only=True)
class Mail:
    """
    A mail to send. `key` names what it announces: the same key is never sent twice.

    `kind`: `changement`, `invitation`, `mot_de_passe`… `user`: the account that it goes to.
    `publication`: the number of the one that it announces (None: of none). `until`: when it is of
    no use any more (None: never). `opens`: the page where the account's phones that take
    notifications go from one with its subject (empty: they get none).
    """

    key: str
    kind: str
    address: str
    subject: str
    body: str
    user: str = ""
    publication: int | None = None
    until: datetime | None = None
    opens: str = ""


def put(session: Session, mail: Mail, now: datetime | None = None) -> bool:
    """
    Queue a mail in the caller's transaction; return whether it was new.

    It leaves once that transaction is committed, and not at all if it is undone. A key that was
    queued before, sent or not, changes nothing. A subject is put on one line and cut to 240
    characters; control characters are left out of the text. Raises ValueError: the address can't be
    one (see `usable`).
    """
    if not usable(mail.address):
        raise ValueError(f"adresse de courriel impossible pour « {mail.key} »")
    queued = now or datetime.now(UTC)
    for browser in browsers_of(session, mail.user) if mail.opens else ():
        key = f"{mail.key}:{browser}"
        _put(session, replace(mail, key=key, body=mail.opens), queued, browser=browser)
    return _put(session, mail, queued)


def _put(session: Session, mail: Mail, queued: datetime, *, browser: str = "") -> bool:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    added = session.execute(
        insert(MailRow)
        .values(
            id=new_id(),
            key=mail.key,
            kind=mail.kind,
            user=mail.user,
            address="" if browser else mail.address,
            push=browser,
            subject=one_line(mail.subject)[:SUBJECT],
            body=_clean(mail.body),
            publication=mail.publication,
            until=mail.until,
            made=queued,
            tries=0,
            next_try=queued,
            error="",
        )
        .on_conflict_do_nothing(index_elements=[MailRow.key])
        .returning(MailRow.id)
    )
    return added.first() is not None


def usable(address: str) -> bool:
    """Whether a text can be the address of a mailbox: nothing in it could start a header."""
    return ADDRESS.fullmatch(address) is not None and not address.endswith(NOWHERE)


def one_line(text: str) -> str:
    """Put a text on one line: what follows a line break would be another header."""
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    """Keep line breaks and tabs, and what UTF-8 can write; no other control character."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})


LEASE = timedelta(minutes=15)
"""How long a claim lasts: after that another process may take a mail that was not sent."""


def claim(engine: Engine, now: datetime, *, mails: bool = True) -> MailRow | None:
    """
    Take the mail that has waited longest, for a while; None where none is due.

    `mails`: whether those that need a mail server are taken, and not notifications alone.
    """
    only = () if mails else (MailRow.push != "",)
    return queue.claim(engine, MailRow, *only, now=now, lease=LEASE)


def sent(engine: Engine, mail: MailRow, now: datetime) -> None:
    """Note that a mail has left; its text, which may hold a secret link, isn't kept."""
    queue.end(engine, mail, sent=now, body="", error="")


def given_up(engine: Engine, mail: MailRow, now: datetime, error: str) -> None:
    """Note that a mail will never leave, and why; its text isn't kept."""
    queue.end(engine, mail, given_up=now, body="", error=error)


def put_off(engine: Engine, mail: MailRow, now: datetime, error: str) -> None:
    """Note why a mail couldn't leave, and when it is tried again."""
    queue.put_off(engine, mail, now, error=error)
