"""A month of March 2026 as an RH office keeps it: a workbook made by hand and a CSV beside it."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

DAYS = 31
FIRST_DAY = 3
"""Column, from 1, of the first of the month: names and contracts come before."""

HEAD, FIRST_ROW = 3, 5
LETTERS = "LMMJVSD"

#: Day posts of « petit » for whom is neither on leave nor at the CFA, written as hands write them:
#: two names are misspelt (Lemoyne for Lemoine, Kouasi for Kouassi), one has no accent.
PEOPLE = (
    ("LEMOYNE Ada", "35h"),
    ("KOUASI Brice", "35h"),
    ("MARZIN Chloe", "80 %"),
    ("LEVAL Dorian", "35h"),
    ("BENYOUCEF Elsa", "35h"),
    ("NOURI Farid", "35h"),
)
LEGEND = (
    ("J", "Journée 9h-16h30 (pause 30 min à 12h30)"),
    ("S", "Soirée 17h-21h"),
    ("F", "Formation CFA 9h-16h30 (pause 30 min à 12h30)"),
    ("CP", "Congé payé"),
    ("R", "Repos"),
)


def write_rh_month(folder: Path, *, legend: bool = True) -> tuple[Path, Path]:
    """Write the workbook and the CSV file (cp1252, `;`, CRLF), and return their paths."""
    book = _workbook(folder / "Planning mars 2026.xlsx", LEGEND if legend else ())
    return book, _evenings(folder / "soirees mars.csv")


def _workbook(path: Path, legend: Iterable[tuple[str, str]]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Planning"
    last = FIRST_DAY + DAYS - 1
    sheet.cell(1, 1, "PLANNING MARS 2026 - MÉDIATION DE PLACE")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=last + 2)
    sheet.cell(HEAD, 1, "Nom")
    sheet.cell(HEAD, 2, "Contrat")
    for day in range(1, DAYS + 1):
        sheet.cell(HEAD, FIRST_DAY + day - 1, day)
        weekday = date(2026, 3, day).weekday()
        sheet.cell(HEAD + 1, FIRST_DAY + day - 1, LETTERS[weekday])
    sheet.cell(HEAD, last + 1, "Nb jour")
    sheet.cell(HEAD, last + 2, "Total")
    for row, (name, contract) in enumerate(PEOPLE, FIRST_ROW):
        _person(sheet, row, name, contract)
    total = FIRST_ROW + len(PEOPLE)
    sheet.cell(total, 1, "Nb agents")
    for column in range(FIRST_DAY, last + 1):
        letter = get_column_letter(column)
        sheet.cell(total, column, f'=COUNTIF({letter}{FIRST_ROW}:{letter}{total - 1},"J")')
    for row, (code, meaning) in enumerate(legend, total + 2):
        sheet.cell(row, 1, code)
        sheet.cell(row, 2, meaning)
    book.save(path)
    return path


def _person(sheet: Worksheet, row: int, name: str, contract: str) -> None:
    sheet.cell(row, 1, name)
    sheet.cell(row, 2, contract)
    worked = 0
    for day in range(1, DAYS + 1):
        code = _code(name, date(2026, 3, day))
        worked += code == "J"
        sheet.cell(row, FIRST_DAY + day - 1, code)
    sheet.cell(row, FIRST_DAY + DAYS, worked)
    sheet.cell(row, FIRST_DAY + DAYS + 1, f"{7 * worked} h")


def _code(name: str, day: date) -> str:
    """Return what a person does on a day: five day posts a week, or four, or away."""
    if day.weekday() > 4:
        return "R"
    if name.startswith("MARZIN") and day.weekday() == 2:
        return "R"
    if name.startswith("BENYOUCEF") and day.day < 9:
        return "CP"
    if name.startswith("LEVAL") and day.day < 7:
        return "F"
    if name.startswith("NOURI"):
        return ""
    return "J"


def _evenings(path: Path) -> Path:
    """Write the référent's Wednesday evenings, as Excel saves a CSV file in France."""
    lines = ["Salarié;Date;Début;Fin;Durée de pause"]
    lines += [f"Farid Nouri;{day:02d}/03/2026;17:00;21:00;0" for day in (4, 11, 18, 25)]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp1252"))
    return path
