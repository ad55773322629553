"""Define the table of mails: queued in the transaction that they announce, sent afterwards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.database.base import ID, Base, Instant, new_id

LEAVING = "depart"
"""Kind of the mails on a contract's end; their keys begin so, then with the person's id."""


class MailRow(Base):
    """
    One mail. `key` makes it unique for what it announces: it is never sent twice.

    `push`: the browser that is to show it as a notification (empty: it goes to `address`), of which
    `body` is the page that it opens.

    `next_try`: it is not sent before. `until`: it is not sent from then on. Once `sent` or
    `given_up` is set, it is never tried again.
    """

    __tablename__ = "mail"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(255), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    user: Mapped[str] = mapped_column(ID, default="", index=True)
    address: Mapped[str] = mapped_column(String(254))
    push: Mapped[str] = mapped_column(ID, default="")
    subject: Mapped[str] = mapped_column(String(240))
    body: Mapped[str] = mapped_column(Text)
    publication: Mapped[int | None] = mapped_column(default=None, index=True)
    made: Mapped[datetime] = mapped_column(Instant)
    tries: Mapped[int] = mapped_column(default=0)
    next_try: Mapped[datetime] = mapped_column(Instant, index=True)
    until: Mapped[datetime | None] = mapped_column(Instant, default=None)
    sent: Mapped[datetime | None] = mapped_column(Instant, default=None)
    given_up: Mapped[datetime | None] = mapped_column(Instant, default=None)
    error: Mapped[str] = mapped_column(String(240), default="")
