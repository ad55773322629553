"""Lay files that somebody sends out as a folder: a ZIP of it, its files one by one, a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath

from api.data.folder import removals, revisions
from api.data.folder.contents import is_workbook
from api.data.folder.history import MONTH
from api.month.folder.archives import LONGEST, READ, unpack
from api.web.problems import Fault, Refusal

PAST = "historique"
"""The folder of published months."""

SIGNS = frozenset('\\/:*?"<>|')
CHOOSE = (
    "un ZIP du dossier de l’association, ses fichiers CSV choisis ensemble, ou un classeur "
    "(.xlsx, .ods, .xls)"
)


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """A file as it is sent: the name that its sender gives it, and its content."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Received:
    """
    Files as a reader of folders takes them.

    `path`: the folder, or the only workbook in it. `ignored`: the names of files that aren't read.
    `digest`: that of the names and contents of all that is read.
    """

    folder: Path
    path: Path
    ignored: tuple[str, ...]
    digest: str


def receive(files: Sequence[SentFile], folder: Path) -> Received:
    """
    Write what is sent into an empty folder.

    A month sent by itself (`2026-10.csv`) goes where a folder has its months.

    Raises `Refusal`: nothing is sent that can be read, a file is sent twice or beside a ZIP, or the
    ZIP itself is refused (422).
    """
    archives = [file for file in files if PurePosixPath(file.name.lower()).suffix == ".zip"]
    if archives:
        if len(files) > 1:
            raise _not_received(
                [
                    Fault(field=file.name[:LONGEST], expected="le ZIP seul, ou des fichiers seuls")
                    for file in archives
                ]
            )
        ignored = unpack(archives[0].content, folder)
    else:
        ignored = _lay_out(files, folder)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    if not paths:
        received = ", ".join(ignored)[:LONGEST]
        raise _not_received([Fault(field="files", received=received, expected=CHOOSE)])
    alone = len(paths) == 1 and is_workbook(paths[0])
    return Received(
        folder=folder,
        path=paths[0] if alone else folder,
        ignored=tuple(ignored),
        digest=_digest(paths, folder),
    )


def _lay_out(files: Sequence[SentFile], folder: Path) -> list[str]:
    """Write files by their own names, and return the names of those that aren't read."""
    ignored, faults, seen = [], [], set[str]()
    for file in files:
        # Some browsers send a path: only its last part is the file's name.
        name = file.name.replace("\\", "/").rpartition("/")[2]
        if name.startswith(".") or PurePosixPath(name.lower()).suffix not in READ:
            ignored.append(name)
            continue
        if len(name) > LONGEST or any(c in SIGNS or c < " " for c in name):
            faults.append(
                Fault(
                    field=name[:LONGEST],
                    expected=f"un nom de {LONGEST} caractères au plus, sans caractère spécial",
                )
            )
        elif name.lower() in seen:
            faults.append(Fault(field=name, expected="ce fichier une seule fois"))
        else:
            seen.add(name.lower())
            path = folder / _place(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
    if faults:
        raise _not_received(faults)
    return sorted(ignored)


def _place(name: str) -> Path:
    """Return where a folder has a file of this name."""
    if MONTH.fullmatch(name.removesuffix(".csv")):
        return Path(PAST) / name
    beside = {PurePosixPath(file).name: file for file in (revisions.FILE, removals.FILE)}
    return Path(PAST) / beside[name] if name in beside else Path(name)


def _digest(paths: Sequence[Path], folder: Path) -> str:
    whole = sha256()
    for path in paths:
        with path.open("rb") as file:
            content = file_digest(file, "sha256").hexdigest()
        whole.update(f"{path.relative_to(folder)}\n{content}\n".encode())
    return whole.hexdigest()


def _not_received(faults: Sequence[Fault]) -> Refusal:
    return Refusal(422, "fichiers_refuses", "Les fichiers choisis sont refusés.", errors=faults)
