"""Ends of `rota generate`: what is done once a search has answered, and a run that is killed."""

import signal
import subprocess
import time
from pathlib import Path
from typing import Any

from api.cli.month.outcome import show_outcome
from api.month.frames import Frame
from api.month.places.folder import FolderPlace
from scheduler.domain.problem import Assignment
from scheduler.engine.outcome import Outcome, Solution
from tests.api.commands import ENTRY


def solution(frame: Frame, assignments: frozenset[Assignment], **more: Any) -> Solution:
    """Return what a search of a second would have answered."""
    nothing: dict[str, Any] = dict.fromkeys(("tiers", "findings", "parts"), ())
    spent = {"seconds": 1.0, "first_after": 1.0, "peak_mb": 1}
    return Solution(rota=frame.rota(assignments), **(nothing | spent | more))


def shown(
    place: FolderPlace, frame: Frame, outcome: Outcome, output: Path, **more: bool | float
) -> int:
    """Show an answer and publish it, unless `more` says otherwise; return the exit code."""
    usual: dict[str, Any] = {"as_json_only": False, "seconds": 20.0, "publish_it": True}
    return show_outcome(place, frame, outcome, output=output, detail=False, **(usual | more))


def killed_at_its_first_document(output: Path, *words: str | Path) -> None:
    """Run a command, and kill it as soon as a first document is there, aside."""
    child = subprocess.Popen(
        [*ENTRY, *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and child.poll() is None:
        if any(path.is_file() for path in output.glob(".*/*")):
            break
        time.sleep(0.005)
    child.send_signal(signal.SIGKILL)
    child.wait()
