"""Calendar programs as tests run them: each reads an address a line and tells what it shows."""

import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO

from tests.clients.served import Seen

HERE = Path(__file__).parent / "programs"
PLACE = Path(__file__).parents[2] / ".clients"
PYTHON = PLACE / "python" / "bin" / "python"
SYSTEM = "/usr/bin/python3"
MISSING = "programme absent : lancez .ci/clients"


@dataclass(frozen=True)
class Program:
    """
    A client. `subscribes`: it reads the address itself (else it is given the bytes as a file).

    `uids`: it keeps the uids of the feed (vdirsyncer makes its own).
    """

    name: str
    command: tuple[str | Path, ...]
    subscribes: bool = True
    uids: bool = True


PROGRAMS = {
    program.name: program
    for program in (
        Program("thunderbird", (SYSTEM, HERE / "thunderbird.py")),
        Program("gnome", ("dbus-run-session", "--", SYSTEM, HERE / "gnome.py")),
        Program("kde", (PLACE / "kde",), subscribes=False),
        Program("vdirsyncer_khal", (PYTHON, HERE / "vdirsyncer_khal.py"), uids=False),
        Program("home_assistant", (PYTHON, HERE / "home_assistant.py"), subscribes=False),
        Program("ical_js", ("node", PLACE / "node" / "ical_js.mjs"), subscribes=False),
        Program("node_ical", ("node", PLACE / "node" / "node_ical.mjs")),
    )
}


@dataclass(frozen=True)
class Shown:
    """What a client shows, and the uid under which it knows each event."""

    events: frozenset[Seen]
    uids: dict[Seen, str] = field(hash=False)


class Client:
    """A program that runs, with a home of its own."""

    def __init__(self, program: Program, home: Path) -> None:
        self.program = program
        self.home = home
        home.mkdir()
        node = PLACE / "node"
        if node.is_dir():
            for script in HERE.glob("*.mjs"):
                shutil.copy(script, node / script.name)
        self.log = (home / "journal.txt").open("w")
        env = {**os.environ, "HOME": str(home), "TZ": "America/New_York", "LC_ALL": "C.UTF-8"}
        env |= {
            f"XDG_{folder}_HOME": str(home / folder.lower())
            for folder in ("CACHE", "CONFIG", "DATA")
        }
        try:
            self.process = subprocess.Popen(
                [str(part) for part in program.command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.log,
                text=True,
                env=env,
            )
        except FileNotFoundError as error:
            self.log.close()
            raise AssertionError(f"{program.name} : {MISSING} ({error})") from None
        self.lines: Queue[str | None] = Queue()
        self.listener = Thread(target=self._listen, args=(self.process.stdout,), daemon=True)
        self.listener.start()

    def _listen(self, out: IO[str]) -> None:
        with out:
            for line in out:
                self.lines.put(line)
        self.lines.put(None)

    def ask(self, url: str, seconds: float = 60) -> Shown:
        """Make it read the feed, and return what it shows then."""
        assert self.process.stdin is not None
        self.process.stdin.write((url if self.program.subscribes else self._file(url)) + "\n")
        self.process.stdin.flush()
        try:
            line = self.lines.get(timeout=seconds)
        except Empty:
            line = None
        if line is None:
            self.log.flush()
            said = (self.home / "journal.txt").read_text()[-2000:]
            raise AssertionError(f"{self.program.name} ne répond pas ({MISSING} ?) : {said}")
        answer = json.loads(line)
        uids = {(start, end, title): uid for uid, start, end, title in answer}
        return Shown(frozenset(uids), uids)

    def until(self, url: str, wanted: Callable[[Shown], bool], seconds: float = 20) -> Shown:
        """Make it read again until it shows what is wanted, or the time is over."""
        end = time.monotonic() + seconds
        while True:
            shown = self.ask(url)
            if wanted(shown) or time.monotonic() > end:
                return shown
            time.sleep(0.2)

    def _file(self, url: str) -> str:
        path = self.home / "flux.ics"
        with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own server
            path.write_bytes(answer.read())
        return str(path)

    def stop(self) -> None:
        """End it."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.listener.join()
        self.log.close()


def status_of(url: str) -> int:
    """Return the status that an address answers."""
    try:
        with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own server
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
