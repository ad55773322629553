"""Give a folder to the readers of uploaded files, write them there, erase it whatever happens."""

import fcntl
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import UploadFile

PREFIX = "roulement-controles-"
LOCK = "verrou"
YOUNG = 60
"""Seconds after which a folder without its lock is no folder that is being made."""

LONGEST = 120
"""Letters of a name that are kept, the last ones."""

MOST_BYTES = 240
"""Bytes of a name: disks take 255, and a number may follow."""

FORBIDDEN = re.compile(r'[\x00-\x1f/\\:*?"<>|]')


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


def saved(files: Iterable[UploadFile], folder: Path) -> tuple[Path, ...]:
    """
    Write files into a folder that is made, each under its own name, which says what it is.

    Of two that have the same name, the second gets a number, so that messages tell them apart.
    """
    folder.mkdir()
    paths: list[Path] = []
    for file in files:
        last = FORBIDDEN.sub("_", file.filename or "")[-LONGEST:].encode(errors="replace")
        bare = last[-MOST_BYTES:].decode(errors="ignore").lstrip(".") or "fichier"
        path, number = folder / bare, 2
        while path in paths:
            path = folder / f"{(folder / bare).stem} ({number}){(folder / bare).suffix}"
            number += 1
        with path.open("wb") as copy:
            shutil.copyfileobj(file.file, copy)
        paths.append(path)
    return tuple(paths)
