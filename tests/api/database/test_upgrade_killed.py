"""An upgrade killed at one stage after another: nothing is half done, and the next one finishes."""

from __future__ import annotations

import signal
import subprocess
import sys
from itertools import count
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect

from api.database.engine import connect
from api.database.migrating import current, upgrade
from api.database.safeguard import KEPT
from tests.api.database.filled import content, lived
from tests.api.database.next_version import FOLLOWING, LATEST, versions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UPGRADE = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import Engine, event
from api.database import migrating

url, folder, backups, stage = sys.argv[1:]
migrating.FOLDER = Path(folder)
statements = 0


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


migrating.upgrade(url, backups=Path(backups))
"""
STEP = 3
"""Statements between two stages at which an upgrade is killed."""


def stages() -> Iterator[str]:
    """Yield where to kill it: at the end, and from one statement to another further on."""
    yield "commit"
    yield from map(str, count(0, STEP))


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

    for stage in stages():
        words = (blank_url, str(versions(tmp_path)), str(backups), stage)
        done = subprocess.run([sys.executable, "-c", UPGRADE, *words], check=False)
        if done.returncode == 0:
            break
        killed += 1
        assert done.returncode == -signal.SIGKILL
        assert (current(engine), inspect(engine).get_table_names()) == (LATEST, tables)
        assert content(engine) == before

    assert killed > KEPT
    assert (current(engine), content(engine)) == (FOLLOWING, before)
    kept = sorted(file.name for file in backups.iterdir())
    assert len(kept) == KEPT
    assert all(f"-avant-{FOLLOWING}-" in name for name in kept)
    engine.dispose()
