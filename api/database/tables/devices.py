"""Define the tables of phones: where notifications go, the key that signs them, passkeys."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.database.base import ID, Base, Instant, new_id


class PushRow(Base):
    """
    A browser that takes notifications of an account, at a push service (RFC 8030).

    It ends with the `session`, a token's id, by which it was asked for. `public_key` and `auth`:
    what encrypts for this browser alone (RFC 8291), in base64 for addresses.
    """

    __tablename__ = "push"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    user: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    session: Mapped[str] = mapped_column(ForeignKey("token.id", ondelete="CASCADE"), index=True)
    endpoint: Mapped[str] = mapped_column(String(1000), unique=True)
    public_key: Mapped[str] = mapped_column(String(100))
    auth: Mapped[str] = mapped_column(String(30))
    made: Mapped[datetime] = mapped_column(Instant)


class PushKeyRow(Base):
    """
    The only key pair by which this installation signs what it sends (RFC 8292).

    `private`: in PEM; `public`: as browsers take it.
    """

    __tablename__ = "push_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    private: Mapped[str] = mapped_column(Text)
    public: Mapped[str] = mapped_column(String(100))
    made: Mapped[datetime] = mapped_column(Instant)


class PasskeyRow(Base):
    """
    A key of an account on one of its devices (W3C, WebAuthn): it signs in without a password.

    `credential`: its id, in base64 for addresses; `public_key`: what checks what it signs. `uses`:
    how often the device says that it was used. `label`: what the browser said of itself.
    """

    __tablename__ = "passkey"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    user: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    credential: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(Text)
    uses: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(120), default="")
    made: Mapped[datetime] = mapped_column(Instant)
    used: Mapped[datetime | None] = mapped_column(Instant, default=None)


class PasskeyTryRow(Base):
    """What a device was asked to sign, by its digest: once, for `user` (empty: to sign in)."""

    __tablename__ = "passkey_try"

    challenge: Mapped[str] = mapped_column(String(64), primary_key=True)
    user: Mapped[str] = mapped_column(ID, default="")
    made: Mapped[datetime] = mapped_column(Instant, index=True)
