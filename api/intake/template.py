"""Write a file to fill in: a CSV, or a workbook with a list, a grid, a legend and help."""

import csv
import io
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from api.data.sheets.limits import bad
from api.intake.text.words import WEEKDAYS

MONTH = date(2026, 6, 1)
DAYS = 30

LIST_HEADER = (
    *("Personne", "Date", "Début", "Fin", "Pause (min)", "Début de pause", "Type", "Site"),
    *("Dispositif", "Agence", "Motif"),
)
PARK = ("travail", "Parc", "Tranquillité", "Nantes", "")
SCHOOL = ("formation", "CFA", "", "", "")
#: To be replaced: nights, a split day, training and an absence, as they are to be typed.
LIST_ROWS: tuple[tuple[date | str, ...], ...] = (
    ("Camille Exemple", date(2026, 6, 1), "21:30", "06:00", "30", "01:30", *PARK),
    ("Camille Exemple", date(2026, 6, 2), "21:30", "06:00", "30", "01:30", *PARK),
    ("Camille Exemple", date(2026, 6, 4), "08:00", "12:00", "", "", *PARK),
    ("Camille Exemple", date(2026, 6, 4), "13:30", "17:00", "", "", *PARK),
    ("Sacha Exemple", date(2026, 6, 1), "09:00", "17:00", "60", "12:30", *SCHOOL),
    ("Sacha Exemple", date(2026, 6, 2), "", "", "", "", "absence", "", "", "", "CP"),
)
LEGEND_HEADER = (
    *("code", "début", "fin", "pause", "début de pause"),
    *("type", "site", "dispositif", "agence"),
)
LEGEND_ROWS = (
    ("J", "08:30", "16:30", "45", "12:30", "travail", "Parc", "Tranquillité", "Nantes"),
    ("N", "21:30", "06:00", "30", "01:30", "travail", "Parc", "Tranquillité", "Nantes"),
    ("CFA", "09:00", "17:00", "60", "12:30", "formation", "CFA", "", ""),
    ("AST", "18:00", "08:00", "", "", "astreinte", "", "", ""),
    ("CP", "", "", "", "", "congé", "", "", ""),
    ("MAL", "", "", "", "", "maladie", "", "", ""),
    ("RTT", "", "", "", "", "récupération", "", "", ""),
    ("R", "", "", "", "", "repos", "", "", ""),
)
GRID_ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Dominique Exemple", ("N", "N", "R", "R", "8h-12h / 13h30-17h", "R", "R")),
    ("Alix Exemple", ("CFA", "CFA", "J", "8h-17h (pause 1h à 12h)", "CP", "R", "R")),
)
#: Paragraphs, each one a cell.
HELP = """
Ce classeur se lit avec « rota audit ». Remplissez la liste ou la grille, et effacez les exemples
de l’autre (ou la feuille entière).

LISTE : une ligne par service. L’ordre des colonnes est libre ; celles qui ne servent pas peuvent
être enlevées.

Date : 01/06/2026. Début et fin : 21:30, 21h30 ou 21,5. Une fin plus petite que le début est le
lendemain ; 24:00 est minuit à la fin du jour.

Pause : des minutes, ou 0:45, ou 1h. Une case vide veut dire « pas de pause ». Sans cette colonne,
les pauses sont inconnues et rien n’est supposé.

Type : travail, formation, trajet, astreinte, intervention d’astreinte, domicile (le trajet entre
le domicile et le travail) ou absence.

Motif d’une absence : congé, maladie, ou un code de la légende. Sans heures, l’absence dure toute
la journée.

GRILLE : une personne par ligne, un jour par colonne. Le mois vient du titre (« juin 2026 ») ou
des dates.

Une case : 21:30-06:00, 21h30–6h, 8h-12h / 13h30-17h, 8h-17h (pause 45 min à 12h30), ou un code de
la légende. Une case vide : rien ce jour-là. Une case fusionnée sur plusieurs jours : le même motif
d’absence chaque jour.

LÉGENDE : ce que veut dire chaque code, des heures ou un motif ; sur sa feuille, ou autour de la
grille (« J : 9h-16h30 »). CP, RTT, M (maladie), AT, R, RH, F et CFA sont connus ; votre légende
passe avant.

CONTRAT : une colonne « Contrat » (35h, 28h, 80 %, CDD 28h) à côté des noms, pour qui n’est pas
connu de l’association.

Rien n’est oublié sans être dit : chaque ligne ou case est utilisée, mise de côté avec sa raison,
ou refusée avec son emplacement et ce qui était attendu.
"""


