"""Define the tables of calculations and of the machines that do them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.database.base import ID, JSON, Base, Instant, new_id

PROBLEM = "problem"
"""The kind of calculation of no draft: it was sent with all that it needs (`JobProblemRow`)."""


class JobRow(Base):
    """
    One calculation. Its id is the workflow's; this row is what people see of it.

    `kind`: `solve`, `replan`, `repairs`, `explain`, `alternative`, `replay`, `problem`. `state` and
    `outcome`: see `api.jobs.states`. `rota`: its draft (None: of none, a `problem`). `base`: the
    draft's version that it starts from. `options`: as they were
    asked for, with the publications that were known then: the draft's (`seen`) and the register's
    (`register`). `engine`: versions, seed and limits, so that it can be run again. `turn` is raised
    each time that a worker takes it: what another turn writes is refused. `attempts` counts those
    that ended in a crash, and this one. `events` is the number of its last event. `best`: the best
    rota so far, to start from after a crash. `version`: the rota's version that it made.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_rota_asked", "rota", "asked"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), index=True)
    outcome: Mapped[str | None] = mapped_column(String(20), default=None)
    rota: Mapped[str | None] = mapped_column(ForeignKey("rota.id"))
    base: Mapped[int] = mapped_column(default=0)
    options: Mapped[Any] = mapped_column(JSON)
    engine: Mapped[Any] = mapped_column(JSON, nullable=True, default=None)
    asked_by: Mapped[str] = mapped_column(ID)
    requested: Mapped[datetime] = mapped_column("asked", Instant)
    started: Mapped[datetime | None] = mapped_column(Instant, default=None)
    ended: Mapped[datetime | None] = mapped_column(Instant, default=None)
    worker: Mapped[str] = mapped_column(String(120), default="")
    turn: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    stop_asked: Mapped[bool] = mapped_column(default=False)
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    events: Mapped[int] = mapped_column(default=0)
    progress: Mapped[Any] = mapped_column(JSON, nullable=True, default=None)
    best: Mapped[Any] = mapped_column(JSON, nullable=True, default=None)
    result: Mapped[Any] = mapped_column(JSON, nullable=True, default=None)
    version: Mapped[int | None] = mapped_column(default=None)
    message: Mapped[str] = mapped_column(Text, default="")

    @property
    def draft(self) -> str:
        """The id of its draft (TypeError: it is of none)."""
        if self.rota is None:
            raise TypeError(self.kind)
        return self.rota


class JobProblemRow(Base):
    """What a calculation of no draft was sent with, as its body had it: it names people."""

    __tablename__ = "job_problem"

    job: Mapped[str] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[Any] = mapped_column(JSON)


class JobEventRow(Base):
    """
    What happened to a calculation, numbered from 1: who follows it misses nothing.

    `kind`: `etat`, `avancement`, `fin`.
    """

    __tablename__ = "job_event"

    job: Mapped[str] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[str] = mapped_column(String(20))
    data: Mapped[Any] = mapped_column(JSON)


class JobLoanRow(Base):
    """
    Parts of a calculation, by name, that another worker may search while the calculation runs.

    `turn`: the calculation's, whose worker lends them. `now`: the UTC minute that it plans from.
    `state`: see `api.jobs.worker.lending`. `recalled`: their worker ends and says what it has.
    `worker` has them, and last said so at `seen`, by the database's clock. `words` counts what it
    told: its best rota so far, and how each part ended (`ends`).
    """

    __tablename__ = "job_loan"

    job: Mapped[str] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    turn: Mapped[int]
    now: Mapped[int]
    parts: Mapped[Any] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20))
    recalled: Mapped[bool] = mapped_column(default=False)
    worker: Mapped[str] = mapped_column(String(120), default="")
    seen: Mapped[datetime | None] = mapped_column(Instant, default=None)
    words: Mapped[int] = mapped_column(default=0)
    best: Mapped[Any] = mapped_column(JSON, nullable=True, default=None)
    ends: Mapped[Any] = mapped_column(JSON, nullable=True, default=None)


class WorkerRow(Base):
    """A process that does calculations, with its last heartbeat by the database's clock."""

    __tablename__ = "worker"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    started: Mapped[datetime] = mapped_column(Instant)
    seen: Mapped[datetime] = mapped_column(Instant)
    capacity: Mapped[int] = mapped_column(default=1)
