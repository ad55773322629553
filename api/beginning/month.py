"""The first month: which one, what is there of it, and a draft that is calculated at once."""

from collections.abc import Sequence
from datetime import date, datetime

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
from api.web.months import first_of
from scheduler.domain.time import civil_day, month_later
from scheduler.errors import RoulementError

AHEAD = 4
"""Months that are offered, the present one first."""

SECONDS = 30
"""Of search: enough for the first sight of a small team, and the page offers more."""


def months(now: datetime) -> Sequence[date]:
    """Return the months that may be begun; the second, which is the next, is the usual choice."""
    first = civil_day(now).replace(day=1)
    return [month_later(first, n) for n in range(AHEAD)]


def begun(session: Session, now: datetime) -> Sequence[tuple[RotaRow, str]]:
    """
    Return the drafts of this month and later, the nearest month first.

    Each with the id of its calculation that isn't over (empty: there is none).
    """
    rows = [row for row in drafts(session) if row.month >= months(now)[0]]
    rows.sort(key=lambda row: row.month)
    running = [running_of(session, row.id) for row in rows]
    return [(row, job.id if job else "") for row, job in zip(rows, running, strict=True)]


def begin(caller: Caller, engine: Engine, settings: Settings, month: str, now: datetime) -> str:
    """
    Begin a draft of a month and calculate it; return the address of what comes next.

    A month that has a draft already keeps it, so that a button pressed twice begins one. Raises
    `RoulementError`: the month isn't offered (see `months`), or as `begin_draft` does, nothing is
    to be held in it, or nobody is there.
    """
    with reading(engine) as session:
        for there in drafts(session, month=first_of(month)):
            job = running_of(session, there.id)
            return f"/plannings/{there.id}" + (f"/calculs/{job.id}" if job else "")
    if first_of(month) not in (offered := months(now)):
        first, last = month_name(offered[0]), month_name(offered[-1])
        raise RoulementError(f"mois à préparer : attendu un mois de {first} à {last}")
    row = begin_draft(caller, engine, NewDraft(month=month))
    seconds = min(SECONDS, settings.solve_seconds)
    wish = AskJob(config=JobConfig(seconds=seconds), model_input=JobInput(kind="solve"))
    once = Once(engine, caller.user, row.id, row.id)
    answer = submit_once(caller, row.id, wish, once=once, settings=settings)
    return f"/plannings/{row.id}" + (f"/calculs/{answer.id}" if isinstance(answer, JobOut) else "")
