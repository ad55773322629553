"""Commands wait for their database: PostgreSQL that starts, another writer of a SQLite file."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa

from api.cli.screen import say
from api.database.engine import connect
from tests.api.commands import framed, rota
from tests.api.jobs.asked import Office, office
from tests.api.jobs.processes import ROTA, serving, started, working
from tests.api.own_server import OwnServer
from tests.api.schema import make_schema

ADDED = ("user", "add", "ada@exemple.org", "--nom", "Ada", "--role", "admin")
READY = "/sante/pret"


@pytest.fixture
def server() -> Iterator[OwnServer]:
    made = OwnServer()
    yield made
    made.close()


@pytest.fixture
def petit(server: OwnServer) -> Iterator[Office]:
    engine = connect(server.url)
    make_schema(engine)
    yield office(engine, "petit")
    engine.dispose()


@contextmanager
def locked(path: Path | str) -> Iterator[threading.Event]:
    """Write to a SQLite file, as a long import does, until the event is set, or this is left."""
    taken, over = threading.Event(), threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            taken.set()
            over.wait()
            connection.execute("COMMIT")

    thread = threading.Thread(target=write)
    thread.start()
    taken.wait()
    try:
        yield over
    finally:
        over.set()
        thread.join()


def ended(petit: Office, job: str, seconds: float = 120.0) -> str:
    """Wait until a calculation ends, and return its state."""
    deadline = time.monotonic() + seconds
    while petit.row(job).state not in ("completed", "failed", "cancelled"):
        assert time.monotonic() < deadline, petit.row(job).state
        time.sleep(0.1)
    return petit.row(job).state


def until_somebody_is_connected(url: str, seconds: float = 60.0) -> None:
    """Wait until another process has a connection to the server."""
    deadline = time.monotonic() + seconds
    others = sa.text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    while True:
        with engine.connect() as connection:
            if connection.execute(others).scalar_one():
                return
        assert time.monotonic() < deadline


def test_an_account_is_added_once_another_program_has_written(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    monkeypatch.setenv("ROULEMENT_DATABASE_URL", sqlite_url)

    with locked(path) as over:

        def say_and_free(message: str) -> None:
            say(message)
            over.set()

        monkeypatch.setattr("api.cli.service.database.say", say_and_free)
        said = rota(*ADDED)

    assert said.exit_code == 0, said.stderr
    assert "La base est occupée par un autre programme (calcul, import)" in said.stderr
    assert said.stderr.count("chacun son tour") == 1
    assert "Compte ouvert : ada@exemple.org" in said.stdout + said.stderr


@pytest.mark.long
def test_who_gives_up_says_in_french_what_to_do_and_has_written_nothing(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    monkeypatch.setenv("ROULEMENT_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("ROULEMENT_DATABASE_SECONDS", "1")

    with locked(path):
        said = rota(*ADDED)

    assert said.exit_code == 2
    assert "La base est restée occupée par un autre programme : rien n’a été écrit." in framed(said)
    assert "Attendez la fin du calcul ou de l’import en cours" in framed(said)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM user_account").fetchone() == (0,)


def test_a_command_that_only_reads_does_not_wait_for_a_writer(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROULEMENT_DATABASE_URL", sqlite_url)

    with locked(sqlite_url.removeprefix("sqlite:///")):
        said = rota("user", "list")

    assert said.exit_code == 0, said.stderr
    assert "occupée" not in said.stderr


@pytest.mark.long
@pytest.mark.postgresql
@pytest.mark.usefixtures("petit")
@pytest.mark.parametrize("begin", ["serve", "worker"])
def test_the_service_waits_for_a_server_that_is_not_there_yet(
    server: OwnServer, tmp_path: Path, begin: str
) -> None:
    server.stop()
    words = [*ROTA, *([begin, "--role", "w"] if begin == "worker" else [begin])]
    with started(words, tmp_path, server.url, port=0) as process:
        process.until("La base de données ne répond pas encore")
        time.sleep(2)
        assert process.popen.poll() is None
        server.start()
        process.until("travailleur « " if begin == "worker" else r"http://\S+:\d+ \(")
        said = process.said()

    assert said.count("ne répond pas encore") == 1
    assert "PostgreSQL" in said


@pytest.mark.long
@pytest.mark.postgresql
@pytest.mark.usefixtures("petit")
@pytest.mark.parametrize("begin", ["serve", "worker"])
@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_the_service_waits_again_for_a_server_that_goes_away_while_it_begins(
    server: OwnServer, tmp_path: Path, begin: str, seconds: float
) -> None:
    words = [*ROTA, *([begin, "--role", "w"] if begin == "worker" else [begin])]
    with started(words, tmp_path, server.url, port=0) as process:
        until_somebody_is_connected(server.url)
        time.sleep(seconds)
        server.stop()
        time.sleep(2)
        server.start()
        process.until("travailleur « " if begin == "worker" else r"http://\S+:\d+ \(")
        assert process.end() == 0


@pytest.mark.long
@pytest.mark.postgresql
@pytest.mark.usefixtures("petit")
def test_the_service_waits_while_the_server_recovers(server: OwnServer, tmp_path: Path) -> None:
    # A standby that answers nobody refuses as a server that recovers does (SQLSTATE 57P03).
    server.recover()
    with started([*ROTA, "worker", "--role", "w"], tmp_path, server.url) as process:
        process.until("La base de données démarre")
        time.sleep(2)
        assert process.popen.poll() is None
        server.promote()
        process.until("travailleur « ")
        assert process.said().count("La base de données démarre") == 1


@pytest.mark.long
@pytest.mark.postgresql
def test_who_has_waited_long_enough_says_what_to_look_at(server: OwnServer, tmp_path: Path) -> None:
    server.stop()
    with started(
        [*ROTA, "worker", "--role", "w"], tmp_path, server.url, database_seconds=1
    ) as process:
        code = process.popen.wait(60)
        said = " ".join(process.said().replace("│", " ").split())

    assert code == 2
    assert "La base de données ne répond pas" in said
    assert "vérifiez qu’elle tourne et ROULEMENT_DATABASE_URL" in said


@pytest.mark.long
@pytest.mark.postgresql
def test_a_server_that_refuses_the_account_is_not_waited_for(
    server: OwnServer, tmp_path: Path
) -> None:
    other = server.url.replace("/postgres?", "/autre?")
    with started([*ROTA, "worker", "--role", "w"], tmp_path, other) as process:
        code = process.popen.wait(60)

    assert code == 2
    assert "encore" not in process.said()


@pytest.mark.long
@pytest.mark.postgresql
def test_a_worker_and_a_service_outlive_a_restart_of_the_server(
    petit: Office, server: OwnServer, tmp_path: Path
) -> None:
    quick: dict[str, Any] = {"heartbeat_seconds": 0.2, "poll_seconds": 0.1}
    with (
        serving(tmp_path, server.url) as service,
        working(tmp_path, server.url, "w", **quick) as worker,
    ):
        server.stop()
        time.sleep(3)
        away = httpx2.get(f"{service.address}{READY}", timeout=60).status_code
        server.start()
        job = petit.ask()
        state = ended(petit, job)
        alive = (worker.popen.poll(), service.popen.poll())
        back = httpx2.get(f"{service.address}{READY}", timeout=60).status_code

    assert (away, state, alive, back) == (503, "completed", (None, None), 200)
