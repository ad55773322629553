import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine

from api.database.engine import connect
from api.database.errors import SchemaError
from api.database.safeguard import ASIDE, KEPT, safeguard, written_aside


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


STUCK = """
import sys
from pathlib import Path
from api.database.safeguard import written_aside

with written_aside(Path(sys.argv[1])) as made:
    made.write_text("toute une base")
    print("écrit", flush=True)
    input()
"""


def test_a_file_takes_its_place_whole_and_its_owner_alone_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "gardées" / "sauvegarde"

    with written_aside(path) as made:
        made.write_text("entière")
        assert not path.exists()

    assert list(path.parent.iterdir()) == [path]
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("entière", 0o600)


def test_what_fails_leaves_the_file_that_was_there_and_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "sauvegarde"
    path.write_text("d’hier")

    def fail() -> None:
        with written_aside(path) as made:
            made.write_text("la moitié")
            raise OSError("disque plein")

    with pytest.raises(OSError, match="disque plein"):
        fail()

    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text() == "d’hier"


@pytest.mark.long
def test_what_a_killed_one_left_goes_with_the_next_and_what_is_being_made_stays(
    tmp_path: Path,
) -> None:
    words = [sys.executable, "-c", STUCK, str(tmp_path / "tuée")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        with written_aside(tmp_path / "une"):
            assert len(list(tmp_path.glob(f"{ASIDE}*"))) == 2
        child.kill()
    (left,) = tmp_path.glob(f"{ASIDE}*")

    with written_aside(tmp_path / "autre"), written_aside(tmp_path / "encore"):
        assert not left.exists()
        assert len(list(tmp_path.glob(f"{ASIDE}*"))) == 2

    assert sorted(file.name for file in tmp_path.iterdir()) == ["autre", "encore", "une"]
