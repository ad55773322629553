from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from api.database.engine import connect, writing
from api.database.tables.jobs import JobRow, WorkerRow
from api.database.tables.month import RotaRow
from api.jobs.worker.workflow import own_url
from api.ops.check import Grade
from api.ops.database import journal_mode, permissions, queue, reached, schema, space, workers
from api.settings import Settings
from tests.api.databases import forget_power_cuts
from tests.api.judging.test_processes import within
from tests.api.own_server import OwnServer
from tests.api.schema import make_schema


def test_a_whole_database_is_well(sqlite_engine: sa.Engine) -> None:
    looked = (reached(sqlite_engine), schema(sqlite_engine), journal_mode(sqlite_engine))

    assert [check.state for check in looked] == [Grade.OK] * 3
    assert looked[0].text.endswith(" répond")


@pytest.mark.long
@pytest.mark.postgresql
def test_a_server_is_well_unless_a_power_cut_would_lose_writes() -> None:
    server = OwnServer()
    engine = connect(server.url)
    make_schema(engine)

    looked = (reached(engine), schema(engine), journal_mode(engine))
    assert [check.state for check in looked] == [Grade.OK] * 3
    assert looked[0].text.endswith(" répond")

    forget_power_cuts(server.url)
    engine.dispose()
    assert within(30, lambda: journal_mode(engine).state is Grade.FAULT)
    assert journal_mode(engine).text == ("fsync off, synchronous_commit on (attendu : on, on)")
    engine.dispose()
    server.close()


def test_a_file_that_is_not_there_is_a_fault_and_is_not_made(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/absent.db")
    check = reached(engine)
    engine.dispose()

    assert (check.state, check.text) == (Grade.FAULT, f"{tmp_path}/absent.db n’existe pas")
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_away_is_a_fault() -> None:
    engine = connect("postgresql://rota@127.0.0.1:1/rota")
    looked = (reached(engine), schema(engine), journal_mode(engine))
    engine.dispose()

    assert [check.state for check in looked] == [Grade.FAULT] * 3
    assert looked[0].text == "ne répond pas (OperationalError)"


def test_a_journal_that_would_lose_writes_is_a_fault(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path}/essai.db")
    check = journal_mode(engine)
    engine.dispose()

    assert (check.state, check.text) == (Grade.FAULT, "mode delete (attendu : wal)")


def test_tables_that_lack_are_named_five_at_most(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/vide.db")
    check = schema(engine)
    engine.dispose()

    assert check.state is Grade.FAULT
    assert check.text.count(",") == 5


@pytest.mark.parametrize(
    ("mode", "state"), [(0o600, Grade.OK), (0o640, Grade.OK), (0o644, Grade.WARNING)]
)
def test_a_file_that_all_may_read_is_told(
    sqlite_engine: sa.Engine, tmp_path: Path, mode: int, state: Grade
) -> None:
    (tmp_path / "roulement.db").chmod(mode)

    assert permissions(sqlite_engine).state is state


def test_room_is_held_against_what_is_wanted(engine: sa.Engine) -> None:
    plenty = space(engine, Settings(disk_mb=0))
    lacking = space(engine, Settings(disk_mb=1 << 20))

    assert plenty.state is Grade.OK
    assert lacking.state is (Grade.OK if engine.dialect.name == "postgresql" else Grade.FAULT)


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
