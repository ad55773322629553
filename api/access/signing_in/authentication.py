"""Find the account of a request by its cookie or its bearer token."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, or_, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from api.access.accounts.service import grant_of, grants_of
from api.access.caller import Caller, ServiceScope
from api.access.secrets.secret import Kind, kind_of, opened_by
from api.database.engine import reading, writing
from api.database.tables.access import TokenRow, UserRow

SERVICE = "service"
"""How a service account asks (`Caller.via`)."""

VIA = {Kind.SESSION: "session", Kind.API: "token", Kind.SERVICE: SERVICE}
MINUTE = timedelta(minutes=1)


def authenticate(
    engine: Engine, *, cookie: str | None, bearer: str | None, now: datetime | None = None
) -> Caller | None:
    """
    Return who asks (None: nobody that we know), and note the use to the minute.

    A bearer token, even a wrong one, puts the cookie aside: what is exempt from the check against
    cross-site requests must not be opened by a cookie.
    """
    at = now or datetime.now(UTC)
    text, kind = (cookie, Kind.SESSION) if bearer is None else (bearer, kind_of(bearer))
    if not text:
        return None
    with reading(engine) as session:
        owner = opened_by(session, text, kind, at)
        if owner is None:
            return None
        token, user = owner
        caller = caller_of(session, user, via=VIA[kind])
        if kind is Kind.SESSION and token.expires is not None:
            seconds = int((token.expires - at).total_seconds())
            caller = replace(caller, seconds_left=seconds)
    if token.used is None or token.used < at - MINUTE:
        _touch(engine, token.hash, at)
    return caller


def caller_of(session: Session, user: UserRow, *, via: str) -> Caller:
    """Return an account with what it was granted."""
    grants = tuple(map(grant_of, grants_of(session, [user.id])[user.id]))
    return Caller(
        user=user.id,
        email=user.email,
        name=user.name,
        person=user.person,
        grants=grants,
        via=via,
        scopes=tuple(map(ServiceScope, user.scopes.split())),
    )


def _touch(engine: Engine, hashed: str, at: datetime) -> None:
    minute = at.replace(second=0, microsecond=0)
    try:
        with writing(engine, alone=False) as session:
            session.execute(
                update(TokenRow)
                .where(
                    TokenRow.hash == hashed,
                    TokenRow.revoked.is_(None),
                    or_(TokenRow.used.is_(None), TokenRow.used < minute),
                )
                .values(used=minute)
            )
    except OperationalError:
        # A full disk or a busy database is no reason to refuse a reader.
        return
