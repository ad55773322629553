"""Check the database: its tables, its room, and who works off what waits in it."""

import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from api.database.base import every_table
from api.database.engine import connect, is_sqlite, reading, version_of
from api.database.tables.jobs import JobRow, WorkerRow
from api.french.plural import plural
from api.french.system import cause_of
from api.ops.check import Check, fault, warning, well
from api.settings import Settings

MB = 1 << 20
OTHERS = stat.S_IRWXO


def reached(engine: Engine) -> Check:
    """Whether the database answers, and what it is; a file that isn't there isn't made."""
    path = _file(engine)
    if path is not None and not path.is_file():
        return fault("base", f"{path} n’existe pas")
    try:
        with reading(engine) as session:
            session.execute(text("SELECT 1"))
        return well("base", f"{version_of(engine)} répond")
    except SQLAlchemyError as error:
        return fault("base", f"ne répond pas ({type(error).__name__})")


def schema(engine: Engine) -> Check:
    """Whether every table and column that this release uses is there."""
    try:
        lacking = list(_lacking(engine))
    except SQLAlchemyError as error:
        return fault("schéma", f"illisible ({type(error).__name__})")
    if lacking:
        shown = ", ".join(lacking[:5])
        return fault("schéma", f"pas à jour, il manque : {shown} (rota upgrade)")
    return well("schéma", "à jour")


def space(engine: Engine, settings: Settings) -> Check:
    """Whether there is room left beside a SQLite file; PostgreSQL's is its server's affair."""
    folder = _folder(engine)
    if folder is None:
        return well("disque", "celui du serveur PostgreSQL, à surveiller là-bas")
    try:
        free = shutil.disk_usage(folder).free // MB
    except OSError as error:
        return fault("disque", f"{folder} ne peut pas être lu ({cause_of(error)})")
    words = f"{free} Mo libres (attendu : au moins {settings.disk_mb})"
    return well("disque", words) if free >= settings.disk_mb else fault("disque", words)


def journal_mode(engine: Engine) -> Check:
    """Whether writes survive a power cut."""
    try:
        with engine.connect() as connection:
            if is_sqlite(engine):
                mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()
                good, words = mode == "wal", f"mode {mode} (attendu : wal)"
            else:
                kept = connection.execute(text("SHOW fsync")).scalar_one()
                said = connection.execute(text("SHOW synchronous_commit")).scalar_one()
                good = kept == "on" and said not in ("off", "local")
                words = f"fsync {kept}, synchronous_commit {said} (attendu : on, on)"
    except SQLAlchemyError as error:
        return fault("durabilité", f"illisible ({type(error).__name__})")
    return well("durabilité", words) if good else fault("durabilité", words)


def permissions(engine: Engine) -> Check:
    """Whether the SQLite file is closed to the machine's other users."""
    path = _file(engine)
    if path is None:
        return well("droits", "base sur un serveur")
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return fault("droits", f"{path} : {cause_of(error)}")
    words = f"{path.name} en {stat.S_IMODE(mode):o}"
    if mode & OTHERS:
        return warning("droits", f"{words} : lisible par tous les comptes (chmod o= {path.name})")
    return well("droits", words)


def _lacking(engine: Engine) -> Iterator[str]:
    inspector = inspect(engine)
    there = set(inspector.get_table_names())
    for table in every_table().sorted_tables:
        if table.name not in there:
            yield table.name
            continue
        columns = {column["name"] for column in inspector.get_columns(table.name)}
        yield from (
            f"{table.name}.{column.name}" for column in table.columns if column.name not in columns
        )


def _file(engine: Engine) -> Path | None:
    name = engine.url.database
    return Path(name) if is_sqlite(engine) and name and name != ":memory:" else None


def _folder(engine: Engine) -> Path | None:
    path = _file(engine)
    return None if path is None else path.absolute().parent


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
