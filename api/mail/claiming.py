"""Let one process at a time send a mail, and note what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from api.database.engine import reading, writing
from api.database.tables.mail import MailRow
from api.privacy.retention import NEVER

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

LEASE = timedelta(minutes=15)
"""How long a claim holds: whoever claimed and died sends nothing, and another takes the mail."""

FIRST, LONGEST = timedelta(minutes=1), timedelta(hours=1)
DOUBLINGS = 6
"""After so many tries the longest pause is reached: an hour."""


def claim(engine: Engine, now: datetime) -> MailRow | None:
    """
    Take the mail that has waited longest, for a while; None where none is due.

    Its count of tries is raised, and it isn't due again before the lease has run out.
    """
    due = (MailRow.sent.is_(None), MailRow.given_up.is_(None), MailRow.next_try <= now)
    with reading(engine) as session:  # most looks find nothing: no writer waits for them
        if session.scalar(select(MailRow.id).where(*due).limit(1)) is None:
            return None
    with writing(engine, alone=False) as session:
        mail = session.scalars(
            select(MailRow)
            .where(*due)
            .order_by(MailRow.next_try, MailRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if mail is not None:
            mail.tries += 1
            mail.next_try = now + LEASE
            session.flush()
            session.expunge(mail)
    return mail


def sent(engine: Engine, mail: MailRow, now: datetime) -> None:
    """Note that a mail has left; its text, which may hold a secret link, isn't kept."""
    _end(engine, mail, sent=now, body="", error="")


def given_up(engine: Engine, mail: MailRow, now: datetime, error: str) -> None:
    """Note that a mail will never leave, and why; its text isn't kept."""
    _end(engine, mail, given_up=now, body="", error=error)


def put_off(engine: Engine, mail: MailRow, now: datetime, error: str) -> None:
    """Note why a mail couldn't leave, and when it is tried again."""
    with writing(engine, alone=False) as session:
        session.execute(
            update(MailRow)
            .where(MailRow.id == mail.id, MailRow.tries == mail.tries, MailRow.sent.is_(None))
            .values(next_try=now + pause(mail.tries), error=error)
        )


def pause(tries: int) -> timedelta:
    """Return how long to wait after so many tries: a minute, then twice as long each time."""
    return min(LONGEST, FIRST * (1 << min(DOUBLINGS, tries - 1)))


def _end(engine: Engine, mail: MailRow, **values: object) -> None:
    with writing(engine, alone=False) as session:
        session.execute(
            update(MailRow)
            .where(MailRow.id == mail.id, MailRow.sent.is_(None), MailRow.given_up.is_(None))
            .values(next_try=NEVER, **values)
        )
