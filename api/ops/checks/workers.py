"""Check that someone is there to calculate, and that nothing waits too long."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from api.database.engine import connect, is_sqlite, reading
from api.database.tables.jobs import JobRow, WorkerRow
from api.french.plural import plural
from api.ops.check import Check, fault, warning, well
from api.settings import Settings

PATIENCE = timedelta(hours=1)
QUEUE = "workflow_status"


def queue(settings: Settings) -> Check:
    """Whether the queue's own tables can be read."""
    from api.jobs.worker.workflow import own_url  # noqa: PLC0415 - it loads the queue's engine

    engine = connect(own_url(settings.database_url))
    file = is_sqlite(engine)
    try:
        has_queue = (not file or Path(engine.url.database or "").is_file()) and inspect(
            engine
        ).has_table(QUEUE, schema=None if file else "dbos")
    except SQLAlchemyError as error:
        return fault("file", f"ne répond pas ({type(error).__name__})")
    finally:
        engine.dispose()
    if not has_queue:
        return warning("file", "pas encore créée : « rota serve » ou « rota worker » la crée")
    return well("file", "répond")


def workers(engine: Engine, settings: Settings) -> Check:
    """Whether a worker was heard of lately, and nothing waits for more than an hour."""
    now = datetime.now(UTC)
    try:
        with reading(engine) as session:
            seen = list(session.scalars(select(WorkerRow.seen)))
            oldest = session.scalar(
                select(func.min(JobRow.requested)).where(JobRow.state.in_(("created", "queued")))
            )
    except SQLAlchemyError as error:
        return fault("travailleurs", f"illisibles ({type(error).__name__})")
    alive = [
        instant for instant in seen if now - instant < timedelta(seconds=settings.dead_seconds)
    ]
    if not alive and oldest is not None:
        return fault("travailleurs", "aucun ne répond, et des calculs attendent")
    if not alive:
        return warning("travailleurs", "aucun ne répond : lancez « rota serve » ou « rota worker »")
    if oldest is not None and now - oldest > PATIENCE:
        minutes = int((now - oldest).total_seconds() // 60)
        return warning("travailleurs", f"un calcul attend depuis {plural(minutes, 'minute')}")
    silent = f", {len(seen) - len(alive)} sans signe de vie" if len(seen) > len(alive) else ""
    words = f"{plural(len(alive), 'travailleur')} en vie{silent}"
    return warning("travailleurs", words) if silent else well("travailleurs", words)
