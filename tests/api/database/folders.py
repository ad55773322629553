"""Folders of files in a database, for tests."""

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

import fixtures
from api.data.association import Association
from api.data.folder.load import load
from api.data.stored.importing import check_folder, put
from api.database.engine import writing

FIXTURES = Path(fixtures.__file__).parent
MONTH = re.compile(r"\d{4}-\d\d\.csv")
PETIT, SAISON, WHOLE = FIXTURES / "petit", FIXTURES / "saison", FIXTURES / "association"


def imported(engine: Engine, folder: Path = PETIT) -> Association:
    with writing(engine) as session:
        checked = check_folder(folder)
        put(session, checked)
        return checked.association


def without_history(folder: Path) -> Association:
    return replace(load(folder), history={}, revisions=())


def bare(target: Path, folder: Path = WHOLE) -> Path:
    """Copy a folder without its history, which is long to read."""
    return Path(shutil.copytree(folder, target, ignore=shutil.ignore_patterns("historique")))


def lately(target: Path, month: date, folder: Path = WHOLE, *, before: int = 6) -> Path:
    """Copy a folder with what it published in a month and in some before."""
    last = 12 * month.year + month.month - 1
    kept = {f"{n // 12}-{n % 12 + 1:02}.csv" for n in range(last - before, last + 1)}

    def others(where: str, names: list[str]) -> set[str]:
        months = {name for name in names if MONTH.fullmatch(name)}
        return months - kept if Path(where).name == "historique" else set()

    return Path(shutil.copytree(folder, target, ignore=others))


def recent(target: Path, folder: Path = WHOLE) -> Path:
    """Copy a folder with what it published from June 2026 on: two years take four times as long."""
    return lately(target, date(2026, 11, 1), folder, before=5)
