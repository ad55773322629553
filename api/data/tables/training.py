"""Training cohorts: their days, who is in them, and the calendars that centres send."""

from __future__ import annotations

from datetime import date

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.data.tables.columns import NAME, TEXT, of
from api.data.tables.record import KEPT, Record
from api.database.base import Base


class CohortRecord(Record):
    """cohortes.csv."""

    __tablename__ = "cohort"

    id: Mapped[str] = mapped_column(NAME, unique=True)
    title: Mapped[str] = mapped_column(NAME)
    site: Mapped[str] = of("site", optional=True)
    morning: Mapped[str] = mapped_column(NAME)
    afternoon: Mapped[str] = mapped_column(NAME)
    first: Mapped[date | None]
    until: Mapped[date | None]
    every: Mapped[int]
    ical: Mapped[str] = mapped_column(TEXT)


class CohortDaysRecord(Record):
    """dates_cohortes.csv."""

    __tablename__ = "cohort_days"

    cohort: Mapped[str] = of("cohort")
    first: Mapped[date]
    last: Mapped[date]
    away: Mapped[bool]


class MemberRecord(Record):
    """inscriptions.csv."""

    __tablename__ = "cohort_member"
    __table_args__ = (UniqueConstraint("cohort", "mediator"), KEPT)

    cohort: Mapped[str] = of("cohort")
    mediator: Mapped[str] = of("person")


class AttachmentRow(Base):
    """A file that a cohort names: the training centre's calendar. `digest` is its SHA-256."""

    __tablename__ = "attachment"

    name: Mapped[str] = mapped_column(TEXT, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
