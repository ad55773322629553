"""Folders of files in a database, for tests."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import fixtures
from api.data.folder.load import load
from api.data.stored.importing import import_folder
from api.database.engine import writing

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from api.data.association import Association

FIXTURES = Path(fixtures.__file__).parent
MONTH = re.compile(r"\d{4}-\d\d\.csv")
PETIT, SAISON, WHOLE = FIXTURES / "petit", FIXTURES / "saison", FIXTURES / "association"


def imported(engine: Engine, folder: Path = PETIT) -> Association:
    with writing(engine) as session:
        return import_folder(session, folder)


def without_history(folder: Path) -> Association:
    return replace(load(folder), history={}, revisions=())


def bare(target: Path, folder: Path = WHOLE) -> Path:
    """Copy a folder without its history, which is long to read."""
    return Path(shutil.copytree(folder, target, ignore=shutil.ignore_patterns("historique")))


def lately(target: Path, month: date, folder: Path = WHOLE) -> Path:
    """Copy a folder with what it published in a month and in the six before."""
    kept = {f"{month - timedelta(days=30 * n):%Y-%m}.csv" for n in range(7)}

    def others(where: str, names: list[str]) -> set[str]:
        months = {name for name in names if MONTH.fullmatch(name)}
        return months - kept if Path(where).name == "historique" else set()

    return Path(shutil.copytree(folder, target, ignore=others))


def recent(target: Path, folder: Path = WHOLE) -> Path:
    """Copy a folder with what it published from June 2026 on: two years take four times as long."""
    past = shutil.ignore_patterns(
        "2024-*", "2025-*", *(f"2026-0{month}.*" for month in range(1, 6))
    )
    return Path(shutil.copytree(folder, target, ignore=past))
