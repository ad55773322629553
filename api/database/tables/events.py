"""Define the tables of events: what happened, who is sent it, and each sending."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.database.base import ID, IDENTS, JSON, Base, Instant, new_id
from api.database.queue import QueueColumns


class EventRow(Base):
    """
    What happened, written in the transaction that made it so. Programs know it by its `id`.

    `number`: writers follow one another, so what is read after a number is never late. `key`: what
    may be written once (None: anything). `type`, `data`: see `api.events.facts`. `agency` and
    `dispositifs`: where it happened (empty: the whole association, the whole agency).
    """

    __tablename__ = "event"
    # A number is never given twice, though the oldest events are deleted.
    __table_args__ = ({"sqlite_autoincrement": True},)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(ID, unique=True, default=new_id)
    key: Mapped[str | None] = mapped_column(String(255), unique=True, default=None)
    type: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    agency: Mapped[str] = mapped_column(String(120), default="")
    dispositifs: Mapped[tuple[str, ...]] = mapped_column(IDENTS, default=())
    data: Mapped[Any] = mapped_column(JSON)


class WebhookRow(Base):
    """
    An address that is sent events of some `types`, of an `agency` (empty: of all).

    `secret` signs what is sent, and so does `former_secret` until `former_until`. `paused`: since
    when what it is due waits. `closed`: since when it takes nothing more, as it answered itself.
    `failures`: how often in a row nobody answered there. `trial`: what became of the last test,
    at `tried`.
    """

    __tablename__ = "webhook"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    url: Mapped[str] = mapped_column(String(1000))
    types: Mapped[tuple[str, ...]] = mapped_column(IDENTS)
    agency: Mapped[str] = mapped_column(String(120), default="")
    secret: Mapped[str] = mapped_column(String(80))
    former_secret: Mapped[str] = mapped_column(String(80), default="")
    former_until: Mapped[datetime | None] = mapped_column(Instant, default=None)
    made: Mapped[datetime] = mapped_column(Instant)
    paused: Mapped[datetime | None] = mapped_column(Instant, default=None)
    closed: Mapped[datetime | None] = mapped_column(Instant, default=None)
    failures: Mapped[int] = mapped_column(default=0)
    trial: Mapped[str] = mapped_column(String(240), default="")
    tried: Mapped[datetime | None] = mapped_column(Instant, default=None)


class WebhookSendingRow(QueueColumns, Base):
    """
    An event on its way to an address. `given_up`: a dead letter, which may be sent again.

    `error`: why it wasn't taken, in French.
    """

    __tablename__ = "webhook_sending"

    webhook: Mapped[str] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"), index=True)
    event: Mapped[int] = mapped_column(ForeignKey("event.number", ondelete="CASCADE"), index=True)
    error: Mapped[str] = mapped_column(String(240), default="")
