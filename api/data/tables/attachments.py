"""Define the table of the files that cohorts name: calendars of training centres."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.data.rows.readers import LONGEST
from api.database.base import Base


class AttachmentRow(Base):
    """A file that a cohort names: the training centre's calendar. `digest` is its SHA-256."""

    __tablename__ = "attachment"

    name: Mapped[str] = mapped_column(String(2 * LONGEST), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
