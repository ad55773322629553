"""Define the table of mails: queued in the transaction that they announce, sent afterwards."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.database.base import ID, Base, Instant
from api.database.queue import QueueColumns

LEAVING = "depart"
"""Kind of the mails on a contract's end; their keys begin so, then with the person's id."""


class MailRow(QueueColumns, Base):
    """
    One mail. `key` makes it unique for what it announces: it is never sent twice.

    `push`: the browser that is to show it as a notification (empty: it goes to `address`), of which
    `body` is the page that it opens.

    `until`: it is not sent from then on. `error`: why it wasn't sent.
    """

    __tablename__ = "mail"

    key: Mapped[str] = mapped_column(String(255), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    user: Mapped[str] = mapped_column(ID, default="", index=True)
    address: Mapped[str] = mapped_column(String(254))
    push: Mapped[str] = mapped_column(ID, default="")
    subject: Mapped[str] = mapped_column(String(240))
    body: Mapped[str] = mapped_column(Text)
    publication: Mapped[int | None] = mapped_column(default=None, index=True)
    until: Mapped[datetime | None] = mapped_column(Instant, default=None)
    error: Mapped[str] = mapped_column(String(240), default="")
