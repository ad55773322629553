"""Copy a database to a file, whole or not at all, as each upgrade does first."""

import fcntl
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from glob import escape
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import URL, Engine

from api.database.engine import is_sqlite
from api.database.errors import SchemaError

KEPT = 3
"""Copies kept from before the same upgrade: each time that it is tried makes another."""

ASIDE = ".sauvegarde-en-cours-"
"""Begins the name of the folder in which a backup is being made."""

LOCK = "verrou"

WAYS_ON = "faites une sauvegarde vous-même, puis relancez avec --sans-sauvegarde"


def safeguard(engine: Engine, label: str, folder: Path | None = None) -> Path:
    """
    Copy a whole database to a new file of a folder, and return its path.

    The folder is, by default, the SQLite file's, or `sauvegardes` where the program runs. Of the
    copies made under this label the last `KEPT` stay. SchemaError: the copy couldn't be made: for
    instance, PostgreSQL's pg_dump isn't there, or failed.
    """
    sqlite = is_sqlite(engine)
    database = Path(engine.url.database or "roulement")
    where = folder or (database.parent if sqlite else Path("sauvegardes"))
    start, ending = f"{database.stem}-{label}-", ".db" if sqlite else ".dump"
    path = where / f"{start}{datetime.now(UTC):%Y%m%d-%H%M%S-%f}{ending}"
    with written_aside(path) as aside:
        if sqlite:
            copy_sqlite(database, aside)
        else:
            _pg_dump(engine.url, aside)
    # A service whose upgrade fails is started again every other second: it won't fill the disk.
    for old in sorted(where.glob(f"{escape(start)}*{ending}"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """
    Yield an empty private file, which takes the place of `path` on a clean exit.

    It is flushed to the disk before it takes that place. A backup that is killed leaves a copy of
    everybody's data: the next backup in the same folder removes it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(path.parent)
    folder = Path(mkdtemp(dir=path.parent, prefix=ASIDE))
    try:
        with (folder / LOCK).open("wb") as lock:
            # A lock dies with its holder; a number of process is the same for each run of a
            # container. Where the disk knows no locks, nothing is swept.
            with suppress(OSError):
                fcntl.flock(lock, fcntl.LOCK_EX)
            aside = folder / path.name
            os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            yield aside
            with aside.open("rb") as written:
                os.fsync(written.fileno())
            aside.replace(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(parent: Path) -> None:
    """Remove the files of killed backups, not those of a running one."""
    for abandoned in parent.glob(f"{ASIDE}*"):
        with suppress(OSError), (abandoned / LOCK).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(abandoned)


def copy_sqlite(database: Path, path: Path) -> None:
    """Copy a SQLite database in use, whole, to an empty file."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)


def _pg_dump(url: URL, path: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise SchemaError(
            f"mettre la base à jour demande une sauvegarde, et pg_dump est introuvable : {WAYS_ON}"
        )
    bare = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    done = subprocess.run(
        [program, "--format=custom", f"--file={path}", f"--dbname={bare}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = " ".join(done.stderr.split())[:300]
        raise SchemaError(f"la sauvegarde d’avant la mise à jour a échoué ({reason}) : {WAYS_ON}")
