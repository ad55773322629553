import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from api.access.accounts.service import LOCAL
from api.data.association import Association
from api.data.stored.association import read
from api.data.stored.importing import check_folder, put
from api.database.engine import connect, reading, writing
from api.database.errors import SchemaError
from api.database.migrating import check, current, head, upgrade
from api.ledger.append import import_history
from tests.api.database.folders import PETIT, without_history
from tests.api.database.next_version import FOLLOWING, LATEST, NEXT, next_version
from tests.api.databases import _admin, _named

pytestmark = pytest.mark.long

FAILING = NEXT.replace(
    "    with op.batch", '    raise RuntimeError("au milieu")\n    with op.batch', 1
)


def tables(url: str) -> set[str]:
    engine = connect(url)
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names


def test_an_upgrade_makes_the_tables_that_the_program_knows(blank_url: str) -> None:
    assert current(blank_url) is None
    assert upgrade(blank_url) is None
    assert (current(blank_url), check(blank_url)) == (head(), [])


def test_a_difference_is_told(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE intruse (id INTEGER)"))
        connection.execute(text("DROP INDEX ix_contract_mediator"))
    assert [difference[:20] for difference in check(engine)] == [
        "('remove_table', Tab",
        "('add_index', Index(",
    ]


def test_a_database_that_is_up_to_date_is_left_alone(blank_url: str, tmp_path: Path) -> None:
    upgrade(blank_url)
    filled(blank_url)
    assert upgrade(blank_url, backups=tmp_path / "sauvegardes") is None
    assert not (tmp_path / "sauvegardes").exists()


def filled(url: str) -> None:
    engine = connect(url)
    with writing(engine) as session:
        put(session, check_folder(PETIT))
    engine.dispose()


@pytest.fixture
def before(blank_url: str) -> str:
    """Give a filled database of the version before the next one."""
    upgrade(blank_url)
    filled(blank_url)
    return blank_url


@pytest.mark.usefixtures("clients")
def test_an_upgrade_makes_a_backup_first(
    before: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    next_version(monkeypatch, tmp_path)
    kept = upgrade(before, backups=tmp_path / "sauvegardes")
    assert kept is not None
    assert (kept.parent, kept.stat().st_mode & 0o777) == (tmp_path / "sauvegardes", 0o600)
    assert (current(before), "essai" in tables(before)) == (FOLLOWING, True)
    if before.startswith("sqlite"):
        url = f"sqlite:///{kept}"
        assert (current(url), "essai" in tables(url)) == (LATEST, False)
        assert association(url) == without_history(PETIT)
    else:
        assert kept.read_bytes()[:5] == b"PGDMP"
    assert association(before) == without_history(PETIT)


def association(url: str) -> Association:
    engine = connect(url)
    with reading(engine) as session:
        result = read(session)
    engine.dispose()
    return result


@pytest.mark.usefixtures("clients")
def test_an_upgrade_that_fails_on_the_way_leaves_all_as_it_was(
    before: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = tables(before)
    next_version(monkeypatch, tmp_path, FAILING)
    with pytest.raises(RuntimeError, match="au milieu"):
        upgrade(before, backups=tmp_path / "sauvegardes")
    assert (current(before), tables(before)) == (LATEST, there)
    assert association(before) == without_history(PETIT)


def test_of_two_that_start_at_once_one_upgrades_and_the_other_waits(blank_url: str) -> None:
    failures: list[BaseException] = []

    def start() -> None:
        try:
            upgrade(blank_url)
        except BaseException as error:  # noqa: BLE001 - told by the test
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failures, current(blank_url), check(blank_url)) == ([], head(), [])


def test_a_database_of_a_newer_program_is_refused(
    before: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as later:
        next_version(later, tmp_path)
        upgrade(before, without_backup=True)
    with pytest.raises(
        SchemaError, match=f"à la version {FOLLOWING}, que ce programme ne connaît pas"
    ):
        upgrade(before)


def test_tables_of_another_program_are_left_alone(blank_url: str) -> None:
    engine = connect(blank_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE person (id INTEGER)"))
    engine.dispose()
    with pytest.raises(SchemaError, match="tables sans version"):
        upgrade(blank_url)
    assert tables(blank_url) == {"person"}


def test_without_pg_dump_an_upgrade_waits_to_be_told(
    postgres: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    name = f"vide_{uuid4().hex[:12]}"
    with _admin(postgres) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    url = _named(postgres, name)
    upgrade(url)
    filled(url)
    next_version(monkeypatch, tmp_path)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SchemaError, match=r"pg_dump est introuvable.*--sans-sauvegarde"):
        upgrade(url, backups=tmp_path)
    assert current(url) == LATEST
    assert upgrade(url, without_backup=True) is None
    assert current(url) == FOLLOWING
    with _admin(postgres) as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def test_the_backup_of_a_sqlite_file_lies_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'roulement.db'}"
    upgrade(url)
    filled(url)
    next_version(monkeypatch, tmp_path)
    kept = upgrade(url)
    assert kept is not None
    assert kept.parent == tmp_path
    assert kept.name.startswith(f"roulement-avant-{FOLLOWING}-")
    with closing(sqlite3.connect(kept)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize(
    "statement", ["UPDATE publication SET note = 'x'", "DELETE FROM publication"]
)
def test_the_database_itself_keeps_the_register(engine: Engine, statement: str) -> None:
    with writing(engine) as session:
        import_history(session, LOCAL, {"2026-02": ()})
    with pytest.raises(DBAPIError, match="le registre des publications ne se modifie pas"):
        change(engine, statement)


def change(engine: Engine, statement: str) -> None:
    with writing(engine) as session:
        session.execute(text(statement))
