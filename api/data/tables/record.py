"""What the rows of an association share: a key that keeps their order, and a revision."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from api.database.base import Base

KEPT = {"sqlite_autoincrement": True}
"""Keys that SQLite doesn't give twice (PostgreSQL never does)."""


class Record(Base):
    """
    A row of one of the association's sources; its other columns are named as its model's fields.

    `key` is never used again once its row is gone. `number` counts the row's revisions from 1.
    """

    __abstract__ = True
    __table_args__: Any = KEPT

    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=True, sort_order=-2)
    number: Mapped[int] = mapped_column(default=1, sort_order=-1)
