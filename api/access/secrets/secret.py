"""Make and revoke secrets: random bits, 256 as a rule, of which the database keeps a digest."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from api.database.base import new_id
from api.database.tables.access import TokenRow, UserRow

BYTES = 32
LONGEST = 128
WHICH = "."
"""What follows the id of a token in its text, where it says it."""

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
"""No character that is taken for another when it is read aloud or copied by hand."""


class Kind(StrEnum):
    """What a secret opens."""

    SESSION = "session"
    API = "api"
    SERVICE = "service"
    INVITATION = "invitation"
    RESET = "reset"


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A secret just made, with its `token`, which isn't kept; later `id` names the secret."""

    id: str
    token: str
    expires: datetime | None


def draw() -> str:
    """Return 256 random bits as forty-three characters that fit an address."""
    return secrets.token_urlsafe(BYTES)


def draw_readable(groups: int, length: int) -> str:
    """Return random groups that people copy by hand: `k7mp-2xqa-nn4t` is three of four."""
    parts = ("".join(secrets.choice(READABLE) for _ in range(length)) for _ in range(groups))
    return "-".join(parts)


def digest(text: str) -> str:
    """Return what the database keeps of a secret: it is random, so SHA-256 is enough."""
    return hashlib.sha256(text.encode()).hexdigest()


def issue(
    session: Session,
    user: str,
    kind: Kind,
    *,
    now: datetime,
    expires: datetime | None,
    label: str = "",
    text: str = "",
    stays: bool = False,
) -> Issued:
    """
    Make a secret of an account.

    `text`: what was drawn for it (empty: `draw` does). `stays`: see `TokenRow`.
    """
    named = new_id()
    # The token of a service account says which it is, so that its digest is compared with that
    # of one row: in constant time, and not by an index.
    text = text or (f"{named}{WHICH}{draw()}" if kind is Kind.SERVICE else draw())
    session.add(
        TokenRow(
            hash=digest(text),
            id=named,
            user=user,
            kind=kind,
            label=label,
            stays=stays,
            made=now,
            expires=expires,
        )
    )
    return Issued(id=named, token=text, expires=expires)


def kind_of(bearer: str) -> Kind:
    """Return what a bearer token is of: an account, or a service account."""
    return Kind.SERVICE if WHICH in bearer else Kind.API


def opened_by(
    session: Session, text: str, kind: Kind, now: datetime
) -> tuple[TokenRow, UserRow] | None:
    """Return a secret that is still valid, with its open account (None: there is none)."""
    if not text or len(text) > LONGEST:
        return None
    row = session.execute(
        select(TokenRow, UserRow)
        .join(UserRow, UserRow.id == TokenRow.user)
        .where(
            TokenRow.id == text.partition(WHICH)[0]
            if kind is Kind.SERVICE
            else TokenRow.hash == digest(text),
            TokenRow.kind == kind,
            TokenRow.revoked.is_(None),
            UserRow.closed.is_(None),
        )
    ).first()
    if row is None:
        return None
    token, user = row
    if not hmac.compare_digest(token.hash, digest(text)):
        return None
    if token.expires is not None and token.expires <= now:
        return None
    return token, user


def revoke(
    session: Session, user: str, *kinds: Kind, now: datetime, only: str = "", sparing: str = ""
) -> int:
    """
    Revoke an account's secrets of these kinds, and return how many were valid until then.

    `only`: the id of the one to revoke. `sparing`: the id of one to leave.
    """
    query = (
        update(TokenRow)
        .where(TokenRow.user == user, TokenRow.kind.in_(kinds), TokenRow.revoked.is_(None))
        .values(revoked=now)
    )
    if only:
        query = query.where(TokenRow.id == only)
    if sparing:
        query = query.where(TokenRow.id != sparing)
    done = session.execute(
        query.returning(TokenRow.id), execution_options={"synchronize_session": False}
    )
    return len(done.all())
