"""Define the tables of requests for leave, of swaps, and of hours really worked."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.database.base import ID, JSON, Base, Instant, new_id


class LeaveState(StrEnum):
    """The state of a request for leave."""

    ASKED = "demande"
    GRANTED = "accorde"
    REFUSED = "refuse"
    WITHDRAWN = "retire"


class SwapState(StrEnum):
    """The state of a swap. LAPSED: a shift changed or began before the swap was published."""

    ASKED = "demande"
    ACCEPTED = "accepte"
    APPROVED = "approuve"
    REFUSED = "refuse"
    WITHDRAWN = "retire"
    LAPSED = "caduc"


class LeaveRow(Base):
    """
    Leave that a person asks for. `state`: see `LeaveState`.

    `start` and `end` are moments as absences.csv writes them; once granted, it is an absence.
    """

    __tablename__ = "leave_request"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    mediator: Mapped[str] = mapped_column(String(120), index=True)
    start: Mapped[str] = mapped_column(String(20))
    end: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(240), default="")
    state: Mapped[str] = mapped_column(String(20), index=True)
    requested: Mapped[datetime] = mapped_column("asked", Instant)
    decided: Mapped[datetime | None] = mapped_column(Instant, default=None)
    decided_by: Mapped[str] = mapped_column(ID, default="")
    answer: Mapped[str] = mapped_column(String(240), default="")
    number: Mapped[int] = mapped_column(default=1)


class SwapRow(Base):
    """
    A swap of published shifts between two people, or a shift given to another.

    `state`: see `SwapState`. `gives` and `takes` are slots' ids (`takes` empty: given away).
    `shifts`: both as they were published when it was asked for. `findings`: by state, what names
    the findings that were shown before each consent (see `api.swaps.exchange.View`), and by side
    where somebody approves for one alone (see `api.swaps.sides`). `publication`: the one that
    carried out the swap.
    """

    __tablename__ = "swap"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    mediator: Mapped[str] = mapped_column(String(120), index=True)
    other: Mapped[str] = mapped_column(String(120), index=True)
    gives: Mapped[str] = mapped_column(String(160))
    takes: Mapped[str] = mapped_column(String(160), default="")
    shifts: Mapped[Any] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(String(240), default="")
    state: Mapped[str] = mapped_column(String(20), index=True)
    requested: Mapped[datetime] = mapped_column("asked", Instant)
    answered: Mapped[datetime | None] = mapped_column(Instant, default=None)
    decided: Mapped[datetime | None] = mapped_column(Instant, default=None)
    decided_by: Mapped[str] = mapped_column(ID, default="")
    answer: Mapped[str] = mapped_column(String(240), default="")
    findings: Mapped[Any] = mapped_column(JSON, default=dict)
    publication: Mapped[int | None] = mapped_column(default=None)
    number: Mapped[int] = mapped_column(default=1)


class WorkedRow(Base):
    """
    Hours really worked: what one says of a duty, never changed; a correction is another row.

    `root` and `number`: the first of a line of corrections, and the place in it, from 1.
    `replaces`: the row that this one corrects or confirms. `uid`: the published assignment
    (empty: work that wasn't planned). `duty`: the slot that was held, or the standby that was
    called. `kind`: see `api.hours.worked.Kind`; `nature`: the duty's own. `confirmed_by`: a
    responsable or RH, who wrote this row. `month`: that of the Paris day of start, `2026-12`.
    """

    __tablename__ = "worked"
    __table_args__ = (Index("ix_worked_month_mediator", "month", "mediator"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    root: Mapped[str] = mapped_column(ID, index=True)
    number: Mapped[int] = mapped_column(default=1)
    mediator: Mapped[str] = mapped_column(String(120), index=True)
    month: Mapped[str] = mapped_column(String(7))
    uid: Mapped[str] = mapped_column(String(255), default="", index=True)
    duty: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(20))
    nature: Mapped[str] = mapped_column(String(20))
    dispositif: Mapped[str] = mapped_column(String(120), default="")
    agency: Mapped[str] = mapped_column(String(120), default="")
    site: Mapped[str] = mapped_column(String(120), default="")
    start: Mapped[datetime] = mapped_column(Instant)
    end: Mapped[datetime] = mapped_column(Instant)
    breaks: Mapped[Any] = mapped_column(JSON)
    why: Mapped[str] = mapped_column(String(240), default="")
    replaces: Mapped[str | None] = mapped_column(ID, default=None, unique=True)
    entered_by: Mapped[str] = mapped_column(ID)
    entered: Mapped[datetime] = mapped_column(Instant)
    confirmed_by: Mapped[str] = mapped_column(ID, default="")
