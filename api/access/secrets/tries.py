"""
Count failed logins in the database, hence over all servers at once.

Tries of an e-mail are counted for each network address apart: who guesses from elsewhere
doesn't lock its owner out.

A try is counted before the password is checked, and taken back if it was right: however many tries
come at once, no more passwords are checked than the limit.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from api.access.errors import TooManyTriesError
from api.database.tables.access import LoginTryRow

HALF = 32
"""Digits of each digest in a pair's: 128 bits."""


def known_as(what: str, text: str) -> str:
    """Return the digest under which tries are counted; `what`: `email` or `address`."""
    return hashlib.sha256(f"{what}:{text}".encode()).hexdigest()


def pair(email: str, address: str) -> str:
    """Return the digest by which tries of an e-mail from an address are counted."""
    return known_as("email", email)[:HALF] + known_as("address", address)[:HALF]


def of_email(email: str) -> ColumnElement[bool]:
    """Return the SQL condition that selects the tries of an e-mail, from any address."""
    return LoginTryRow.who.startswith(known_as("email", email)[:HALF])


def count(
    session: Session, limits: dict[str, int], now: datetime, within: timedelta
) -> tuple[int, ...]:
    """
    Count one try under each digest of `limits`, and return the ids of these tries.

    `limits`: the most tries of each digest in the time `within`. `session` must be one that writes
    alone. Raises TooManyTriesError: a digest has reached its limit; nothing is counted then.
    """
    waits = [
        (times[limit - 1] + within - now).total_seconds()
        for who, limit in limits.items()
        if len(times := _times(session, who, now - within, limit)) >= limit
    ]
    if waits:
        raise TooManyTriesError(max(1, -int(-max(waits) // 1)))
    rows = [LoginTryRow(who=who, at=now) for who in limits]
    session.add_all(rows)
    session.flush()
    return tuple(row.id for row in rows)


def take_back(session: Session, tries: tuple[int, ...], email: str, address: str) -> None:
    """Forget tries that were right, and those of an e-mail but for other addresses' own."""
    digests = (known_as("email", email), pair(email, address))
    session.execute(delete(LoginTryRow).where(LoginTryRow.id.in_(tries)))
    session.execute(delete(LoginTryRow).where(LoginTryRow.who.in_(digests)))


def _times(session: Session, who: str, after: datetime, limit: int) -> list[datetime]:
    """Return when the newest tries were, the newest first."""
    rows = select(LoginTryRow.at).where(LoginTryRow.who == who, LoginTryRow.at > after)
    return list(session.scalars(rows.order_by(LoginTryRow.at.desc()).limit(limit)))
