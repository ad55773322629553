"""Define the tables of accounts: grants, tokens, failed logins, the journal of deeds."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.database.base import ID, JSON, Base, Instant, new_id


class UserRow(Base):
    """
    An account. `person` is the médiateur's id where it is one's own (empty: none).

    `on_call_phone`: the number that they give to who works while they are on call (empty: none).

    `password` is argon2's text (empty: none, so only OIDC or an invitation opens it). `number`
    is its revision.

    `scopes`: what a service account was made for, apart by blanks (empty: it is a person's). Such
    a one has no password, and its `ends` is when its tokens do.
    """

    __tablename__ = "user_account"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    person: Mapped[str] = mapped_column(String(120), default="", index=True)
    on_call_phone: Mapped[str] = mapped_column(String(20), default="")
    password: Mapped[str] = mapped_column(String(255), default="")
    oidc_subject: Mapped[str | None] = mapped_column(String(255), unique=True, default=None)
    made: Mapped[datetime] = mapped_column(Instant)
    closed: Mapped[datetime | None] = mapped_column(Instant, default=None)
    last_login: Mapped[datetime | None] = mapped_column(Instant, default=None)
    number: Mapped[int] = mapped_column(default=1)
    scopes: Mapped[str] = mapped_column(String(80), default="")
    ends: Mapped[datetime | None] = mapped_column(Instant, default=None)


class GrantRow(Base):
    """
    A role of an account, over an agency and a dispositif (empty: all of them).

    `role`: `admin`, `rh`, `responsable`, `mediateur`, `commanditaire`.
    """

    __tablename__ = "user_grant"
    __table_args__ = (UniqueConstraint("user", "role", "agency", "dispositif"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    user: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    agency: Mapped[str] = mapped_column(String(120), default="")
    dispositif: Mapped[str] = mapped_column(String(120), default="")


class TokenRow(Base):
    """
    A secret by its SHA-256. `kind`: `session`, `api`, `service`, `invitation`, `reset`.

    `label`: what its owner called it. `used`: last use, to the minute. `stays`: a session on a
    device that its owner says is theirs.
    """

    __tablename__ = "token"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[str] = mapped_column(ID, unique=True, default=new_id)
    user: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(120), default="")
    stays: Mapped[bool] = mapped_column(default=False)
    made: Mapped[datetime] = mapped_column(Instant)
    expires: Mapped[datetime | None] = mapped_column(Instant, default=None)
    used: Mapped[datetime | None] = mapped_column(Instant, default=None)
    revoked: Mapped[datetime | None] = mapped_column(Instant, default=None)


class LoginTryRow(Base):
    """A failed login, by a digest of who tried: counted over all servers."""

    __tablename__ = "login_try"
    __table_args__ = (Index("ix_login_try_who_at", "who", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    who: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)


class ProviderTryRow(Base):
    """
    A login begun at the identity provider, by the digest of its `state`; it is used once.

    `nonce` and `verifier` never leave the server but as OpenID Connect wants it.
    """

    __tablename__ = "provider_try"

    state: Mapped[str] = mapped_column(String(64), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(128))
    made: Mapped[datetime] = mapped_column(Instant, index=True)


class TrailRow(Base):
    """
    Who did what to what, and when. `user` is an account's id; `detail` holds ids, no names.

    `about` and `object`: the kind of thing and its id.
    """

    __tablename__ = "trail"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    user: Mapped[str] = mapped_column(ID, index=True)
    action: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(60))
    object: Mapped[str] = mapped_column(String(255))
    agency: Mapped[str] = mapped_column(String(120), default="")
    detail: Mapped[Any] = mapped_column(JSON, nullable=True, default=None)
    request: Mapped[str] = mapped_column(String(64), default="")


ERASED = ""
"""The body of an answer that may have named someone who was erased since."""


class IdempotencyRow(Base):
    """
    The answer given to a request that may be sent again, by its key and who sent it.

    `body`: JSON, or `ERASED`.
    """

    __tablename__ = "idempotency"

    user: Mapped[str] = mapped_column(ID, primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    request: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    headers: Mapped[Any] = mapped_column(JSON)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
