from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import zipfile
from contextlib import closing
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from api.access.accounts import LOCAL
from api.association import Published
from api.importing import import_folder
from api.ledger.append import import_history
from api.ledger.history import head, whole
from api.ledger.verify_database import verify_database
from api.store import migrating
from api.store.backup import FORMAT, MANIFEST, back_up
from api.store.backup_rows import lines_of, plain_tables
from api.store.engine import connect, reading, writing
from api.store.errors import BadBackupError, NotEmptyError, SchemaError
from api.store.migrating import current, upgrade
from api.store.restore import restore
from api.store.rows import KINDS, add, page
from api.store.tables.access import TrailRow, UserRow
from api.store.tables.feeds import FeedBytesRow
from api.store.triggers import names, standing
from scheduler.domain.duty import Duty
from scheduler.domain.problem import Worked
from scheduler.domain.time import Span, at
from tests.api.databases import database
from tests.api.store.folders import PETIT, imported

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


def lived(engine: Engine) -> None:
    """Fill a database: rows, a publication, accounts, bytes."""
    import_folder(engine, LOCAL, PETIT)
    span = Span(at(date(2026, 2, 2), time(9)), at(date(2026, 2, 2), time(16)))
    duty = Duty(id="P-J-2026-02-02", span=span, dispositif="P", agency="ville", decided=False)
    with writing(engine) as session:
        worked = Worked(mediator="ada", duty=duty)
        import_history(session, LOCAL, {"2026-02": (Published(uid="u1", worked=worked),)})
        session.add(UserRow(email="a@b.fr", name="Zoé « à l’œuvre »\n;", made=datetime.now(UTC)))
        session.add(
            FeedBytesRow(
                kind="personne",
                target="ada",
                alarm=-1,
                content=bytes(range(256)),
                etag="x",
                changed=datetime.now(UTC),
                publication=1,
            )
        )


def content(engine: Engine) -> dict[str, list[bytes]]:
    with reading(engine) as session:
        connection = session.connection()
        return {table.name: list(lines_of(connection, table)) for table in plain_tables()}


@pytest.fixture
def blank(blank_url: str) -> Iterator[Engine]:
    made = connect(blank_url)
    yield made
    made.dispose()


FORMS = (("sqlite", False), ("sqlite", True), ("postgresql", False))


@pytest.fixture(params=FORMS, ids=["sqlite", "sqlite-portable", "postgresql"])
def backup(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Engine, Path]]:
    """Give a database that has lived and its backup, in each form."""
    kind, portable = request.param
    for url in database(request, kind):
        engine = connect(url)
        lived(engine)
        path = tmp_path / "sauvegarde"
        back_up(engine, path, portable=portable)
        yield engine, path
        engine.dispose()


def test_a_backup_is_restored_to_a_new_database_of_either_kind(
    backup: tuple[Engine, Path], blank: Engine
) -> None:
    engine, path = backup
    made = restore(blank, path)
    assert made["format"] == FORMAT
    assert content(blank) == content(engine)
    assert (current(blank), migrating.check(blank)) == (current(engine), [])
    with reading(blank) as session, reading(engine) as before:
        assert whole(session) == whole(before)
        assert head(session) == head(before)
        assert verify_database(session).sound


def test_a_restored_database_goes_on(backup: tuple[Engine, Path], blank: Engine) -> None:
    _, path = backup
    restore(blank, path)
    with blank.connect() as connection:
        assert standing(connection) == names(blank.dialect.name)
    with writing(blank) as session:
        keys = [one.key for one in page(session, KINDS["absences"], limit=999)]
        leave = {"mediator": "ada", "start": "2026-03-02", "end": "2026-03-02", "kind": "conge"}
        assert add(session, KINDS["absences"], leave).key == max(keys, default=0) + 1
        trail = session.scalars(select(TrailRow.id)).all()
        session.add(TrailRow(at=datetime.now(UTC), user="x", action="a", about="b", object="c"))
        session.flush()
        assert session.scalars(select(TrailRow.id)).all() == [*trail, max(trail) + 1]


def test_a_backup_is_one_file_for_its_owner(backup: tuple[Engine, Path]) -> None:
    _, path = backup
    assert path.stat().st_mode & 0o777 == 0o600
    beside = sorted(one.name for one in path.parent.iterdir() if one.name.startswith("sauve"))
    assert beside == ["sauvegarde"]


def test_what_a_database_holds_is_replaced_only_if_told(
    backup: tuple[Engine, Path], tmp_path: Path
) -> None:
    engine, path = backup
    other = connect(f"sqlite:///{tmp_path / 'autre.db'}")
    upgrade(other)
    imported(other, PETIT)
    with writing(other) as session:
        import_history(session, LOCAL, {"2026-01": ()})
    before = content(other)
    with pytest.raises(NotEmptyError, match="--remplacer"):
        restore(other, path)
    assert content(other) == before
    restore(other, path, replace=True)
    assert content(other) == content(engine)
    other.dispose()


