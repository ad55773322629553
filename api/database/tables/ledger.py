"""
Define the tables of the append-only register, and of the assignments now published.

The register names people by a random subject: erasing a person cuts the link between the two and
leaves every hash as it was.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.database.base import ID, IDENTS, JSON, Base, Instant, new_id


class SubjectRow(Base):
    """
    Who a subject of the register is (`mediator` and `salt` empty: erased).

    The id is a digest of the salt and the person: with the salt one can prove whom the register
    speaks of, and without it nobody can know.
    """

    __tablename__ = "subject"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    mediator: Mapped[str | None] = mapped_column(String(120), unique=True, default=None)
    salt: Mapped[str | None] = mapped_column(ID, default=None)


class PublicationRow(Base):
    """
    One publication: what changed in a month, chained by hash to the one before.

    `number` counts from 1 without gaps. `hash` covers `previous`, this row and its entries
    (see `api.ledger.chain`). `rota` and `version` say what was published (None: an import).
    """

    __tablename__ = "publication"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(ID, unique=True, default=new_id)
    month: Mapped[date] = mapped_column(index=True)
    agency: Mapped[str] = mapped_column(String(120), default="")
    dispositifs: Mapped[tuple[str, ...]] = mapped_column(IDENTS, default=())
    rota: Mapped[str | None] = mapped_column(ForeignKey("rota.id"), default=None)
    version: Mapped[int | None] = mapped_column(default=None)
    origin: Mapped[str] = mapped_column(String(20))
    made_by: Mapped[str] = mapped_column(ID)
    made: Mapped[datetime] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(String(240), default="")
    fingerprint: Mapped[str] = mapped_column(String(64))
    entries: Mapped[int]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class ShiftColumns:
    """
    What the register keeps of a shift; instants are written as text, as they are hashed.

    `created` and `changed`: when it was first and last published (empty: unknown).
    """

    dispositif: Mapped[str] = mapped_column(String(120))
    agency: Mapped[str] = mapped_column(String(120))
    site: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    start: Mapped[str] = mapped_column(String(32))
    end: Mapped[str] = mapped_column(String(32))
    breaks: Mapped[str] = mapped_column(Text, default="")
    created: Mapped[str] = mapped_column(String(32), default="")
    changed: Mapped[str] = mapped_column(String(32), default="")


class EntryRow(ShiftColumns, Base):
    """
    One line of a publication: an assignment added, changed or taken away (`change`: +, ~, -).

    `position` counts from 0.
    """

    __tablename__ = "publication_entry"

    publication: Mapped[int] = mapped_column(ForeignKey("publication.number"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    change: Mapped[str] = mapped_column(String(1))
    uid: Mapped[str] = mapped_column(String(255), index=True)
    subject: Mapped[str] = mapped_column(ID, index=True)
    slot: Mapped[str] = mapped_column(String(160), index=True)
    sequence: Mapped[int] = mapped_column(default=0)


class PublishedRow(ShiftColumns, Base):
    """
    An assignment now published: the result of the register's entries applied in order.

    Derived: `rota verify` rebuilds it from the register and compares.
    """

    __tablename__ = "standing"
    __table_args__ = (
        UniqueConstraint("subject", "slot"),
        Index("ix_standing_month_dispositif", "month", "dispositif"),
    )

    uid: Mapped[str] = mapped_column(String(255), primary_key=True)
    month: Mapped[str] = mapped_column(String(7))
    subject: Mapped[str] = mapped_column(ForeignKey("subject.id"), index=True)
    slot: Mapped[str] = mapped_column(String(160))
    sequence: Mapped[int] = mapped_column(default=0)
    publication: Mapped[int] = mapped_column(ForeignKey("publication.number"), index=True)


class RemovalRow(ShiftColumns, Base):
    """
    A shift taken away or changed before it began, as an imported folder has it.

    Those of publications made here are their entries (`api.ledger.removals`). `removed`: until when
    it was so, in UTC; `cause`: see `api.data.association.RemovalCause`.
    """

    __tablename__ = "removal"

    subject: Mapped[str] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    slot: Mapped[str] = mapped_column(String(160), primary_key=True)
    removed: Mapped[datetime] = mapped_column(Instant, primary_key=True)
    cause: Mapped[str] = mapped_column(String(20), default="")


class PublishedSlotRow(Base):
    """
    A slot as a publication showed it: what was asked and how many held it. Names nobody.

    `holders`: posts held; `under`: posts open under a minimum (see `scheduler.domain.posts`).

    Coverage is read from here: what a commanditaire sees.
    """

    __tablename__ = "slot"

    id: Mapped[str] = mapped_column(String(160), primary_key=True)
    publication: Mapped[int] = mapped_column(ForeignKey("publication.number"), index=True)
    month: Mapped[str] = mapped_column(String(7), index=True)
    dispositif: Mapped[str] = mapped_column(String(120), index=True)
    agency: Mapped[str] = mapped_column(String(120), index=True)
    site: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    start: Mapped[datetime] = mapped_column(Instant)
    end: Mapped[datetime] = mapped_column(Instant)
    minimum: Mapped[int]
    target: Mapped[int]
    holders: Mapped[int] = mapped_column("held")
    under: Mapped[int] = mapped_column(default=0, server_default="0")


class CalendarRevisionRow(Base):
    """The calendar revision of a training or an absence (see `api.data.association.Revision`)."""

    __tablename__ = "calendar_revision"
    __table_args__ = (UniqueConstraint("mediator", "kind", "about"),)

    uid: Mapped[str] = mapped_column(String(255), primary_key=True)
    mediator: Mapped[str] = mapped_column(String(120), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(160))
    sequence: Mapped[int] = mapped_column(default=0)
    created: Mapped[datetime] = mapped_column(Instant)
    changed: Mapped[datetime] = mapped_column(Instant)
    shown: Mapped[str] = mapped_column(String(64), default="")


class ReceiptRow(Base):
    """What a publication announced to whom: changes by person, and the notice that each left."""

    __tablename__ = "publication_notice"

    publication: Mapped[int] = mapped_column(ForeignKey("publication.number"), primary_key=True)
    subject: Mapped[str] = mapped_column(ID, primary_key=True)
    changes: Mapped[Any] = mapped_column(JSON)
    urgent: Mapped[bool] = mapped_column(default=False)
