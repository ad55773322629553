import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from api.data.stored.association import data_number
from api.database.backup.restoring import restore
from api.database.backup.saving import MANIFEST, back_up
from api.database.engine import connect, reading
from api.database.errors import BadBackupError
from api.database.tables.access import TrailRow
from api.ledger.history import head
from tests.api.database.filled import lived
from tests.api.database.next_version import FOLLOWING, LATEST
from tests.api.databases import database


@pytest.fixture(scope="module")
def samples(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, dict[bool, bytes]]]:
    """Give a database that has lived and the bytes of its backups: portable or not."""
    folder = tmp_path_factory.mktemp("abimees")
    for url in database(request, "sqlite", folder / "roulement.db"):
        engine = connect(url)
        lived(engine)
        paths = {}
        for portable in (False, True):
            back_up(engine, folder / "sauvegarde", portable=portable, replace=True)
            paths[portable] = (folder / "sauvegarde").read_bytes()
        yield engine, paths
        engine.dispose()


Samples = tuple["Engine", dict[bool, bytes]]


def refused(path: Path, engine: Engine) -> str:
    with reading(engine) as session:
        before = data_number(session), head(session), session.scalar(select(TrailRow.id))
    with pytest.raises(BadBackupError) as caught:
        restore(engine, path, replace=True)
    with reading(engine) as session:
        after = data_number(session), head(session), session.scalar(select(TrailRow.id))
    assert after == before
    return str(caught.value)


def test_a_row_changed_in_a_sqlite_backup_is_found(samples: Samples, tmp_path: Path) -> None:
    engine, paths = samples
    path = tmp_path / "sauvegarde"
    path.write_bytes(paths[False])
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE contract SET weekly_minutes = 1 WHERE key = 1")
    assert refused(path, engine).startswith("la sauvegarde est abîmée, table « contract » : sha256")


def rewritten(path: Path, name: str, change: Any) -> None:
    """Change one part of an archive."""
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            if data is not None:
                archive.writestr(part, data)


@pytest.mark.parametrize(
    ("part", "change", "message"),
    [
        ("contract.jsonl", lambda data: data.replace(b"2100", b"2099", 1), "« contract » : sha256"),
        ("contract.jsonl", lambda data: data[: data.index(b"\n") + 1], "« contract » : rows 1"),
        ("person.jsonl", lambda _: None, "est abîmé ou incomplet"),
        (MANIFEST, lambda _: None, "est abîmé ou incomplet"),
        (MANIFEST, lambda _: b"{", "est abîmé ou incomplet"),
        (MANIFEST, lambda _: b"[]", "est abîmé ou incomplet"),
        (MANIFEST, lambda _: b"{}", "n’est pas une sauvegarde de ce programme"),
        (
            MANIFEST,
            lambda data: data.replace(f'"{LATEST}"'.encode(), f'"{FOLLOWING}"'.encode()),
            f"de la version {FOLLOWING} des",
        ),
        (MANIFEST, lambda data: data.replace(b'"person"', b'"people"'), "« people »"),
    ],
)
def test_what_was_done_to_an_archive_is_found(
    samples: Samples, tmp_path: Path, part: str, change: Any, message: str
) -> None:
    engine, paths = samples
    path = tmp_path / "sauvegarde"
    path.write_bytes(paths[True])
    rewritten(path, part, change)
    assert message in refused(path, engine)


@pytest.mark.parametrize("portable", [False, True])
def test_a_backup_cut_short_is_found(samples: Samples, tmp_path: Path, portable: bool) -> None:
    engine, paths = samples
    path, data = tmp_path / "sauvegarde", paths[portable]
    for length in (0, 1, 20, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:length])
        assert refused(path, engine)


def test_any_other_file_is_no_backup(samples: Samples, tmp_path: Path) -> None:
    engine, _ = samples
    path = tmp_path / "essai.txt"
    path.write_text("bonjour")
    assert "ni SQLite, ni archive" in refused(path, engine)
    with closing(sqlite3.connect(tmp_path / "autre.db")) as raw, raw:
        raw.execute("CREATE TABLE t (x)")
    assert "sans manifeste" in refused(tmp_path / "autre.db", engine)
