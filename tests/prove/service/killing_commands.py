"""
Rien à moitié: backups, upgrades and imports of the whole association, killed again and again.

Each command is killed (SIGKILL, with all that it started) at a seeded random moment of the time
that it takes. After each death the database is as it was or as it should be, and a file of backup
is whole or isn't there (what was being copied aside doesn't count). In the end the command ends
well, and the register and the service's own checks have nothing to say.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import uuid4

import sqlalchemy as sa

import fixtures
from api.database.backup.restoring import opened as opened_backup
from api.database.backup.restoring import verify
from api.database.engine import connect
from api.database.errors import BadBackupError
from api.database.migrating import current, upgrade
from api.database.safeguard import ASIDE
from tests.api.database.filled import content
from tests.api.database.next_version import FOLLOWING, versions
from tests.api.own_server import with_own_clients
from tests.prove.service.office import database
from tests.prove.service.server import ENTRY, clean_environment

ASSOCIATION = Path(fixtures.__file__).parent / "association"
NEXT_PROGRAM = """
import sys
from pathlib import Path
from api.database import migrating
migrating.FOLDER = Path(sys.argv.pop(1))
from api.cli import main
main()
"""
OK = 0
ENOUGH = 1.05
"""Of the time that a command takes: a few deaths would come after its end."""


@dataclass
class Ended:
    """What became of one command, killed so many times on one kind of database."""

    what: str
    kind: str
    deaths: int = 0
    completed: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Tell it."""
        return [
            (
                f"{self.kind}, {self.what} ({self.seconds:.1f} s) : {self.deaths} arrêts brutaux, "
                f"{self.completed} fois au bout avant ; {len(self.wrong)} défauts"
            ),
            *(f"    DÉFAUT : {fault}" for fault in self.wrong),
        ]


@dataclass(frozen=True)
class Bench:
    """Two databases of one kind to begin from, one without rows and one that is full."""

    kind: str
    url: str
    folder: Path

    def named(self, name: str) -> str:
        """Return the URL of a database of this bench."""
        if self.kind == "sqlite":
            return f"sqlite:///{self.folder}/{name}.db"
        return sa.make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def copied(self, name: str) -> str:
        """Copy one of the two; return the copy's URL."""
        other = f"essai_{uuid4().hex[:8]}"
        if self.kind == "sqlite":
            shutil.copy(self.folder / f"{name}.db", self.folder / f"{other}.db")
        else:
            self.admin(f"CREATE DATABASE {other} TEMPLATE {name}")
        return self.named(other)

    def admin(self, statement: str) -> None:
        """Run a statement of PostgreSQL outside transactions."""
        engine = sa.create_engine(self.url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)


@contextmanager
def bench(kind: str, folder: Path) -> Iterator[Bench]:
    """Make the two databases."""
    with database(kind, folder) as url:
        made = Bench(kind, url, folder)
        for name in ("vide", "pleine"):
            if kind == "postgresql":
                made.admin(f"CREATE DATABASE {name}")
            engine = connect(made.named(name))
            upgrade(engine)
            if name == "pleine":
                # In a process of its own, as people do: an import is bounded in processor time, of
                # which the kernel's count and a process's own differ by seconds after minutes.
                words = [*ENTRY, "import", str(ASSOCIATION), "--base-de-donnees", made.named(name)]
                subprocess.run(words, env=clean_environment({}), check=True, capture_output=True)
            if kind == "sqlite":
                with engine.connect() as connection:
                    connection.exec_driver_sql("COMMIT")
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            engine.dispose()
        yield made


@dataclass(frozen=True)
class Command:
    """
    A command to kill: its name in French, the database on which it begins, its words.

    `state`: what is wrong with a database on which it ran (empty: nothing). `done`: whether it ran
    to its end there, and can't be asked again.
    """

    what: str
    begins: str
    words: Callable[[str], list[str]]
    state: Callable[[str], str]
    done: Callable[[str], bool] = lambda _: False


def killed_commands(kind: str, kills: int, number: int) -> list[Ended]:
    """Kill each command `kills` times; say what became of each."""
    with tempfile.TemporaryDirectory(prefix="commandes-") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        with bench(kind, folder) as made:
            return [
                _killed(made, command, kills, Random(f"{kind}-{command.what}-{number}"))
                for command in _commands(made)
            ]


