"""
Whole or nothing: documents are written aside, then put in place by renaming.

A run that is killed leaves at most a hidden folder, which the next run removes; every file under
its own name is complete.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The list of what we put in a folder: a later run removes what it doesn't make again.
LIST = ".roulement.json"
ASIDE = ".roulement-en-cours-"


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """
    Give a folder to fill; on a clean exit its files take their place in `target`.

    On an exception nothing in `target` changes. What an earlier run put there and this one
    doesn't make is removed; files of others are left alone.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target)
    aside = target.parent / f"{ASIDE}{target.name}-{os.getpid()}"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        yield aside
        _move(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _move(aside: Path, target: Path) -> None:
    made = sorted(str(p.relative_to(aside)) for p in aside.rglob("*") if p.is_file())
    _write(aside / LIST, json.dumps(made, ensure_ascii=False, indent=1).encode())
    if not target.exists():
        aside.rename(target)
        return
    before = _listed(target)
    for name in made:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (aside / name).replace(target / name)
    for name in sorted(before - set(made)):
        (target / name).unlink(missing_ok=True)
    (aside / LIST).replace(target / LIST)


def _listed(target: Path) -> set[str]:
    """Read what an earlier run put there; names that lead elsewhere are not ours to remove."""
    try:
        names = json.loads((target / LIST).read_text("utf-8"))
    except (OSError, ValueError):
        return set()
    root = target.resolve()
    return {
        name
        for name in names
        if isinstance(name, str) and (target / name).resolve().is_relative_to(root)
    }


def _sweep(target: Path) -> None:
    """Remove what killed runs left aside; a run that lives keeps its own."""
    for left in target.parent.glob(f"{ASIDE}{target.name}-*"):
        pid = left.name.rpartition("-")[2]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(left, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
