"""Try files that somebody sends as an association, then import what was tried and nothing else."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from api.access.reach import ADMINS, HR, Reach
from api.data.sheets.apart import read_apart
from api.month.errors import MovedFilesError
from api.month.folder.importing import Comparison, compare_folder, import_folder
from api.month.folder.receiving import receive
from api.month.folder.zipping import zipped
from api.web.child_process import turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Engine

    from api.access.caller import Caller
    from api.month.folder.receiving import Received, SentFile


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a trial was of: the files by their digest, and the state of the database."""

    files: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Trial:
    """
    What importing files would change.

    `ignored`: the names of files that aren't read. `archive`: a ZIP of those that are, of which a
    trial is the same.
    """

    comparison: Comparison
    seen: Seen
    ignored: tuple[str, ...]
    remarks: tuple[str, ...]
    archive: bytes


def try_files(engine: Engine, caller: Caller, files: Sequence[SentFile]) -> Trial:
    """
    Say what importing files in place of what is there would change; nothing is written or kept.

    Raises
    ------
    UnknownError
        The caller doesn't reach the whole association.
    Refusal
        The files can't be taken (see `receive`), or others are being read (503).
    BadFilesError
        Something in the files is wrong: every fault at once.
    """
    Reach(caller, HR | ADMINS).check_everything()
    with import_turn() as folder:
        received = _receive(files, folder)
        remarks = list[str]()
        comparison = compare_folder(engine, received.path, replace=True, tell=remarks.append)
        return Trial(
            comparison=comparison,
            seen=Seen(files=received.digest, state=comparison.state),
            ignored=received.ignored,
            remarks=tuple(remarks),
            archive=zipped(received.folder),
        )


def import_files(engine: Engine, caller: Caller, files: Sequence[SentFile], seen: Seen) -> None:
    """
    Import files in place of what is there, if files and data are still those of a trial.

    Raises
    ------
    MovedFilesError, MovedDataError
        They aren't: nothing is written.
    UnknownError, Refusal, BadFilesError
        See `try_files`.
    """
    Reach(caller, HR | ADMINS).check_everything()
    with import_turn() as folder:
        received = _receive(files, folder)
        if received.digest != seen.files:
            raise MovedFilesError
        import_folder(engine, caller, received.path, replace=True, state_seen=seen.state)


def _receive(files: Sequence[SentFile], folder: Path) -> Received:
    return read_apart(partial(receive, folder=folder), files, "envoi")


@contextmanager
def import_turn() -> Iterator[Path]:
    """Yield an empty folder for what is imported, in turn; it is deleted at the end."""
    with turn(), TemporaryDirectory(prefix="import-") as place:
        folder = Path(place) / "association"
        folder.mkdir()
        yield folder
