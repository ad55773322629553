"""
Write a folder's documents whole or not at all: aside first, then in place by renaming.

A run that is killed leaves at most a hidden folder, which the next run removes; every file under
its own name is complete.
"""

import fcntl
import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile

#: The list of what we put in a folder: a later run removes what it doesn't make again.
LIST = ".roulement.json"
ASIDE = ".roulement-en-cours-"
OLD = ".roulement-avant"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Lock a folder against other commands; the system unlocks it if this command is killed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """
    Yield a folder to fill; if all goes well, its files then move into `target`.

    On an exception nothing in `target` changes. Files that an earlier run put
    there and this one doesn't make are removed; files of anybody else are left alone.
    """
    with set_aside(target) as aside:
        yield aside
        put_in_place(aside, target)


@contextmanager
def set_aside(target: Path) -> Iterator[Path]:
    """Yield a folder to fill beside `target`; on exit, remove what was not put in place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(target)
    aside = target.parent / f"{ASIDE}{target.name}-{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def put_in_place(aside: Path, target: Path) -> None:
    """
    Move the files of a folder set aside to their place, either all or none.

    OSError: the disk refuses one of them: those that were there before are there again.
    """
    files = sorted(str(p.relative_to(aside)) for p in aside.rglob("*") if p.is_file())
    _write(aside / LIST, json.dumps(files, ensure_ascii=False, indent=1).encode())
    with signals_held_back():
        if target.exists():
            _exchange(aside, target, [*files, LIST], _listed(target) - set(files))
        else:
            aside.rename(target)


@contextmanager
def file_beside(path: Path, content: bytes) -> Iterator[Callable[[], None]]:
    """
    Write a temporary file beside a path, and yield the function that moves it there.

    Files that belong together are all written first: a disk that is full refuses them all. What
    wasn't put in its place is removed.
    """
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        written = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            written.chmod(0o644)
            yield partial(_put, written, path)
        finally:
            written.unlink(missing_ok=True)


def _put(written: Path, path: Path) -> None:
    written.replace(path)


@contextmanager
def signals_held_back() -> Iterator[None]:
    """Delay Ctrl+C and the system's request to end until the block has run."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _exchange(aside: Path, target: Path, files: list[str], gone: set[str]) -> None:
    """Move files in and out, one by one; all that were there come back if one is refused."""
    old, changed = aside / OLD, list[str]()
    try:
        for name in (*files, *sorted(gone)):
            _keep(target / name, old / name)
            changed.append(name)
            if name in gone:
                (target / name).unlink(missing_ok=True)
            else:
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                (aside / name).replace(target / name)
    except OSError:
        for name in changed:
            if (old / name).exists():
                (old / name).replace(target / name)
            elif name not in gone:
                (target / name).unlink(missing_ok=True)
        raise


def _keep(path: Path, place: Path) -> None:
    """Link a file, if it is there, to a second name; copy it on disks without links."""
    if path.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            place.hardlink_to(path)
        except OSError:
            shutil.copy2(path, place)


def _listed(target: Path) -> set[str]:
    """Return the names of files that an earlier run wrote, but for those that lead elsewhere."""
    try:
        names = json.loads((target / LIST).read_text("utf-8"))
    except (OSError, ValueError):
        return set()
    root = target.resolve()
    return {
        name
        for name in names
        if isinstance(name, str) and (target / name).resolve().is_relative_to(root)
    }


def _remove_abandoned(target: Path) -> None:
    """Remove the folders of killed runs, not those of a running one."""
    for abandoned in target.parent.glob(f"{ASIDE}{target.name}-*"):
        pid = abandoned.name.rpartition("-")[2]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(abandoned, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
