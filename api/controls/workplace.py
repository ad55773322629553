"""Give a folder to the readers of uploaded files, and erase it whatever happens."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "roulement-controles-"
LOCK = "verrou"
YOUNG = 60
"""Seconds after which a folder without its lock is no folder that is being made."""


@contextmanager
def workplace() -> Iterator[Path]:
    """
    Yield a folder that only this user reads, and erase it at the end.

    A process that is killed leaves it, without its lock: see `erase_left_over`.
    """
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
    finally:
        # What another process is writing into it meanwhile goes with that process's own end.
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def erase_left_over() -> int:
    """Erase the folders of processes that were killed, and return how many there were."""
    erased = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _is_left_over(folder):
            shutil.rmtree(folder, ignore_errors=True)
            erased += 1
    return erased


def _is_left_over(folder: Path) -> bool:
    """Whether a folder is this user's and no process holds its lock."""
    try:
        about = folder.lstat()
        if about.st_uid != os.getuid():
            return False
        with (folder / LOCK).open("r+", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return folder.is_dir() and time.time() - about.st_mtime > YOUNG
    except OSError:
        return False
    return True
