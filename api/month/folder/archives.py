"""Receive files as a folder, and pack it: no file outside its folder, none beyond a size."""

import io
import stat
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from api.data.folder.beside import REMOVALS, REVISIONS
from api.data.folder.contents import is_workbook
from api.data.folder.history import MONTH
from api.french.plural import plural
from api.web.refusing.problems import Fault, Refusal

MB = 1 << 20
MOST_FILES = 2_000
MOST_MB = 250
READ = (".csv", ".ics", ".xlsx", ".ods", ".xls")
LONGEST = 240
SHORT = f"un nom de {LONGEST} caractères au plus (un accent en vaut deux)"
BLOCK = 1 << 16


def zipped(folder: Path) -> bytes:
    """Return a ZIP of the files of a folder and of those below it, but hidden ones."""
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as packed:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = path.relative_to(folder)
            if not name.name.startswith("."):
                packed.write(path, str(name))
    return content.getvalue()


def unpack(content: bytes, folder: Path) -> list[str]:
    """
    Write an archive's tables and calendars to a folder, and return the names of its other files.

    If all files of an archive are in one folder, it is that folder. Raises `Refusal`: it is no ZIP,
    or is encrypted, damaged, too large once unpacked, or has names that lead elsewhere (422).
    """
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if faults := list(_faults(entries)):
                raise _refused(faults)
            top = _top(entries)
            readable = [entry for entry in entries if _read(entry)]
            for entry in readable:
                _write(archive, entry, folder / entry.filename.removeprefix(top))
    except (BadZipFile, EOFError, RuntimeError, ValueError, zlib.error):
        raise _refused([Fault(field="body", expected="un ZIP entier, ni abîmé ni chiffré")]) from (
            None
        )
    return sorted({entry.filename for entry in entries} - {entry.filename for entry in readable})


def _faults(entries: Sequence[ZipInfo]) -> Iterator[Fault]:
    if len(entries) > MOST_FILES:
        yield Fault(
            field="body",
            received=plural(len(entries), "fichier"),
            expected=f"{MOST_FILES} fichiers au plus",
        )
        return  # to look at each would take as long as whoever sent them likes
    size = sum(entry.file_size for entry in entries)
    if size > MOST_MB * MB:
        yield Fault(
            field="body",
            received=f"{-(-size // MB)} Mo une fois ouvert",
            expected=f"{MOST_MB} Mo au plus une fois ouvert",
        )
    paths = Counter(PurePosixPath(entry.filename) for entry in entries)
    folders = {folder for path in paths for folder in path.parents}
    for entry in entries:
        expected = _wrong(entry)
        path = PurePosixPath(entry.filename)
        if not expected and paths[path] > 1:
            expected = "ce fichier une seule fois"
        elif not expected and path in folders:
            expected = "un fichier ou un dossier de ce nom, et non les deux"
        if expected:
            yield Fault(field="body", received=entry.filename[:LONGEST], expected=expected)


def _wrong(entry: ZipInfo) -> str:
    """Say in French what an archive's entry should have been (empty: it is right)."""
    path = PurePosixPath(entry.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename:
        return "un nom de fichier du dossier, sans « .. », « \\ » ni « : »"
    if _too_long(entry.filename) or any(letter < " " for letter in entry.filename):
        return f"{SHORT}, sans caractère de contrôle"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "un fichier, et non un lien"
    if entry.flag_bits & 0x1:
        return "un fichier qui ne soit pas chiffré"
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "un fichier compressé comme les ZIP ordinaires (deflate)"
    return ""


def _too_long(name: str) -> bool:
    """Whether a disk wouldn't take a name: it counts bytes, and an accent is two."""
    return len(name.encode()) > LONGEST


def _read(entry: ZipInfo) -> bool:
    path = PurePosixPath(entry.filename)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return not hidden and path.suffix.lower() in READ


def _top(entries: Sequence[ZipInfo]) -> str:
    """Return the folder that holds all files to read, with its slash (empty: none)."""
    tops = {entry.filename.partition("/")[0] for entry in entries if _read(entry)}
    inside = all("/" in entry.filename for entry in entries if _read(entry))
    return f"{tops.pop()}/" if len(tops) == 1 and inside else ""


def _write(archive: ZipFile, entry: ZipInfo, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as source, path.open("wb") as target:
        while block := source.read(BLOCK):
            target.write(block)


def _refused(faults: Sequence[Fault]) -> Refusal:
    many = plural(len(faults), "défaut")
    return Refusal(422, "archive_refusee", f"L’archive est refusée : {many}.", errors=faults)


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

    A month sent by itself (`2026-10.csv`) goes where a folder has its months. Raises `Refusal`:
    nothing is sent that can be read, a file is sent twice or beside a ZIP, or the ZIP itself is
    refused (422).
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
        if _too_long(name) or any(c in SIGNS or c < " " for c in name):
            expected = f"{SHORT}, sans caractère spécial"
            faults.append(Fault(field=name[:LONGEST], expected=expected))
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
    beside = {PurePosixPath(file).name: file for file in (REVISIONS, REMOVALS)}
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
