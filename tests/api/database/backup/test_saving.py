import json
import os
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from api.access.accounts.service import LOCAL
from api.data.association import Association
from api.data.stored.rows import KINDS, add, page
from api.database import migrating
from api.database.backup.restoring import restore
from api.database.backup.saving import FORMAT, MANIFEST, back_up
from api.database.engine import connect, reading, writing
from api.database.errors import NotEmptyError, SchemaError
from api.database.migrating import current
from api.database.tables.access import TrailRow
from api.database.triggers import names, names_present
from api.ledger.append import import_history
from api.ledger.history import whole
from api.ledger.verifying import verify_database
from tests.api.database.filled import content, lived
from tests.api.databases import database


@pytest.fixture
def blank(blank_url: str) -> Iterator[Engine]:
    made = connect(blank_url)
    yield made
    made.dispose()


FORMS = (("sqlite", False), ("sqlite", True), ("postgresql", False))


@pytest.fixture(scope="module", params=FORMS, ids=["sqlite", "sqlite-portable", "postgresql"])
def backup(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, list[bytes]], Association]:
    """Give a backup in each form, what the database held, and the association that it was."""
    kind, portable = request.param
    path = tmp_path_factory.mktemp("sauvegardes") / "sauvegarde"
    for url in database(request, kind, path.parent / "roulement.db"):
        engine = connect(url)
        lived(engine)
        back_up(engine, path, portable=portable)
        before = content(engine)
        with reading(engine) as session:
            association = whole(session)
        engine.dispose()
    return path, before, association


@pytest.mark.long
def test_a_backup_is_restored_to_a_database_of_either_kind_and_that_goes_on(
    backup: tuple[Path, dict[str, list[bytes]], Association], blank: Engine
) -> None:
    path, before, association = backup
    made = restore(blank, path)
    assert (made["format"], content(blank)) == (FORMAT, before)
    assert current(blank) == migrating.head()
    with blank.connect() as connection:
        assert names_present(connection) == names(blank.dialect.name)
    with reading(blank) as session:
        assert whole(session) == association
        assert verify_database(session).sound
    with writing(blank) as session:
        keys = [row.key for row in page(session, KINDS["absences"], limit=999)]
        leave = {"mediator": "ada", "start": "2026-03-02", "end": "2026-03-02", "kind": "conge"}
        assert add(session, KINDS["absences"], leave).key == max(keys, default=0) + 1
        trail = session.scalars(select(TrailRow.id)).all()
        session.add(TrailRow(at=datetime.now(UTC), user="x", action="a", about="b", object="c"))
        session.flush()
        assert session.scalars(select(TrailRow.id)).all() == [*trail, max(trail) + 1]


def test_a_backup_is_one_file_for_its_owner(
    backup: tuple[Path, dict[str, list[bytes]], Association],
) -> None:
    path, _, _ = backup
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir() if "sauve" in file.name] == ["sauvegarde"]


def test_what_a_database_holds_is_replaced_only_if_told(engine: Engine, tmp_path: Path) -> None:
    lived(engine)
    path = tmp_path / "sauvegarde"
    back_up(engine, path)
    kept = content(engine)
    with writing(engine) as session:
        add(session, KINDS["agences"], {"id": "nord", "name": "Nord"})
        import_history(session, LOCAL, {"2026-01": ()})
    before = content(engine)
    with pytest.raises(NotEmptyError, match="--remplacer"):
        restore(engine, path)
    assert content(engine) == before
    restore(engine, path, replace=True)
    assert content(engine) == kept
    with reading(engine) as session:
        assert [agency.id for agency in whole(session).agencies] == ["ville"]


def test_a_file_that_is_there_is_replaced_only_if_told(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "sauvegarde"
    path.write_text("à moi")
    with pytest.raises(NotEmptyError, match="existe déjà"):
        back_up(sqlite_engine, path)
    assert path.read_text() == "à moi"
    back_up(sqlite_engine, path, replace=True)
    restore(sqlite_engine, path)


@pytest.mark.long
def test_people_write_while_a_backup_is_made(engine: Engine, tmp_path: Path) -> None:
    lived(engine)
    ending = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not ending.is_set() or not written:
            with writing(engine) as session:
                name = f"n{len(written)}"
                written.append(add(session, KINDS["agences"], {"id": name, "name": name}).key)

    thread = threading.Thread(target=write)
    thread.start()
    made = [back_up(engine, tmp_path / f"s{n}", portable=bool(n % 2)) for n in range(2)]
    ending.set()
    thread.join()
    for number, file in enumerate(made):
        other = connect(f"sqlite:///{tmp_path / f'r{number}.db'}")
        restore(other, tmp_path / f"s{number}")
        with reading(other) as session:
            assert len(whole(session).agencies) == file["tables"]["agency"]["rows"]
        other.dispose()


def test_a_database_without_tables_has_no_backup(blank: Engine, tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="rota upgrade d’abord"):
        back_up(blank, tmp_path / "sauvegarde")
    assert not (tmp_path / "sauvegarde").exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from api.database.engine import connect
from api.database.backup.restoring import restore

engine = connect(sys.argv[1])
left = int(sys.argv[3])


@event.listens_for(engine, "before_cursor_execute")
def count(connection, cursor, statement, *rest):
    global left
    left -= statement.startswith("INSERT")
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)


restore(engine, Path(sys.argv[2]), replace=True)
"""


@pytest.mark.long
def test_killed_while_restoring_it_leaves_the_database_as_it_was(
    engine: Engine, tmp_path: Path
) -> None:
    lived(engine)
    path = tmp_path / "sauvegarde"
    back_up(engine, path, portable=True)
    with writing(engine) as session:
        add(session, KINDS["agences"], {"id": "nord", "name": "Nord"})
    before = content(engine)
    url = engine.url.render_as_string(hide_password=False)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, url, str(path), "9"], check=False, env=os.environ
    )
    assert done.returncode == -signal.SIGKILL
    assert content(engine) == before
    with engine.connect() as connection:
        assert names_present(connection) == names(engine.dialect.name)
    restore(engine, path, replace=True)
    assert content(engine) != before


def test_a_manifest_counts_every_table(sqlite_engine: Engine, tmp_path: Path) -> None:
    lived(sqlite_engine)
    made = back_up(sqlite_engine, tmp_path / "sauvegarde", portable=True)
    with zipfile.ZipFile(tmp_path / "sauvegarde") as archive:
        assert json.loads(archive.read(MANIFEST)) == made
    counted = {name: len(lines) for name, lines in content(sqlite_engine).items()}
    assert {name: table["rows"] for name, table in made["tables"].items()} == counted
