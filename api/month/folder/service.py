"""Try files that somebody sends as an association, then import what was tried and nothing else."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from api.access.caller import Caller
from api.access.reach import ADMINS, HR, Reach
from api.data.association import Association
from api.data.sheets.apart import read_apart
from api.month.errors import MovedFilesError
from api.month.folder.archives import Received, SentFile, receive, zipped
from api.month.folder.importing import Comparison, compare_folder, import_folder
from api.web.child_process import turn


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


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What files became; `ignored` and `remarks`: as of a trial."""

    association: Association
    ignored: tuple[str, ...]
    remarks: tuple[str, ...]


def try_files(
    engine: Engine, caller: Caller, files: Sequence[SentFile], *, replace: bool = True
) -> Trial:
    """
    Say what importing files would change; nothing is written or kept.

    `replace`: they take the place of what is there. Raises `UnknownError`: the caller doesn't reach
    the whole association; `Refusal`: the files can't be taken (see `receive`), or others are being
    read (503); `BadFilesError` or `NotEmptyError` as `compare_folder`.
    """
    with _received(caller, files) as received:
        remarks = list[str]()
        comparison = compare_folder(engine, received.path, replace=replace, tell=remarks.append)
        return Trial(
            comparison=comparison,
            seen=Seen(files=received.digest, state=comparison.state),
            ignored=received.ignored,
            remarks=tuple(remarks),
            archive=zipped(received.folder),
        )


def import_files(
    engine: Engine,
    caller: Caller,
    files: Sequence[SentFile],
    *,
    replace: bool = True,
    seen: Seen | None = None,
) -> Imported:
    """
    Import files; if a trial was `seen`, only if files and data are still those of the trial.

    Raises `MovedFilesError` or `MovedDataError`: they aren't, and nothing is written; others as
    `try_files`.
    """
    with _received(caller, files) as received:
        if seen is not None and received.digest != seen.files:
            raise MovedFilesError
        remarks = list[str]()
        association = import_folder(
            *(engine, caller, received.path),
            replace=replace,
            # Who has seen a trial has read them.
            tell=remarks.append if seen is None else None,
            state_seen="" if seen is None else seen.state,
        )
        return Imported(association=association, ignored=received.ignored, remarks=tuple(remarks))


@contextmanager
def _received(caller: Caller, files: Sequence[SentFile]) -> Iterator[Received]:
    """Lay files out in a folder that is deleted at the end, in turn with other imports."""
    Reach(caller, HR | ADMINS).check_everything()
    with turn(), TemporaryDirectory(prefix="import-") as place:
        folder = Path(place) / "association"
        folder.mkdir()
        yield read_apart(partial(receive, folder=folder), files, "envoi")
