"""Folders of files for tests: the small instance, with one file changed."""

import shutil
from pathlib import Path

from api.data.association import Association
from api.data.errors import BadFilesError
from api.data.folder.load import load
from api.data.folder.load import load_with_rows as read_so
from tests.fixtures.instances import FOLDER


def small(tmp_path: Path) -> Path:
    folder = tmp_path / "petit"
    shutil.copytree(FOLDER / "petit", folder)
    return folder


def replaced(tmp_path: Path, file: str, before: str, after: str) -> Path:
    """Change one text of one file, which must be there once."""
    folder = small(tmp_path)
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {file}"
    (folder / file).write_text(text.replace(before, after), encoding="utf-8")
    return folder


def with_files(tmp_path: Path, **files: str) -> Path:
    """Give the small instance more files, by name, each written as rows between bars."""
    folder = small(tmp_path)
    for name, rows in files.items():
        text = "".join(f"{row.strip()}\n" for row in rows.split("|"))
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def added(tmp_path: Path, file: str, *lines: str) -> Path:
    """Add lines at the end of one file."""
    folder = small(tmp_path)
    with (folder / file).open("a", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in lines)
    return folder


def faults(folder: Path) -> list[str]:
    """Return the messages of the faults in a folder, none where it loads."""
    try:
        load(folder)
    except BadFilesError as error:
        return [fault.message for fault in error.errors]
    return []


def remarks(folder: Path) -> tuple[str, ...]:
    """Return what is said of how a folder was read."""
    return read_so(folder).remarks


def loaded(folder: Path) -> Association:
    return load(folder)
