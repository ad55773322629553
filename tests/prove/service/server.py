"""The service as its own process: started, asked whether it is ready, killed."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

import httpx2

ENTRY = (sys.executable, "-c", "from api.cli import main; main()")
PATIENCE = 60.0
READY = 200


def free_port() -> int:
    """Return a port that nobody listens to now."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def clean_environment(settings: Mapping[str, object]) -> dict[str, str]:
    """Return the environment of a process with these settings and no other."""
    ours = {f"ROULEMENT_{key.upper()}": str(value) for key, value in settings.items()}
    kept = {key: text for key, text in os.environ.items() if not key.startswith("ROULEMENT_")}
    return {**kept, **ours}


class Process:
    """A command of `rota` with settings of its own; what it writes goes to a file."""

    def __init__(self, words: tuple[str, ...], folder: Path, name: str, **settings: object) -> None:
        self.words = words
        self.log = folder / f"{name}.log"
        self.env = clean_environment(settings)
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start it, in a group of its own so that what it starts can be killed with it."""
        with self.log.open("ab") as out:
            self.running = subprocess.Popen(
                [*ENTRY, *self.words],
                env=self.env,
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        return self

    def runs(self) -> bool:
        """Whether it has begun and not ended."""
        return self.running is not None and self.running.poll() is None

    def wait(self) -> int:
        """Wait until it has ended by itself; return its exit code (0: it had not begun)."""
        code = 0 if self.running is None else self.running.wait(PATIENCE)
        self.running = None
        return code

    @property
    def pid(self) -> int:
        """Return its process and group (0: it doesn't run)."""
        return 0 if self.running is None else self.running.pid

    def kill(self) -> None:
        """Kill it as a power cut would: nothing is told to it."""
        if self.running is not None:
            self.running.kill()
            self.running.wait()
            self.running = None

    def failures(self, most: int = 3) -> list[str]:
        """Return what it logged as failed, the first of each kind."""
        seen: dict[str, str] = {}
        for line in self.log.read_text("utf-8").splitlines():
            if line.startswith("{") and '"level": "error"' in line:
                record = json.loads(line)
                seen.setdefault(
                    record["event"] + str(record.get("exception", ""))[:200], line[:4000]
                )
        return list(seen.values())[:most]

    def end(self) -> int:
        """Ask it to end, and wait; return its exit code."""
        if self.running is None:
            return 0
        self.running.terminate()
        code = self.running.wait(PATIENCE)
        self.running = None
        return code


class Server(Process):
    """`rota serve` on a port."""

    def __init__(self, folder: Path, database: str, **settings: object) -> None:
        self.port = free_port()
        super().__init__(
            ("serve",),
            folder,
            f"serve-{self.port}",
            database_url=database,
            port=self.port,
            public_url=f"http://127.0.0.1:{self.port}",
            disk_mb=0,
            **settings,
        )

    @property
    def url(self) -> str:
        """Return where it is."""
        return f"http://127.0.0.1:{self.port}"

    def ready(self, patience: float = PATIENCE) -> Self:
        """Wait until it takes requests, `patience` seconds at most."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if self.running is not None and self.running.poll() is not None:
                break
            with suppress(httpx2.TransportError):
                if httpx2.get(f"{self.url}/sante/pret", timeout=5).status_code == READY:
                    return self
            time.sleep(0.05)
        raise SystemExit(f"le service ne démarre pas :\n{self.log.read_text('utf-8')[-3000:]}")
