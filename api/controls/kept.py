"""
Keep the files that an account has audited, on disk and for a while: never in the database.

Foreign rotas are personal data that nobody asked to keep. They lie in a folder of this process,
which only its user reads. They are erased at the account's next upload, when it signs out, half an
hour after they were last used, when the process ends and, after a crash, when the next one starts.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import threading
import time
import weakref
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from api.controls.answers import Answers
from api.judging.foreign.audit import FilesAudit
from api.web.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "roulement-controles-"
LOCK = "verrou"
SECONDS = 30 * 60
"""How long files are kept after their last use."""

BUSY = "Ces fichiers sont déjà en cours de contrôle : attendez la première réponse."
YOUNG = 60
"""Seconds after which a folder without its lock is no folder that is being made."""


@dataclass(kw_only=True, eq=False)
class KeptFiles:
    """
    The files of an audit, and how far it is.

    `token`: what a form names them by, so that it can't act on files that came after it.
    `legends`: those given beside the files. `with_association`: judged with what the association
    knows. `go_on`: in spite of rows that are refused. `seen`: what the last audit gave to a screen.
    """

    token: str
    folder: Path
    audit: FilesAudit
    legends: tuple[Path, ...] = ()
    with_association: bool = True
    answers: Answers = field(default_factory=Answers)
    go_on: bool = False
    seen: Any = None
    _guard: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def working(self) -> Iterator[None]:
        """
        Work on the files, one request at a time.

        Raises
        ------
        Refusal
            Another request works on them (409).
        """
        if not self._guard.acquire(blocking=False):
            raise Refusal(409, "deja_en_cours", BUSY)
        try:
            yield
        finally:
            self._guard.release()


class Controls:
    """The files kept by this process, those of one upload for each account."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._kept: dict[str, KeptFiles] = {}
        self._timers: dict[str, threading.Timer] = {}
        self._guard = threading.RLock()
        self._root: Path | None = None

    def folder(self) -> tuple[str, Path]:
        """Make a folder for an upload, and the token that names it."""
        token = token_urlsafe(16)
        with self._guard:
            if self._root is None:
                self._root = Path(tempfile.mkdtemp(prefix=PREFIX))
                lock = os.open(self._root / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
                fcntl.flock(lock, fcntl.LOCK_EX)
                weakref.finalize(self, _end, self._root, lock)
            path = Path(tempfile.mkdtemp(dir=self._root))
        return token, path

    def keep(self, account: str, files: KeptFiles) -> None:
        """Keep an account's files; those of its last upload are erased."""
        with self._guard:
            self.forget(account)
            self._kept[account] = files
            self._wait(account)

    def of(self, account: str) -> KeptFiles | None:
        """Return an account's files, and keep them for as long again (None: there are none)."""
        with self._guard:
            files = self._kept.get(account)
            if files is not None:
                self._wait(account)
            return files

    def forget(self, account: str) -> None:
        """Erase an account's files, if there are any."""
        with self._guard:
            timer = self._timers.pop(account, None)
            files = self._kept.pop(account, None)
        if timer is not None:
            timer.cancel()
        if files is not None:
            erase(files.folder)

    def _wait(self, account: str) -> None:
        """Erase an account's files once nobody has used them for long."""
        before = self._timers.get(account)
        if before is not None:
            before.cancel()
        timer = threading.Timer(self.seconds, self.forget, [account])
        timer.daemon = True
        self._timers[account] = timer
        timer.start()


def _end(root: Path, lock: int) -> None:
    """Erase everything, at the latest when the process ends, and let the lock go."""
    erase(root)
    os.close(lock)


def erase(folder: Path) -> None:
    """Erase a folder; what another process is writing into it meanwhile goes with the process's."""
    shutil.rmtree(folder, ignore_errors=True)


def erase_left_over() -> int:
    """Erase the folders of processes that were killed, and return how many there were."""
    erased = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _is_left_over(folder):
            erase(folder)
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