def _commands(made: Bench) -> list[Command]:
    following = versions(made.folder)
    backup = made.folder / "sauvegarde.archive"
    full = _summed(made.named("pleine"))
    counts = _counted(made.named("pleine"))

    def saved(url: str) -> str:
        if _summed(url) != full:
            return "la base a changé pendant une sauvegarde"
        return backup_fault(backup)

    def upgraded(url: str) -> str:
        if _summed(url) != full:
            return "la base a changé pendant une mise à jour"
        for path in (made.folder / "gardées").glob(f"[!{ASIDE[0]}]*"):
            # A copy of SQLite's file as it is, or what pg_dump made.
            if path.suffix == ".db":
                whole = _summed(f"sqlite:///{path}") == full
            else:
                whole = _is_whole_dump(path)
            if not whole:
                return f"{path.name} : sauvegarde à moitié"
        return ""

    def imported(url: str) -> str:
        there = _counted(url)
        if any(there.values()) and there != counts:
            return f"import à moitié : {[n for n in counts if counts[n] != there[n]][:5]}"
        return ""

    entry = list(ENTRY)
    return [
        Command(
            "sauvegarde",
            "pleine",
            lambda url: [*entry, "backup", str(backup), "--remplacer", "--base-de-donnees", url],
            saved,
        ),
        Command(
            "mise à jour",
            "pleine",
            lambda url: [
                *(sys.executable, "-c", NEXT_PROGRAM, str(following)),
                *("upgrade", "--base-de-donnees", url),
            ],
            upgraded,
        ),
        Command(
            "import",
            "vide",
            lambda url: [*entry, "import", str(ASSOCIATION), "--base-de-donnees", url],
            imported,
            lambda url: any(_counted(url).values()),
        ),
    ]


def _killed(made: Bench, command: Command, kills: int, random: Random) -> Ended:
    ended = Ended(command.what, made.kind)
    url = made.copied(command.begins)
    begun = time.monotonic()
    if code := _run(made, command.words(url), None):
        ended.wrong.append(f"sans arrêt, {command.what} finit avec {code} : {_said(made)}")
    ended.seconds = time.monotonic() - begun
    url = made.copied(command.begins)
    while ended.deaths < kills and ended.completed < 2 * kills + 5:
        code = _run(made, command.words(url), random.uniform(0.0, ended.seconds * ENOUGH))
        if fault := command.state(url):
            ended.wrong.append(f"après {ended.deaths + 1} arrêts : {fault}")
        if code == -signal.SIGKILL:
            ended.deaths += 1
            if command.done(url):  # killed between its last word and its end
                url = made.copied(command.begins)
            continue
        ended.completed += 1
        if code != OK:
            ended.wrong.append(f"{command.what} finit avec {code} : {_said(made)}")
        url = made.copied(command.begins)
    if code := _run(made, command.words(url), None):
        ended.wrong.append(f"après les arrêts, {command.what} finit avec {code} : {_said(made)}")
    if fault := command.state(url):
        ended.wrong.append(f"à la fin : {fault}")
    # What a death leaves aside is no backup, and the next one that ends removes it.
    for path in made.folder.glob(f"**/{ASIDE}*"):
        ended.wrong.append(f"à la fin : {path.name} : reste de sauvegarde")
    ended.wrong += _examined(url, following=command.what == "mise à jour")
    return ended


def _run(made: Bench, words: list[str], seconds: float | None) -> int:
    """Run a command, killed after so many seconds with all that it began (None: it isn't)."""
    log = made.folder / "commandes.log"
    settings = {"backup_folder": str(made.folder / "gardées")}
    env = clean_environment(settings) | {"PATH": with_own_clients()}
    with log.open("ab") as out:
        running = subprocess.Popen(
            words,
            env=env,
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    with suppress(subprocess.TimeoutExpired):
        return running.wait(seconds)
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    return running.wait()


def _said(made: Bench) -> str:
    return (made.folder / "commandes.log").read_text("utf-8")[-600:]


def _examined(url: str, *, following: bool) -> list[str]:
    """Verify the register of a database, and let the service's own checks look at it."""
    if following:  # by the next program, which this one isn't
        engine = connect(url)
        there = current(engine)
        engine.dispose()
        return [] if there == FOLLOWING else [f"mise à jour : version {there}"]
    wrong = []
    for words in (["verify"], ["doctor"]):
        done = subprocess.run(
            [*ENTRY, *words],
            env=clean_environment({"database_url": url, "disk_mb": 0}),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != OK:
            wrong.append(f"rota {words[0]} finit avec {done.returncode} : {done.stdout[-800:]}")
    return wrong


def backup_fault(path: Path) -> str:
    """Say what is wrong with a backup that stands under its name (empty: nothing, or no file)."""
    if not path.is_file():
        return ""
    try:
        with opened_backup(path) as (manifest, lines):
            verify(manifest, lines)
    except BadBackupError as error:
        return f"sauvegarde à moitié : {error}"
    return ""


def _is_whole_dump(path: Path) -> bool:
    """Whether PostgreSQL reads all of what its own program dumped."""
    read = subprocess.run(
        ["pg_restore", "--file", os.devnull, str(path)],
        env={"PATH": with_own_clients()},
        capture_output=True,
        check=False,
    )
    return read.returncode == OK


def _summed(url: str) -> str:
    """Return a digest of all rows of a database."""
    engine = connect(url)
    digest = hashlib.sha256()
    for name, lines in content(engine).items():
        digest.update(name.encode())
        for line in lines:
            digest.update(line)
    engine.dispose()
    return digest.hexdigest()


def _counted(url: str) -> dict[str, int]:
    """Return the number of rows of each table."""
    engine = connect(url)
    counts = {name: len(lines) for name, lines in content(engine).items()}
    engine.dispose()
    return counts
