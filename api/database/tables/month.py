"""Define the tables of drafts and of their versions, which never change once written."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.database.base import ID, IDENTS, JSON, Base, Instant, new_id


class RotaRow(Base):
    """
    A draft: one month of some dispositifs of one agency, or of all (`dispositifs` empty).

    `head` is the number of its current version (0: none yet). `agency` empty: several agencies.
    `published`: the number of the last version that was published.
    """

    __tablename__ = "rota"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    month: Mapped[date] = mapped_column(index=True)
    agency: Mapped[str] = mapped_column(String(120), default="", index=True)
    dispositifs: Mapped[tuple[str, ...]] = mapped_column(IDENTS, default=())
    title: Mapped[str] = mapped_column(String(240), default="")
    head: Mapped[int] = mapped_column(default=0)
    published: Mapped[int | None] = mapped_column(default=None)
    made_by: Mapped[str] = mapped_column(ID)
    made: Mapped[datetime] = mapped_column(Instant)
    discarded: Mapped[datetime | None] = mapped_column(Instant, default=None)


class DraftExceptionRow(Base):
    """
    An exception of a template's day that was recorded so that a draft could be made.

    It is taken away with its draft, where nothing else needs it (`api.month.drafts.service`).
    """

    __tablename__ = "rota_exception"

    rota: Mapped[str] = mapped_column(ForeignKey("rota.id"), primary_key=True)
    template: Mapped[str] = mapped_column(String(120), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


class VersionRow(Base):
    """
    One version of a draft: immutable. `parent` is the version that it was made from (0: none).

    `origin`: `vide`, `publie`, `calcul`, `modification`, `annulation`, `reprise`, `variante`.
    `job`: the solve that made it, of which there is one version at most. `data` is the number of
    the association's data (`state`) when it was made; `tiers`: the solve's costs and bounds.
    `seen`: the last publication that it takes into account: it isn't published over later ones of
    others. It alone changes, to the publication of the version itself.
    """

    __tablename__ = "rota_version"
    __table_args__ = (UniqueConstraint("rota", "number"), UniqueConstraint("job"))

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    rota: Mapped[str] = mapped_column(ForeignKey("rota.id"))
    number: Mapped[int]
    parent: Mapped[int] = mapped_column(default=0)
    origin: Mapped[str] = mapped_column(String(20))
    job: Mapped[str | None] = mapped_column(ID, default=None)
    made_by: Mapped[str] = mapped_column(ID)
    made: Mapped[datetime] = mapped_column(Instant)
    note: Mapped[str] = mapped_column(String(240), default="")
    data: Mapped[int] = mapped_column(default=0)
    seen: Mapped[int] = mapped_column(default=0)
    fingerprint: Mapped[str] = mapped_column(String(64))
    tiers: Mapped[Any] = mapped_column(JSON, nullable=True, default=None)


class AssignmentRow(Base):
    """
    A person on a slot that a version adds to its parent or takes away from it.

    A version's assignments are those of its line of parents, applied in order.
    """

    __tablename__ = "assignment"
    __table_args__ = (CheckConstraint("change in (-1, 1)", name="change"),)

    version: Mapped[str] = mapped_column(ForeignKey("rota_version.id"), primary_key=True)
    slot: Mapped[str] = mapped_column(String(160), primary_key=True)
    mediator: Mapped[str] = mapped_column(String(120), primary_key=True)
    change: Mapped[int]


class OpenPostsRow(Base):
    """
    Why posts of a draft's version are open, as it was worked out (see `api.month.holes.kept`).

    `facts`: a digest of what it was worked out from; of other facts it is worked out again. One
    version a draft is kept; what names people that were erased goes with them.
    """

    __tablename__ = "open_posts"

    rota: Mapped[str] = mapped_column(ForeignKey("rota.id"), primary_key=True)
    number: Mapped[int]
    facts: Mapped[str] = mapped_column(String(64))
    kept: Mapped[datetime] = mapped_column(Instant)
    posts: Mapped[bytes] = mapped_column(LargeBinary)
