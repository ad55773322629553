"""Copy a database before an upgrade: SQLite's own copy, or PostgreSQL's pg_dump."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from api.database.aside import aside
from api.database.engine import is_sqlite
from api.database.errors import SchemaError

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine

KEPT = 3
"""How many copies of a database before one same upgrade are kept: it may have to be tried again."""

WAYS_ON = "faites une sauvegarde vous-même, puis relancez avec --sans-sauvegarde"


def safeguard(engine: Engine, label: str, folder: Path | None = None) -> Path:
    """
    Copy a whole database to a new file of a folder, and return its path.

    The folder is, by default, the SQLite file's, or `sauvegardes` where the program runs. Of the
    copies made under this label the last `KEPT` stay.

    Raises
    ------
    SchemaError
        It couldn't be made: PostgreSQL's pg_dump isn't there, or failed.
    """
    sqlite = is_sqlite(engine)
    database = Path(engine.url.database or "roulement")
    where = folder or (database.parent if sqlite else Path("sauvegardes"))
    start, ending = f"{database.stem}-{label}-", ".db" if sqlite else ".dump"
    path = where / f"{start}{datetime.now(UTC):%Y%m%d-%H%M%S-%f}{ending}"
    with aside(path) as made:
        if sqlite:
            copy_sqlite(database, made)
        else:
            _pg_dump(engine.url, made)
    # A service whose upgrade fails is started again every other second: it won't fill the disk.
    for old in sorted(where.glob(f"{escape(start)}*{ending}"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


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
