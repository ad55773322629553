import re
import socket
from contextlib import closing
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine, select

from api.database.engine import connect, reading
from api.database.tables.mail import MailRow
from api.serve import PortError, listen, port_of, serve
from api.settings import Settings
from tests.api.commands import framed, rota
from tests.api.jobs.processes import serving, started


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    # The log's door is the process's: the tests' own stays as it is.
    monkeypatch.setattr("api.cli.service.serving.configure_logs", lambda _: None)


#: A service that is told to end where exceptions are lost, as while an import cleans up.
LOST = """
import os, signal, time
from api.database.engine import connect
from api.database.migrating import upgrade
from api.serve import listen, serve
from api.settings import read_settings

def ready():
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.1)
    except KeyboardInterrupt:
        pass

signal.signal(signal.SIGTERM, signal.default_int_handler)
settings = read_settings().at_port(0)
engine = connect(settings.database_url)
upgrade(engine)
serve(settings, engine, listen(settings), ready=ready)
"""


@pytest.mark.long
def test_a_signal_as_the_service_comes_up_ends_it(tmp_path: Path) -> None:
    with started(["-c", LOST], tmp_path, "sqlite:///roulement.db") as process:
        # On a busy machine the imports alone take most of a minute.
        assert process.popen.wait(300) == 0, process.said()


@pytest.mark.long
def test_an_empty_folder_is_enough_to_serve_its_printed_code_opens_it_and_the_end_is_clean(
    tmp_path: Path,
) -> None:
    password = "cinq chats gris dorment"  # noqa: S105 - a test's
    with serving(tmp_path, "sqlite:///roulement.db") as process:
        where = process.until(r"Roulement \S+ : (http://127.0.0.1:\d+) \(SQLite [\d.]+, (.+)\)\.")
        said = process.until(
            r"Aucun compte encore\. Ouvrez (http://127\.0\.0\.1:\d+/premier-compte)#(\S+) "
            r"\(le code, qui ne sert qu’une fois : \2\)"
        )
        form = {"code": said.group(2), "name": "Ana", "email": "ana@exemple.org"}
        with httpx2.Client(headers={"accept": "text/html"}, timeout=60) as client:
            made = client.post(said.group(1), data={**form, "password": password})
            again = client.post(said.group(1), data={**form, "password": password})
            client.post(f"{process.address}/oubli", data={"email": form["email"]})
            link = _mailed(tmp_path / "roulement.db")
            opened = client.get(link)
            document = client.get(f"{process.address}/api/v1/openapi.json").json()
        code = process.end()
        ended = process.said().rstrip()
    with serving(tmp_path, "sqlite:///roulement.db") as process:
        process.until("Application startup complete")

    assert where.group(2) == "calculs dans ce processus"
    assert document["servers"][0]["url"] == where.group(1)
    assert code == 0
    assert ended.endswith("Arrêté : rien n’est perdu, les calculs en cours reprendront.")
    assert {"roulement.db", "roulement-travaux.db"} <= {path.name for path in tmp_path.iterdir()}

    assert (made.status_code, made.headers["location"]) == (303, "/")
    assert again.status_code == 409
    assert link.startswith(f"{said.group(1).removesuffix('premier-compte')}mot-de-passe#")
    assert opened.status_code == 200
    assert "Aucun compte encore" not in process.said()


def _mailed(path: Path) -> str:
    """Return the link of the only mail that waits."""
    engine = connect(f"sqlite:///{path}")
    with reading(engine) as session:
        (body,) = session.scalars(select(MailRow.body))
    engine.dispose()
    (link,) = re.findall(r"https?://\S+", body)
    return str(link)


def test_a_port_that_is_taken_is_said_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("ROULEMENT_PORT", str(port))
        result = rota("serve")

    assert result.exit_code == 2
    assert (
        f"Le port {port} de 127.0.0.1 est déjà pris : arrêtez l’autre programme, ou choisissez un "
        "autre port (--port ou ROULEMENT_PORT)."
    ) in framed(result)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("192.0.2.1", "cette adresse n’est pas de cette machine (ROULEMENT_HOST)."),
        ("nulle.part.invalid", "ce nom de machine est inconnu (ROULEMENT_HOST)."),
    ],
)
def test_an_address_that_can_not_be_listened_at_is_said_in_french(
    host: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROULEMENT_HOST", host)

    result = rota("serve", "--port", "8123")

    assert result.exit_code == 2
    assert f"Impossible d’écouter sur {host}, port 8123 : {words}" in framed(result)


def test_of_two_that_have_a_port_at_once_the_second_to_listen_says_that_it_is_taken(
    sqlite_engine: Engine,
) -> None:
    first = listen(Settings(port=0))
    settings = Settings(port=port_of(first))
    second = listen(settings)
    with closing(first), closing(second):
        first.listen()
        with pytest.raises(PortError, match=f"Le port {settings.port} de 127.0.0.1 est déjà pris"):
            serve(settings, sqlite_engine, second)


def test_a_database_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    url = f"postgresql://ana:motdepasse@127.0.0.1:{port}/roulement"
    monkeypatch.setenv("ROULEMENT_DATABASE_URL", url)
    monkeypatch.setenv("ROULEMENT_DATABASE_SECONDS", "1")

    result = rota("worker")

    assert result.exit_code == 2
    assert "La base de données ne répond pas (127.0.0.1) : vérifiez qu’elle tourne" in framed(
        result
    )
    assert "motdepasse" not in result.stderr


def test_a_worker_on_sqlite_is_refused_with_the_reason() -> None:
    result = rota("worker")

    assert result.exit_code == 2
    assert "SQLite n’admet qu’un processus : « rota serve » y fait aussi les calculs." in framed(
        result
    )


def test_a_worker_on_a_database_that_is_not_up_to_date_is_refused(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROULEMENT_DATABASE_URL", postgres)
    monkeypatch.setattr("api.cli.service.serving.head", lambda: "9999")

    result = rota("worker")

    assert result.exit_code == 2
    assert "ce programme à la version 9999 : lancez d’abord « rota serve »" in framed(result)
