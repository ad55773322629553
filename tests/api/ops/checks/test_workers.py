from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.database.engine import connect, writing
from api.database.tables.jobs import JobRow, WorkerRow
from api.database.tables.month import RotaRow
from api.jobs.worker.workflow import own_url
from api.ops.check import Grade
from api.ops.checks.workers import queue, workers
from api.settings import Settings

SETTINGS = Settings()
NOBODY = "0" * 32


def seen(engine: Engine, **ages: int) -> None:
    """Note that workers were heard of so many seconds ago."""
    now = datetime.now(UTC)
    with writing(engine) as session:
        for name, age in ages.items():
            session.add(WorkerRow(id=name, started=now, seen=now - timedelta(seconds=age)))


def ask(engine: Engine, minutes: int) -> None:
    """Ask for a calculation, so many minutes ago."""
    now = datetime.now(UTC)
    with writing(engine) as session:
        rota = RotaRow(month=now.date(), made_by=NOBODY, made=now)
        session.add(rota)
        session.flush()
        session.add(
            JobRow(
                kind="solve",
                state="queued",
                rota=rota.id,
                options={},
                asked_by=NOBODY,
                requested=now - timedelta(minutes=minutes),
            )
        )


@pytest.mark.parametrize(
    ("ages", "waiting", "state", "text"),
    [
        ({"a": 1}, None, Grade.OK, "1 travailleur en vie"),
        ({"a": 1, "b": 2}, 59, Grade.OK, "2 travailleurs en vie"),
        ({"a": 1}, 61, Grade.WARNING, "un calcul attend depuis 61 minutes"),
        ({"a": 1, "b": 600}, None, Grade.WARNING, "1 travailleur en vie, 1 sans signe de vie"),
        ({"a": 600}, 1, Grade.FAULT, "aucun ne répond, et des calculs attendent"),
        (
            {},
            None,
            Grade.WARNING,
            "aucun ne répond : lancez « rota serve » ou « rota worker »",
        ),
    ],
)
def test_workers_are_judged_by_their_last_sign_and_what_waits(
    engine: Engine, ages: dict[str, int], waiting: int | None, state: Grade, text: str
) -> None:
    seen(engine, **ages)
    if waiting is not None:
        ask(engine, waiting)
    check = workers(engine, SETTINGS)

    assert (check.state, check.text.replace("\u00a0", " ")) == (state, text)


def test_a_queue_that_was_never_made_is_worth_a_look_and_is_not_made(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/roulement.db")

    assert queue(settings).state is Grade.WARNING
    assert list(tmp_path.iterdir()) == []


def test_a_queue_with_its_tables_is_well(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/roulement.db")
    engine = connect(own_url(settings.database_url))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE workflow_status (a integer)")
    engine.dispose()

    assert queue(settings).state is Grade.OK


def test_a_queue_on_a_server_is_looked_for_there(postgres: str) -> None:
    assert queue(Settings(database_url=postgres)).state is Grade.WARNING
    assert queue(Settings(database_url="postgresql://r@127.0.0.1:1/r")).state is Grade.FAULT
