"""What `rota generate` would write over, which it leaves alone unless it finds something better."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from api.cli.interrupts import NOTHING
from api.cli.screen import BLOCKED, CRASHED, say, say_json
from api.data.errors import BadFilesError
from api.export.month.csv import rota_csv
from api.month.places.folder import written_at
from api.month.standing import unchanged_words
from api.month.versions.slot_file import SlotFile

if TYPE_CHECKING:
    from pathlib import Path

    from api.export.month.bundle import Month
    from api.month.frames import Frame
    from scheduler.domain.problem import Assignment
    from scheduler.engine.outcome import OutOfTime, Solution


def files_of(output: Path, frame: Frame) -> list[Path]:
    """Return where it writes who holds what, a file for each month of a frame."""
    return [written_at(output, f"{month:%Y-%m}") for month in frame.months]


def written_before(output: Path, frame: Frame) -> frozenset[Assignment] | None:
    """Return what it wrote there before, as far as the data still allow it (None: nothing)."""
    known: set[Assignment] = set()
    for path in files_of(output, frame):
        # What can't be read is nothing to compare with, and is written over.
        with suppress(BadFilesError):
            known |= SlotFile(path=path).written() if path.is_file() else frozenset()
    return frozenset(assignment for assignment in known if frame.decides(assignment)) or None


def stands_there(path: Path, month: Month, *, late: bool) -> bool:
    """
    Whether a file holds a month as it would be written: same hours, places and names.

    `late`: nothing better was found for want of time, so that a file of another form, made by hand,
    is left as it is too.
    """
    if not path.is_file():
        return False
    there, mine = path.read_bytes(), rota_csv(month.rota, month.names)
    return there == mine or (late and there.splitlines()[:1] != mine.splitlines()[:1])


def say_unchanged(outcome: Solution | OutOfTime, seconds: float, *, late: bool) -> None:
    """Say that nothing changed; `late`: for want of time, and how much to try."""
    more = f" Essayez --secondes {max(10, round(4 * seconds))}." if late else ""
    say(unchanged_words(outcome, seconds=seconds) + more, "bold red" if late else "")


def without_rota(outcome: OutOfTime, seconds: float, *, as_json_only: bool) -> int:
    """Say that no rota was found in time, or before the user said enough."""
    if outcome.stopped:
        say(f"{NOTHING} Pas encore de planning de : {outcome.part}.", "bold red")
    else:
        say_unchanged(outcome, seconds, late=True)
    if as_json_only:
        state = "interrompu" if outcome.stopped else "inchange"
        say_json({"state": state, "part": outcome.part})
    return CRASHED if outcome.stopped else BLOCKED
