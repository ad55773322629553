"""Rotas made elsewhere, written as people and other programs write them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from api.data.errors import BadFilesError
from api.intake.foreign_file import read_foreign
from api.intake.reading import Reading, Shift

JUNE = date(2026, 6, 1)
WEEK = "1;2;3;4;5;6;7"
NUMBER = "un début et une fin comme 8h-15h (un nombre d’heures ou une heure ne dit pas quand)"
Cell = str | float | date | datetime | time | timedelta | None


def csv_file(folder: Path, text: str, name: str = "juin.csv", encoding: str = "utf-8") -> Path:
    """Write a CSV file; lines are stripped of the indentation that tests give them."""
    path = folder / name
    lines = [line.strip() for line in text.strip().splitlines()]
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def grid(folder: Path, *rows: str, head: str = WEEK, title: str = "juin 2026") -> Path:
    """Write a week's grid, with a title that names its month."""
    return csv_file(folder, "\n".join([f"{title};", f"Nom;{head}", *rows]))


def workbook(
    folder: Path,
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    merged: Mapping[str, Iterable[tuple[int, int, int, int, str]]] | None = None,
    name: str = "juin.xlsx",
    options: dict[str, Any] | None = None,
) -> Path:
    """Write a workbook; `merged`: top, left, bottom, right and text of merged areas, by sheet."""
    path = folder / name
    book = xlsxwriter.Workbook(str(path), options or {})
    looks = {
        datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        date: book.add_format({"num_format": "dd/mm/yyyy"}),
        time: book.add_format({"num_format": "hh:mm"}),
        timedelta: book.add_format({"num_format": "[h]:mm"}),
    }
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if isinstance(value, str) and value.startswith("="):
                    sheet.write_formula(row, column, value, None, "")
                elif value is not None:
                    sheet.write(row, column, value, looks.get(type(value)))
        for top, left, bottom, right, text in (merged or {}).get(title, ()):
            sheet.merge_range(top, left, bottom, right, text)
    book.close()
    return path


def refusals(reading: Reading) -> list[str]:
    """Return the messages of what was refused."""
    return [error.message for error in reading.refused]


def one_row(folder: Path, header: str, row: str, name: str = "juin.csv") -> list[str]:
    """Return the refusals of a list of one row."""
    return refusals(read_foreign(csv_file(folder, f"{header}\n{row}", name)))


def refused(path: Path, **options: Any) -> str:
    """Return the message with which a file as a whole is refused."""
    try:
        read_foreign(path, **options)
    except BadFilesError as error:
        return "\n".join(error.message for error in error.errors)
    raise AssertionError(f"{path.name} a été lu")


def hours_of(shift: Shift) -> tuple[str, str, str]:
    """Return whom a shift is about, and its start and end on the clock."""
    span = shift.duty.span
    return shift.person, f"{span.start:%d/%m %H:%M}", f"{span.end:%d/%m %H:%M}"


def shifts(reading: Reading) -> list[tuple[str, str, str]]:
    """Return all shifts, in order (see `told`)."""
    return [hours_of(shift) for shift in reading.shifts]


def aways(reading: Reading) -> list[tuple[str, str, str, str]]:
    """Return all absences: whom, first and last instant, and kind."""
    return [
        (
            away.person,
            f"{away.absence.span.start:%d/%m %H:%M}",
            f"{away.absence.span.end:%d/%m %H:%M}",
            away.absence.kind.value,
        )
        for away in reading.aways
    ]
