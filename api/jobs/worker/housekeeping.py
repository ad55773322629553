"""Ménage: once a day, what nobody will read again is deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from api.database.engine import writing
from api.database.tables.jobs import JobEventRow, JobRow, WorkerRow
from api.jobs.states import ENDS
from api.jobs.worker import workflow
from api.privacy.retention import purge

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from api.settings import Settings


def clean(engine: Engine, settings: Settings) -> None:
    """
    Delete the workflows and the events of calculations that ended long ago, and who left.

    And what `api.privacy.retention` says has been kept long enough.
    """
    now = datetime.now(UTC)
    before = now - timedelta(days=settings.job_days)
    with writing(engine) as session:
        ended = select(JobRow.id).where(
            JobRow.state.in_([end.value for end in ENDS]), JobRow.ended < before
        )
        session.execute(delete(JobEventRow).where(JobEventRow.job.in_(ended)))
        session.execute(delete(WorkerRow).where(WorkerRow.seen < before))
    workflow.purge(settings.job_days)
    purge(engine, settings, now)
