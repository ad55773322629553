"""Define the tables beside rows: what was changed of them, and the files that they name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.data.rows.readers import LONGEST
from api.database.base import ID, Base, Idents, Instant, Json


class RowChangeRow(Base):
    """
    A change of a row: its values `before` and `after`, as JSON (null: it wasn't there, or isn't).

    `kind` and `key` say which row, `by` is an account's id (empty: nobody's). `number`: that of the
    data once the change was made. `people`: the ids of
    the people whom the values name, so that what is kept of them is found.
    """

    __tablename__ = "row_change"
    __table_args__ = (Index("ix_row_change_kind_key", "kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    by: Mapped[str] = mapped_column(ID, default="")
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[int]
    before: Mapped[Any] = mapped_column(Json, nullable=True, default=None)
    after: Mapped[Any] = mapped_column(Json, nullable=True, default=None)
    people: Mapped[tuple[str, ...]] = mapped_column(Idents, default=())
    number: Mapped[int] = mapped_column(default=0, index=True)


class AttachmentRow(Base):
    """A file that a cohort names: the training centre's calendar. `digest` is its SHA-256."""

    __tablename__ = "attachment"

    name: Mapped[str] = mapped_column(String(2 * LONGEST), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
