"""Define the tables of calendar feeds: subscriptions, their bytes, their events, their reads."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.database.base import ID, Base, Instant, new_id


class FeedRow(Base):
    """
    One subscription of one account.

    `kind`: `personne`, `occupation`, `site`, `dispositif`, `equipe`, `astreinte`; `target`: the id
    of what it shows. `hash`: SHA-256 of its token. `chosen`: when its alarm was last chosen.
    `closing`: from then it shows that it is closed, for thirty days. `revoked`: from then it
    answers nothing (after a leak). `read`, `reader`: the last read and by which program, to the
    minute. `given_etag`, `given_changed`: what was last given, and its Last-Modified.
    """

    __tablename__ = "feed"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    user: Mapped[str] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    target: Mapped[str] = mapped_column(String(120))
    alarm: Mapped[int | None] = mapped_column(default=None)
    label: Mapped[str] = mapped_column(String(120), default="")
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    made: Mapped[datetime] = mapped_column(Instant)
    chosen: Mapped[datetime] = mapped_column(Instant)
    closing: Mapped[datetime | None] = mapped_column(Instant, default=None)
    revoked: Mapped[datetime | None] = mapped_column(Instant, default=None)
    read: Mapped[datetime | None] = mapped_column(Instant, default=None)
    reader: Mapped[str] = mapped_column(String(120), default="")
    read_publication: Mapped[int | None] = mapped_column(default=None)
    given_etag: Mapped[str | None] = mapped_column(String(80), default=None)
    given_changed: Mapped[datetime | None] = mapped_column(Instant, default=None)


class FeedBytesRow(Base):
    """
    What a feed serves, rendered once: by what it shows and its alarm (-1: none).

    `etag` is the digest of the bytes; `changed`, when they last changed. Three stamps say what
    they were made from, and no row has them that wasn't rendered from it: `publication`, the last
    one; `data`, the number of the association's data; `drawn`, the release and the settings.
    """

    __tablename__ = "feed_bytes"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    target: Mapped[str] = mapped_column(String(120), primary_key=True)
    alarm: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    etag: Mapped[str] = mapped_column(String(64))
    changed: Mapped[datetime] = mapped_column(Instant)
    publication: Mapped[int]
    data: Mapped[int] = mapped_column(default=0)
    drawn: Mapped[str] = mapped_column(String(64), default="")


class FeedEventRow(Base):
    """
    The revision of an event in feeds, which rises only when what they show has changed.

    `owner`, `kind` and `about` are those of `calendars.events.key_of`; `shown`, the digest of what
    was last shown. `gone`: it was taken away, and is a new revision if it comes back.
    """

    __tablename__ = "feed_event"
    __table_args__ = (Index("ix_feed_event_ends", "ends"),)

    uid: Mapped[str] = mapped_column(String(255), primary_key=True)
    owner: Mapped[str] = mapped_column(String(120), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(160))
    ends: Mapped[datetime] = mapped_column(Instant)
    sequence: Mapped[int] = mapped_column(default=0)
    created: Mapped[datetime] = mapped_column(Instant)
    changed: Mapped[datetime] = mapped_column(Instant)
    shown: Mapped[str] = mapped_column(String(64))
    gone: Mapped[bool] = mapped_column(default=False)


class FeedReadRow(Base):
    """The first time that a subscription was given a publication: it was delivered then."""

    __tablename__ = "feed_read"

    feed: Mapped[str] = mapped_column(ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True)
    publication: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
