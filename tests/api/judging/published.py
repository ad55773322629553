"""A month published by hand and exported, with the law broken where the test wants it."""

import shutil
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from api.data.folder.load import load
from api.export.formats import Format
from api.export.month.bundle import month_of, write_documents
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from tests.api.commands import FIXTURES, PETIT
from tests.api.folders import problem_of, publish_in

MARCH = date(2026, 3, 1)


def petit(folder: Path, **files: tuple[str, str]) -> Path:
    """Copy `petit` with some text of some files replaced: `gabarits=("09:00", "08:00")`."""
    shutil.copytree(PETIT, folder)
    for name, (old, new) in files.items():
        path = folder / f"{name}.csv"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
    return folder


def everybody(slots: Iterable[str], people: Iterable[str]) -> frozenset[Assignment]:
    """Return each of these people on each of these slots."""
    everyone = tuple(people)
    return frozenset(Assignment(who, slot) for slot in slots for who in everyone)


def publish_and_export(
    folder: Path,
    target: Path,
    choose: Callable[[Rota], frozenset[Assignment]],
    first: date = MARCH,
    dispositifs: frozenset[str] | None = None,
) -> Path:
    """Publish the chosen assignments of a month, and write its workbook, CSV and calendars."""
    association = load(folder)
    problem = problem_of(association, first, dispositifs)
    rota = Rota(problem=problem, assignments=choose(Rota(problem=problem, assignments=frozenset())))
    month = month_of(association, rota, (), first)
    publish_in(folder, first, rota.assignments, dispositifs=dispositifs)
    target.mkdir(parents=True, exist_ok=True)
    list(write_documents(target, month, [Format.XLSX, Format.CSV, Format.ICAL]))
    return target


__all__ = ["FIXTURES", "MARCH", "everybody", "petit", "publish_and_export"]
