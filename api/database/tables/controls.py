"""Define the tables of files made elsewhere, while their account has them audited."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.database.base import JSON, Base, Instant


class ControlRow(Base):
    """
    The last upload of an account: how to judge it, and what was answered about it (`wanted`).

    `token`: what forms name the upload by. `number` is raised by each answer. `at`: when it was
    uploaded or last answered about.
    """

    __tablename__ = "control"

    user: Mapped[str] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True
    )
    token: Mapped[str] = mapped_column(String(32))
    number: Mapped[int] = mapped_column(default=1)
    wanted: Mapped[Any] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(Instant, index=True)


class ControlFileRow(Base):
    """A file of an upload; `part`: `fichiers`, `legendes` or `colonnes`."""

    __tablename__ = "control_file"

    user: Mapped[str] = mapped_column(
        ForeignKey("control.user", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(160))
    content: Mapped[bytes] = mapped_column(LargeBinary)
