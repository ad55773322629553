"""Real failures: a disk that is full, a database that stops in the middle and comes back."""

import errno
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
import sqlalchemy.orm
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from api.access.door import Router
from api.access.request import Reading, TheEngine, Writing
from api.access.rights.rule import PUBLIC
from api.database.engine import connect, reading, writing
from api.database.tables.state import StateRow
from api.web.refusing.failures import AWAY, BUSY, FULL, UNCONFIRMED, refusal_for
from api.web.refusing.problems import Refusal
from tests.api.cut_line import cut_line
from tests.api.own_server import OwnServer
from tests.api.schema import make_schema
from tests.api.service import NOW
from tests.api.small import small

ROW_BYTES = 30
router = Router(prefix="/essai")


@router.post("/ecrire/{name}/{count}", may=PUBLIC)
def write(name: str, count: int, session: Writing) -> int:
    for number in range(count):
        session.add(StateRow(name=f"{name}-{number:0{ROW_BYTES}}", number=number, changed=NOW))
    return count


@router.get("/lire", may=PUBLIC)
def read(session: Reading) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(StateRow)) or 0


def tried(engine: sa.Engine, also: Router | None = None) -> TestClient:
    both = [router] if also is None else [router, also]
    return TestClient(small(engine, *both), raise_server_exceptions=False)


