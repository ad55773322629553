"""Ctrl+C in the middle of a long audit: one line, no process left, nothing written."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.api.commands import ENTRY

PEOPLE, DAYS = 250, 364
AFTER = 3.0
"""Seconds: less than half of what the audit of three thousand person-months takes."""

AT_WORK, AT_WORST = 4, 30.0
"""The command, what its processes are born of and who cleans up, and one of them; seconds."""


def year(path: Path) -> Path:
    first = date(2025, 1, 6)
    rows = (
        f"Personne{who:03d} Nom{who:03d};{first + timedelta(days=n):%d/%m/%Y};09:00;17:00;60\n"
        for who in range(PEOPLE)
        for n in range(DAYS)
        if n % 7 < 5
    )
    path.write_text("Nom;Date;Début;Fin;Pause\n" + "".join(rows), "utf-8")
    return path


def alive(group: int) -> Iterator[str]:
    """Yield the state of each process of a group, those that have ended aside."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # a process that ended meanwhile
            state, _, pgrp, *_ = path.read_text("utf-8").rpartition(")")[2].split()
            if int(pgrp) == group and state != "Z":
                yield state


@pytest.mark.long
def test_a_long_audit_that_is_interrupted_leaves_nothing_behind(tmp_path: Path) -> None:
    file, target = year(tmp_path / "annee.csv"), tmp_path / "sortie"
    running = subprocess.Popen(
        # A suite that a script runs in the background is born deaf to Ctrl+C, and so are its own.
        ["env", "--default-signal=INT", *ENTRY, "audit", str(file), "--sortie", str(target)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    # Its processes run: one that is interrupted while it is born says so in its own words.
    until = time.monotonic() + AT_WORST
    while len(list(alive(running.pid))) < AT_WORK and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(AFTER)

    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)

    assert (running.returncode, out) == (3, "")
    assert err.strip() == "Interrompu : rien n’a été écrit."
    assert not target.exists()
    # Who cleans up after the command ends when it sees the command gone: a moment after it.
    until = time.monotonic() + AT_WORST
    while list(alive(running.pid)) and time.monotonic() < until:
        time.sleep(0.1)
    assert list(alive(running.pid)) == []