def test_a_database_is_restored_to_what_it_was(backup: tuple[Engine, Path]) -> None:
    engine, path = backup
    before = content(engine)
    with writing(engine) as session:
        add(session, KINDS["agences"], {"id": "nord", "name": "Nord"})
        import_history(session, LOCAL, {"2026-01": ()})
    restore(engine, path, replace=True)
    assert content(engine) == before
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
    for number, one in enumerate(made):
        other = connect(f"sqlite:///{tmp_path / f'r{number}.db'}")
        restore(other, tmp_path / f"s{number}")
        with reading(other) as session:
            assert len(whole(session).agencies) == one["tables"]["agency"]["rows"]
        other.dispose()


def refused(path: Path, engine: Engine) -> str:
    before = content(engine)
    with pytest.raises(BadBackupError) as caught:
        restore(engine, path, replace=True)
    assert content(engine) == before
    return str(caught.value)


def test_a_row_changed_in_a_sqlite_backup_is_found(sqlite_engine: Engine, tmp_path: Path) -> None:
    lived(sqlite_engine)
    path = tmp_path / "sauvegarde"
    back_up(sqlite_engine, path)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE contract SET weekly_minutes = 1 WHERE key = 1")
    assert refused(path, sqlite_engine).startswith(
        "la sauvegarde est abîmée, table « contract » : sha256"
    )


def rewritten(path: Path, name: str, change: Any) -> None:
    """Change one part of an archive."""
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w") as archive:
        for one, data in parts.items():
            if data is not None:
                archive.writestr(one, data)


@pytest.mark.parametrize(
    ("part", "change", "told"),
    [
        ("contract.jsonl", lambda data: data.replace(b"2100", b"2099", 1), "« contract » : sha256"),
        ("contract.jsonl", lambda data: data[: data.index(b"\n") + 1], "« contract » : rows 1"),
        ("person.jsonl", lambda _: None, "est abîmé ou incomplet"),
        (MANIFEST, lambda _: None, "est abîmé ou incomplet"),
        (MANIFEST, lambda _: b"{", "est abîmé ou incomplet"),
        (MANIFEST, lambda _: b"[]", "est abîmé ou incomplet"),
        (MANIFEST, lambda _: b"{}", "n’est pas une sauvegarde de ce programme"),
        (MANIFEST, lambda data: data.replace(b'"0001"', b'"0009"'), "de la version 0009 des"),
        (MANIFEST, lambda data: data.replace(b'"person"', b'"people"'), "« people »"),
    ],
)
def test_what_was_done_to_an_archive_is_found(
    sqlite_engine: Engine, tmp_path: Path, part: str, change: Any, told: str
) -> None:
    lived(sqlite_engine)
    path = tmp_path / "sauvegarde"
    back_up(sqlite_engine, path, portable=True)
    rewritten(path, part, change)
    assert told in refused(path, sqlite_engine)


@pytest.mark.parametrize("portable", [False, True])
def test_a_backup_cut_short_is_found(sqlite_engine: Engine, tmp_path: Path, portable: bool) -> None:
    lived(sqlite_engine)
    path = tmp_path / "sauvegarde"
    back_up(sqlite_engine, path, portable=portable)
    data = path.read_bytes()
    for length in (0, 1, 20, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:length])
        assert refused(path, sqlite_engine)


def test_any_other_file_is_no_backup(sqlite_engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "essai.txt"
    path.write_text("bonjour")
    assert "ni SQLite, ni archive" in refused(path, sqlite_engine)
    with closing(sqlite3.connect(tmp_path / "autre.db")) as raw, raw:
        raw.execute("CREATE TABLE t (x)")
    assert "sans manifeste" in refused(tmp_path / "autre.db", sqlite_engine)


def test_a_database_without_tables_has_no_backup(blank: Engine, tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="rota upgrade d’abord"):
        back_up(blank, tmp_path / "sauvegarde")
    assert not (tmp_path / "sauvegarde").exists()


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from api.store.engine import connect
from api.store.restore import restore

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
        assert standing(connection) == names(engine.dialect.name)
    restore(engine, path, replace=True)
    assert content(engine) != before


def test_a_manifest_counts_every_table(sqlite_engine: Engine, tmp_path: Path) -> None:
    lived(sqlite_engine)
    made = back_up(sqlite_engine, tmp_path / "sauvegarde", portable=True)
    with zipfile.ZipFile(tmp_path / "sauvegarde") as archive:
        assert json.loads(archive.read(MANIFEST)) == made
    counted = {name: len(lines) for name, lines in content(sqlite_engine).items()}
    assert {name: told["rows"] for name, told in made["tables"].items()} == counted
