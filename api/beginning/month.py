"""The first month: which one, what is there of it, and a draft that is calculated at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.idempotency import Once
from api.database.engine import reading
from api.database.tables.month import RotaRow
from api.french.words import month_name
from api.jobs.requests import submit_once
from api.jobs.service import running_of
from api.jobs.shapes import AskJob, JobConfig, JobInput, JobOut
from api.month.drafts.service import NewDraft, begin_draft
from api.month.places.drafts import drafts
from api.settings import Settings
from api.shell.option import Option
from api.web.months import first_of
from scheduler.domain.time import PARIS, next_month

AHEAD = 4
"""Months that are offered, the present one first."""

SECONDS = 30
"""Of search: enough for the first sight of a small team, and the page offers more."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A draft that is begun: its month, and the id of a calculation that isn't over (or empty)."""

    row: RotaRow
    name: str
    job: str


def months(now: datetime) -> Sequence[Option]:
    """Return the months that may be begun; the next one is chosen."""
    month = now.astimezone(PARIS).date().replace(day=1)
    options = []
    for n in range(AHEAD):
        options.append(Option(value=f"{month:%Y-%m}", label=month_name(month), chosen=n == 1))
        month = next_month(month)
    return options


def begun(session: Session, now: datetime) -> Sequence[Begun]:
    """Return the drafts of this month and later, the nearest month first."""
    today = now.astimezone(PARIS).date().replace(day=1)
    rows = [row for row in drafts(session) if row.month >= today]
    lines = []
    for row in sorted(rows, key=lambda row: row.month):
        job = running_of(session, row.id)
        lines.append(Begun(row=row, name=month_name(row.month), job="" if job is None else job.id))
    return lines


def begin(caller: Caller, engine: Engine, settings: Settings, month: str) -> str:
    """
    Begin a draft of a month and calculate it; return the address of what comes next.

    A month that has a draft already keeps it, so that a button pressed twice begins one. Raises
    `RoulementError` as `begin_draft` does: nothing is to be held in that month, or nobody is there.
    """
    wanted = first_of(month)
    with reading(engine) as session:
        there = next((row for row in drafts(session, month=wanted)), None)
        job = running_of(session, there.id) if there else None
    if there is not None:
        return f"/plannings/{there.id}" + (f"/calculs/{job.id}" if job else "")
    row = begin_draft(caller, engine, NewDraft(month=month))
    seconds = min(SECONDS, settings.solve_seconds)
    wish = AskJob(config=JobConfig(seconds=seconds), model_input=JobInput(kind="solve"))
    asked_once = Once(engine, caller.user, row.id, row.id)
    answer = submit_once(caller, row.id, wish, once=asked_once, settings=settings)
    return f"/plannings/{row.id}" + (f"/calculs/{answer.id}" if isinstance(answer, JobOut) else "")
