"""An upgrade killed at one stage after another: nothing is half done, and the next one finishes."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import inspect

from api.database.engine import connect
from api.database.migrating import current, upgrade
from api.database.safeguard import KEPT
from tests.api.database.filled import content, lived
from tests.api.database.next_version import FOLLOWING, LATEST, versions

UPGRADES = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import Engine, event
from api.database import migrating

url, folder, backups = sys.argv[1:]
migrating.FOLDER = Path(folder)
stage, statements = "", 0


@event.listens_for(Engine, "before_cursor_execute")
def reach(*_):
    global statements
    if str(statements) == stage:
        os.kill(os.getpid(), signal.SIGKILL)
    statements += 1


@event.listens_for(Engine, "commit")
def end(_):
    if stage == "commit":
        os.kill(os.getpid(), signal.SIGKILL)


for line in sys.stdin:
    stage = line.strip()
    upgrading = os.fork()
    if not upgrading:
        migrating.upgrade(url, backups=Path(backups))
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(upgrading, 0)[1]), flush=True)
"""
"""Upgrades to each stage that it reads, in a process of its own, and says how that one ended."""

STEP = 3
"""Statements between two stages at which an upgrade is killed."""


def stages() -> Iterator[str]:
    """Yield where to kill it: at the end, and from one statement to another further on."""
    yield "commit"
    yield from map(str, count(0, STEP))


@contextmanager
def upgrades(url: str, folder: Path, backups: Path) -> Iterator[Callable[[str], int]]:
    """Give a function that upgrades, to be killed at a stage, and returns how that ended."""
    words = [sys.executable, "-c", UPGRADES, url, str(folder), str(backups)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as done:
        stages_in, codes_out = done.stdin, done.stdout
        assert stages_in is not None
        assert codes_out is not None

        def upgrade_to(stage: str) -> int:
            print(stage, file=stages_in, flush=True)
            return int(codes_out.readline())

        yield upgrade_to


@pytest.mark.long
@pytest.mark.usefixtures("clients")
def test_a_killed_upgrade_leaves_the_database_as_it_was_and_the_next_one_finishes(
    blank_url: str, tmp_path: Path
) -> None:
    upgrade(blank_url)
    engine = connect(blank_url)
    lived(engine)
    before, tables = content(engine), inspect(engine).get_table_names()
    backups, killed = tmp_path / "gardées", 0

    with upgrades(blank_url, versions(tmp_path), backups) as upgraded:
        for stage in stages():
            code = upgraded(stage)
            if code == 0:
                break
            killed += 1
            assert code == -signal.SIGKILL
            assert (current(engine), inspect(engine).get_table_names()) == (LATEST, tables)
            assert content(engine) == before

    assert killed > KEPT
    assert (current(engine), content(engine)) == (FOLLOWING, before)
    kept = sorted(file.name for file in backups.iterdir())
    assert len(kept) == KEPT
    assert all(f"-avant-{FOLLOWING}-" in name for name in kept)
    engine.dispose()
