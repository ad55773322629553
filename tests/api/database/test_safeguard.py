from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from api.database.engine import connect
from api.database.errors import SchemaError
from api.database.safeguard import KEPT, safeguard

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


def tables(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        return int(raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def test_a_whole_copy_is_made_that_its_owner_alone_reads(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    kept = tmp_path / "gardées"

    path = safeguard(sqlite_engine, "avant-1", kept)

    assert list(kept.iterdir()) == [path]
    assert path.suffix == ".db"
    assert path.stat().st_mode & 0o777 == 0o600
    assert tables(path) > 30


def test_a_copy_that_fails_leaves_nothing_under_the_name_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A pg_dump that writes some and fails: what a full disk makes of it.
    program = tmp_path / "pg_dump"
    program.write_text(
        '#!/bin/sh\nfor word in "$@"; do case "$word" in --file=*) '
        'echo moitié > "${word#--file=}";; esac; done\nexit 1\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    kept, away = tmp_path / "gardées", connect("postgresql+psycopg://nobody@127.0.0.1:1/rien")

    with pytest.raises(SchemaError, match="la sauvegarde d’avant la mise à jour a échoué"):
        safeguard(away, "avant-1", kept)

    assert list(kept.iterdir()) == []


def test_of_the_copies_before_one_upgrade_the_last_ones_are_kept(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    kept = tmp_path / "gardées"
    other = safeguard(sqlite_engine, "avant-1", kept)
    made = [safeguard(sqlite_engine, "avant-2", kept) for _ in range(KEPT)]
    assert sorted(kept.iterdir()) == sorted([other, *made])

    last = safeguard(sqlite_engine, "avant-2", kept)

    assert sorted(kept.iterdir()) == sorted([other, *made[1:], last])