def write_template(path: Path) -> None:
    """
    Write the template, as a workbook or CSV file by its name; our own reader accepts it whole.

    BadFilesError: the name ends otherwise, or something is there already: it may have been filled
    in.
    """
    suffix = path.suffix.casefold()
    if suffix not in {".xlsx", ".csv"}:
        raise bad(path.name, suffix or path.name, "un nom qui finit par .xlsx ou .csv")
    if path.exists():
        raise bad(path.name, "fichier déjà là", "un nom qui n’est pas pris")
    path.write_bytes(_workbook() if suffix == ".xlsx" else _csv())


def _csv() -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(LIST_HEADER)
    for person, day, *cells in LIST_ROWS:
        writer.writerow([person, f"{day:%d/%m/%Y}", *cells])
    return text.getvalue().encode("utf-8-sig")


def _workbook() -> bytes:
    import xlsxwriter  # noqa: PLC0415 - help and audits write no workbook

    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_formulas": False})
    created = datetime(MONTH.year, MONTH.month, MONTH.day, tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": "Modèle de planning", "author": "Roulement", "created": created})
    looks = _Looks(book)
    notice = book.add_worksheet("Mode d’emploi")
    notice.set_column(0, 0, 110, looks.wrapped)
    notice.write_column(0, 0, [" ".join(part.split()) for part in HELP.split("\n\n")])
    _list(book.add_worksheet("Liste"), looks)
    _grid(book.add_worksheet("Grille"), looks)
    _legend(book.add_worksheet("Légende"), looks)
    book.close()
    return output.getvalue()


class _Looks:
    """The few formats of the template."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})
        self.head_day = book.add_format({"num_format": "dd/mm", "bold": True, "bottom": 1})
        self.clock = book.add_format({"num_format": "hh:mm"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})


def _list(sheet: Any, looks: _Looks) -> None:
    sheet.write_row(0, 0, LIST_HEADER, looks.head)
    for row, cells in enumerate(LIST_ROWS, 1):
        _cells(sheet, row, cells, looks)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, len(LIST_HEADER) - 1, 13)
    sheet.freeze_panes(1, 1)


def _grid(sheet: Any, looks: _Looks) -> None:
    sheet.write_string(0, 0, "Planning juin 2026", looks.title)
    sheet.write_string(2, 0, "Personne", looks.head)
    for number in range(DAYS):
        day = MONTH + timedelta(days=number)
        sheet.write_string(1, number + 1, WEEKDAYS[day.weekday()][:3])
        sheet.write_datetime(2, number + 1, datetime.combine(day, time()), looks.head_day)
    for row, (person, cells) in enumerate(GRID_ROWS, 3):
        sheet.write_row(row, 0, (person, *cells))
    # The week of leave that follows: one reason, merged over its days.
    sheet.merge_range(4, 8, 4, 14, "CP")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, DAYS, 11)
    sheet.freeze_panes(3, 1)


def _legend(sheet: Any, looks: _Looks) -> None:
    sheet.write_row(0, 0, LEGEND_HEADER, looks.head)
    for row, cells in enumerate(LEGEND_ROWS, 1):
        _cells(sheet, row, cells, looks)
    sheet.set_column(0, len(LEGEND_HEADER) - 1, 15)


def _cells(sheet: Any, row: int, cells: tuple[date | str, ...], looks: _Looks) -> None:
    """Write cells as a workbook has them when they are typed: days, times, numbers, texts."""
    for column, value in enumerate(cells):
        if isinstance(value, date):
            sheet.write_datetime(row, column, datetime.combine(value, time()), looks.day)
        elif ":" in value:
            sheet.write_datetime(row, column, time.fromisoformat(value), looks.clock)
        elif value.isdigit():
            sheet.write_number(row, column, int(value))
        elif value:
            sheet.write_string(row, column, value)
