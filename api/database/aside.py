"""Make a backup aside and put it in place whole; the next one removes what a killed one left."""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ASIDE = ".sauvegarde-en-cours-"
"""Begins the name of the folder in which a backup is being made."""

LOCK = "verrou"


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """
    Give an empty file that its owner alone reads, which takes the place of `path` on a clean exit.

    It is on the disk by then. A backup that is killed leaves a copy of everybody's data: the next
    one in the same folder removes it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path.parent)
    folder = Path(mkdtemp(dir=path.parent, prefix=ASIDE))
    try:
        with (folder / LOCK).open("wb") as lock:
            # A lock dies with its holder; a number of process is the same for each run of a
            # container. Where the disk knows no locks, nothing is swept.
            with suppress(OSError):
                fcntl.flock(lock, fcntl.LOCK_EX)
            made = folder / path.name
            os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            yield made
            with made.open("rb") as written:
                os.fsync(written.fileno())
            made.replace(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """Remove what killed backups left; one that is being made keeps its own."""
    for left in parent.glob(f"{ASIDE}*"):
        with suppress(OSError), (left / LOCK).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left)
