"""Calculs: what was asked of the solver, how far it is, and which machines are alive."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.store.base import ID, Base, Instant, Json, new_id


class JobRow(Base):
    """
    One calculation. Its id is the workflow's; this row is what people see of it.

    `kind`: `solve`, `replan`, `explain`. `state`: `created`, `queued`, `solving`, `completed`,
    `stopped`, `cancelled`, `failed`. `outcome`, kept apart: `optimal`, `feasible`, `infeasible`,
    `unknown`. `best`: the best rota so far, to start from after a crash. `version`: the rota's
    version that it made. `engine`: versions, seed and limits, so that it can be run again.
    """

    __tablename__ = "job"

    id: Mapped[str] = mapped_column(ID, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), index=True)
    outcome: Mapped[str | None] = mapped_column(String(20), default=None)
    rota: Mapped[str] = mapped_column(ForeignKey("rota.id"), index=True)
    base: Mapped[int] = mapped_column(default=0)
    options: Mapped[Any] = mapped_column(Json)
    engine: Mapped[Any] = mapped_column(Json, default=None)
    asked_by: Mapped[str] = mapped_column(ID)
    asked: Mapped[datetime] = mapped_column(Instant)
    started: Mapped[datetime | None] = mapped_column(Instant, default=None)
    ended: Mapped[datetime | None] = mapped_column(Instant, default=None)
    worker: Mapped[str] = mapped_column(String(120), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    stop_asked: Mapped[bool] = mapped_column(default=False)
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    progress: Mapped[Any] = mapped_column(Json, default=None)
    best: Mapped[Any] = mapped_column(Json, default=None)
    result: Mapped[Any] = mapped_column(Json, default=None)
    version: Mapped[int | None] = mapped_column(default=None)
    message: Mapped[str] = mapped_column(Text, default="")


class WorkerRow(Base):
    """A process that takes jobs, and when it was last heard of."""

    __tablename__ = "worker"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    started: Mapped[datetime] = mapped_column(Instant)
    seen: Mapped[datetime] = mapped_column(Instant)
    capacity: Mapped[int] = mapped_column(default=1)
