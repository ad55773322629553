"""
The service's processes, started for real, to be stopped or killed by tests and proofs.

`Process.kill` is SIGKILL: nothing gets to clean up. `Process.end` is SIGTERM, as systemd sends it.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
UP = 60.0
"""Seconds that a process may take to say that it is up, on a busy machine."""


@dataclass(frozen=True)
class Process:
    """A running process and the file of what it says."""

    popen: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        return self.log.read_text("utf-8")

    def until(self, pattern: str, seconds: float = UP) -> re.Match[str]:
        """Wait until it says something."""
        deadline = time.monotonic() + seconds
        while not (match := re.search(pattern, self.said())):
            assert self.popen.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.02)
        return match

    @property
    def address(self) -> str:
        """Return where a server answers, once it is up."""
        return self.until(r"(http://\S+:\d+) \(").group(1)

    def kill(self) -> None:
        """Kill it, whatever it does, and wait until it is gone."""
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGKILL)
        self.popen.wait()

    def end(self, seconds: float = 15.0) -> int:
        """Tell it to end, and return its exit code."""
        self.popen.send_signal(signal.SIGTERM)
        return self.popen.wait(seconds)


def environment(url: str, **settings: Any) -> dict[str, str]:
    """Return the environment of a process with these settings and no other of ours."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith("ROULEMENT_")}
    ours = {"database_url": url, "host_id": "essai", **settings}
    return plain | {f"ROULEMENT_{name.upper()}": str(value) for name, value in ours.items()}


@contextmanager
def started(words: list[str], folder: Path, url: str, **settings: Any) -> Iterator[Process]:
    """Run a command of ours in a folder; whatever becomes of it, it is gone afterwards."""
    log = folder / f"journal-{time.monotonic_ns()}.txt"
    with log.open("wb") as out:
        popen = subprocess.Popen(
            [sys.executable, *words],
            cwd=folder,
            env=environment(url, **settings) | {"PYTHONPATH": str(ROOT)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    process = Process(popen, log)
    try:
        yield process
    finally:
        process.kill()


ROTA = ["-c", "from api.cli import main; main()"]


@contextmanager
def serving(folder: Path, url: str, **settings: Any) -> Iterator[Process]:
    """Run `rota serve`, on a free port unless told otherwise; wait until it listens."""
    with started([*ROTA, "serve"], folder, url, **{"port": 0, **settings}) as process:
        assert process.address
        yield process


@contextmanager
def working(folder: Path, url: str, role: str = "worker", **settings: Any) -> Iterator[Process]:
    """Run `rota worker`; wait until it takes calculations."""
    with started([*ROTA, "worker", "--role", role], folder, url, **settings) as process:
        process.until("travailleur « ")
        yield process


@contextmanager
def bare(folder: Path, url: str, role: str, **settings: Any) -> Iterator[Process]:
    """Run a worker and nothing else, on SQLite too: the quickest to start."""
    words = ["-m", "tests.api.jobs.bare", role]
    with started(words, folder, url, **settings) as process:
        process.until("debout")
        yield process
