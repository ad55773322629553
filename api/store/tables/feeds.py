"""Abonnements: feed subscriptions, the bytes that they serve, and who has read what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import ID, Base, Instant, new_id


class FeedRow(Base):
    """
    One subscription of one account.

    `kind`: `personne`, `site`, `dispositif`, `equipe`, `astreinte`; `target`: the id of what it
    shows. `hash`: SHA-256 of its token. `closing`: from then it shows that it is closed, for
    thirty days. `revoked`: from then nothing (a leak).
    """

    __tablename__ = "feed"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    user: Mapped[str] = mapped_column(ForeignKey("user_account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    target: Mapped[str] = mapped_column(String(120))
    alarm: Mapped[int | None] = mapped_column(default=None)
    label: Mapped[str] = mapped_column(String(120), default="")
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    made: Mapped[datetime] = mapped_column(Instant)
    closing: Mapped[datetime | None] = mapped_column(Instant, default=None)
    revoked: Mapped[datetime | None] = mapped_column(Instant, default=None)
    read: Mapped[datetime | None] = mapped_column(Instant, default=None)
    reader: Mapped[str] = mapped_column(String(120), default="")
    read_publication: Mapped[int | None] = mapped_column(default=None)


class FeedBytesRow(Base):
    """
    What a feed serves, rendered once: by what it shows and its alarm (-1: none).

    `etag` is the digest of the bytes; `changed`, when they last changed; `publication`, the last
    one that they show; `data`, the number of the association's data that they were made from.
    """

    __tablename__ = "feed_bytes"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    target: Mapped[str] = mapped_column(String(120), primary_key=True)
    alarm: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    etag: Mapped[str] = mapped_column(String(64))
    changed: Mapped[datetime] = mapped_column(Instant)
    publication: Mapped[int]
    data: Mapped[int] = mapped_column(default=0)


class FeedReadRow(Base):
    """The first time that a subscription was given a publication: it was delivered then."""

    __tablename__ = "feed_read"

    feed: Mapped[str] = mapped_column(ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True)
    publication: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
