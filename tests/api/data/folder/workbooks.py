"""The small instance as a spreadsheet has it: real days, times and numbers in its cells."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

import odswriter
from openpyxl import Workbook

from tests.fixtures.instances import FOLDER

Rows = list[list[Any]]
PETIT = FOLDER / "petit"


def typed(text: str) -> Any:
    """Return a cell as a spreadsheet makes it of what is typed."""
    if match := re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if re.fullmatch(r"\d\d:\d\d", text):
        return time.fromisoformat(text)
    return int(text) if text.isdigit() else text or None


def rows_of(path: Path) -> Rows:
    """Return a file's rows as a spreadsheet opens it."""
    with path.open(encoding="utf-8", newline="") as file:
        return [[typed(cell) for cell in row] for row in csv.reader(file, delimiter=";")]


def petit_sheets() -> dict[str, Rows]:
    """Return the small instance's files, a sheet each."""
    return {path.stem: rows_of(path) for path in sorted(PETIT.glob("*.csv"))}


def xlsx(path: Path, sheets: Mapping[str, Sequence[Iterable[Any]]]) -> Path:
    """Write a workbook as people's programs do."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def ods(path: Path, sheets: Mapping[str, Sequence[Iterable[Any]]]) -> Path:
    """Write a LibreOffice workbook."""
    with path.open("wb") as file, odswriter.writer(file) as book:
        for name, rows in sheets.items():
            sheet = book.new_sheet(name)
            for row in rows:
                sheet.writerow(["" if cell is None else cell for cell in row])
    return path