def assert_refused(answer: Response, refusal: Refusal) -> None:
    assert (answer.status_code, answer.headers["content-type"]) == (
        503,
        "application/problem+json",
    )
    assert answer.json()["code"] == refusal.code
    assert answer.headers["retry-after"] == refusal.headers["Retry-After"]


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Make every file of this process stop growing at `size` bytes: EFBIG, as on a full disk."""
    before, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, hard))


def test_a_file_that_cannot_grow_refuses_and_nothing_is_half_written(
    sqlite_engine: sa.Engine,
) -> None:
    app = tried(sqlite_engine)
    assert app.post("/essai/ecrire/avant/3").status_code == 200
    before = app.get("/essai/lire").json()
    size = os.path.getsize(f"{sqlite_engine.url.database}-wal")  # noqa: PTH202

    with files_no_larger_than(size + 8192):
        assert_refused(app.post("/essai/ecrire/pendant/5000"), FULL)
        assert app.get("/essai/lire").json() == before

    assert app.post("/essai/ecrire/apres/5000").status_code == 200
    assert app.get("/essai/lire").json() == before + 5000


def test_a_full_database_refuses_and_nothing_is_half_written(sqlite_engine: sa.Engine) -> None:
    app = tried(sqlite_engine)
    before = app.get("/essai/lire").json()

    def small(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        # Never less than what is used already.
        connection.cursor().execute("PRAGMA max_page_count = 1")

    sqlite_engine.dispose()
    sa.event.listen(sqlite_engine, "connect", small)

    assert_refused(app.post("/essai/ecrire/pendant/5000"), FULL)
    assert app.get("/essai/lire").json() == before


def test_a_busy_database_says_so(sqlite_engine: sa.Engine) -> None:
    def hurried(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        connection.cursor().execute("PRAGMA busy_timeout = 10")

    sa.event.listen(sqlite_engine, "connect", hurried)
    app = tried(sqlite_engine)
    with writing(sqlite_engine):
        assert_refused(app.post("/essai/ecrire/pendant/1"), BUSY)
    assert app.post("/essai/ecrire/apres/1").status_code == 200


def test_a_file_that_is_no_database_is_away(tmp_path: Path) -> None:
    (tmp_path / "roulement.db").write_bytes(b"pas une base" * 1000)
    engine = connect(f"sqlite:///{tmp_path}/roulement.db")

    assert_refused(tried(engine).get("/essai/lire"), AWAY)
    engine.dispose()


def test_a_folder_that_went_away_is_away(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/absent/roulement.db")

    assert_refused(tried(engine).get("/essai/lire"), AWAY)
    engine.dispose()


def test_a_defect_of_ours_is_no_failure_of_the_database(engine: sa.Engine) -> None:
    app = tried(engine)
    app.post("/essai/ecrire/double/1")

    assert app.post("/essai/ecrire/double/1").status_code == 500


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        ("53100", FULL),
        ("58030", FULL),
        ("53200", BUSY),
        ("40P01", BUSY),
        ("40001", BUSY),
        ("55P03", BUSY),
        ("57P01", AWAY),
        ("57P03", AWAY),
        ("25006", AWAY),
        ("23505", None),
        ("42P01", None),
    ],
)
def test_what_a_server_says_of_itself_decides(
    postgres: str, state: str, refusal: Refusal | None
) -> None:
    engine = connect(postgres)
    raising = sa.text(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$")
    with pytest.raises(DBAPIError) as failed, engine.connect() as connection:
        connection.execute(raising)
    engine.dispose()

    assert refusal_for(failed.value) == refusal


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (PoolTimeoutError(), BUSY),
        (OSError(errno.ENOSPC, "plein"), FULL),
        (OSError(errno.EDQUOT, "quota"), FULL),
        (OSError(errno.EACCES, "droits"), None),
        (ValueError(), None),
    ],
)
def test_what_the_machine_says_decides_too(error: Exception, refusal: Refusal | None) -> None:
    assert refusal_for(error) == refusal


def test_a_server_that_refuses_connexions_is_away() -> None:
    engine = connect("postgresql://rota@127.0.0.1:1/rota")

    assert_refused(tried(engine).get("/essai/lire"), AWAY)
    engine.dispose()


def stopping_midway(stop: Callable[[], None]) -> Router:
    """Return a route whose database stops between its writing and its end."""
    made = Router(prefix="/essai")

    @made.post("/au-milieu", may=PUBLIC)
    def midway(engine: TheEngine) -> str:
        with writing(engine) as session:
            session.add(StateRow(name="au-milieu", changed=NOW))
            session.flush()
            stop()
        return "écrit"

    return made


@pytest.mark.long
def test_a_server_stopped_in_the_middle_loses_nothing_and_comes_back() -> None:
    server = OwnServer()
    engine = connect(server.url)
    make_schema(engine)
    app = tried(engine, stopping_midway(server.stop))
    app.post("/essai/ecrire/avant/3")
    before = app.get("/essai/lire").json()

    assert_refused(app.post("/essai/au-milieu"), AWAY)
    assert_refused(app.get("/essai/lire"), AWAY)
    assert_refused(app.post("/essai/ecrire/pendant/1"), AWAY)

    server.start()
    assert app.get("/essai/lire").json() == before
    assert app.post("/essai/ecrire/apres/2").status_code == 200
    assert app.get("/essai/lire").json() == before + 2
    engine.dispose()
    server.close()


def failing_afterwards(fail: Callable[[sa.orm.Session], None]) -> Router:
    """Return a route that writes, then fails as it reads its answer."""
    made = Router(prefix="/essai")

    @made.post("/apres-coup", may=PUBLIC)
    def afterwards(engine: TheEngine) -> str:
        with writing(engine) as session:
            session.add(StateRow(name="apres-coup", changed=NOW))
        with reading(engine) as session:
            fail(session)
        return "écrit"

    return made


@pytest.mark.postgresql
def test_a_database_lost_after_the_commit_is_not_said_to_have_written_nothing(
    engine: sa.Engine,
) -> None:
    def lose(session: sa.orm.Session) -> None:
        if engine.dialect.name == "sqlite":
            raise OSError(errno.ENOSPC, "plein")
        session.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())"))

    app = tried(engine, failing_afterwards(lose))
    before = app.get("/essai/lire").json()

    answer = app.post("/essai/apres-coup")

    assert_refused(answer, UNCONFIRMED)
    assert answer.json()["detail"] == (
        "La base de données n’a pas pu répondre jusqu’au bout : c’est peut-être écrit. "
        "Regardez-le dans un instant, avant de recommencer."
    )
    assert app.get("/essai/lire").json() == before + 1


def test_a_defect_after_the_commit_is_not_said_to_have_written_nothing(
    sqlite_engine: sa.Engine,
) -> None:
    def fail(_session: sa.orm.Session) -> None:
        raise ValueError

    app = tried(sqlite_engine, failing_afterwards(fail))

    failed = app.post("/essai/apres-coup")
    assert failed.json()["detail"] == (
        "Le logiciel a un défaut, et c’est peut-être écrit : regardez-le avant de recommencer. "
        f"Donnez le numéro {failed.headers['x-request-id']} à qui tient le service."
    )
    again = app.post("/essai/apres-coup").json()["detail"]  # the same row twice: nothing written
    assert again.startswith("Le logiciel a un défaut : rien n’a été écrit. Donnez")


def test_a_defect_of_what_is_only_read_says_that_nothing_is_lost(sqlite_engine: sa.Engine) -> None:
    made = Router(prefix="/essai")

    @made.get("/defaut", may=PUBLIC)
    def defect() -> str:
        raise ValueError

    answer = tried(sqlite_engine, made).get("/essai/defaut")

    assert answer.json()["detail"] == (
        "Le logiciel a un défaut : la réponse n’a pas pu être donnée. Ce qui est enregistré le "
        f"reste. Donnez le numéro {answer.headers['x-request-id']} à qui tient le service."
    )


@pytest.mark.long
@pytest.mark.postgresql
def test_a_commit_without_an_answer_is_not_said_to_be_undone(tmp_path: Path) -> None:
    server = OwnServer()
    make_schema(owner := connect(server.url))
    owner.dispose()
    with cut_line(server.url, tmp_path) as (url, cut):
        engine = connect(url)
        app = tried(engine)
        app.post("/essai/ecrire/avant/3")
        cut.set()
        assert_refused(app.post("/essai/ecrire/pendant/2"), UNCONFIRMED)
        cut.clear()

        assert app.get("/essai/lire").json() == 3 + 2
        engine.dispose()
    server.close()
