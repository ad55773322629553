"""Rotas and staff lists as team leaders keep them: titles merged, codes, totals, fortnights."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from tests.api.intake.files import Cell, workbook

MONDAY = date(2026, 3, 2)
FORTNIGHT = 14
LEGEND = (
    ("Légende",),
    ("M", "8h30-12h30 en général"),
    ("S", "14h-19h30 pause 20 min"),
    ("J", "9h-12h / 13h-17h"),
    ("CP", "congés payés"),
)
PEOPLE: Mapping[str, str] = {
    "DUPONT Zoé": "M M S S R R R M M S S R R R",
    "LE GALL Yann": "S S M M R R R S S M M R R R",
    "MARTIN Inès": "J J J J J R R J J J J J R R",
    "NGUYEN Paul": "M S M S M R R M S M S CP CP CP",
    "ROUX Awa": "R M S M S M R R M S M S M R",
    "PETIT Jean": "S R R M S M R S R R M S M R",
}


def grid(
    first: date, codes: Mapping[str, Sequence[str]], *, total: bool = True
) -> list[list[Cell]]:
    """Return two rows of heads (days of the week, then days), people, and a row of totals."""
    days = [first + timedelta(days=n) for n in range(len(next(iter(codes.values()))))]
    rows: list[list[Cell]] = [
        ["", *("LMMJVSD"[day.weekday()] for day in days), *(["Total"] if total else [])],
        ["NOM Prénom", *days, *(["h"] if total else [])],
    ]
    rows += [[name, *cells, *([35] if total else [])] for name, cells in codes.items()]
    if total:
        rows.append(["Total présents", *([4] * len(days)), 210])
    return rows


def split(codes: Mapping[str, str] = PEOPLE) -> dict[str, list[str]]:
    return {name: text.split() for name, text in codes.items()}


def one_sheet(folder: Path, *, legend: bool = True, name: str = "planning.xlsx") -> Path:
    """Write a fortnight under a title merged over it, with or without the legend below."""
    rows: list[list[Cell]] = [[], [], *grid(MONDAY, split()), []]
    rows += [list(line) for line in LEGEND] if legend else []
    merged = [(0, 0, 0, FORTNIGHT + 1, "PLANNING MÉDIATION – MARS 2026")]
    return workbook(folder, {"Mars": rows}, {"Mars": merged}, name)


def sheets_by_week(folder: Path) -> Path:
    """Write a sheet a week, each with its title, and a sheet of the legend."""
    codes = split()
    sheets: dict[str, list[list[Cell]]] = {}
    merged = {}
    for week in range(2):
        first = MONDAY + timedelta(weeks=week)
        part = {name: cells[7 * week : 7 * week + 7] for name, cells in codes.items()}
        title = f"S{10 + week}"
        sheets[title] = [[], *grid(first, part)]
        merged[title] = [(0, 0, 0, 8, f"Semaine du {first:%d/%m/%Y}")]
    sheets["Légende"] = [list(line) for line in LEGEND[1:]]
    return workbook(folder, sheets, merged, "semaines.xlsx")


def side_by_side(folder: Path) -> Path:
    """Write two fortnights beside each other, the names again before the second."""
    codes = split()
    left = grid(MONDAY, codes)
    right = grid(MONDAY + timedelta(days=FORTNIGHT), codes)
    rows: list[list[Cell]] = [[], *([*a, *b] for a, b in zip(left, right, strict=True)), []]
    rows += [list(line) for line in LEGEND]
    merged = [(0, 1, 0, 15, "1re quinzaine"), (0, 17, 0, 31, "2e quinzaine")]
    return workbook(folder, {"Mars 2026": rows}, {"Mars 2026": merged}, "quinzaines.xlsx")


def below(folder: Path) -> Path:
    """Write two fortnights under each other, each with its heads."""
    codes = split()
    rows: list[list[Cell]] = [["Planning mars 2026"], *grid(MONDAY, codes), []]
    rows += [*grid(MONDAY + timedelta(days=FORTNIGHT), codes), []]
    rows += [list(line) for line in LEGEND]
    return workbook(folder, {"Mars": rows}, name="dessous.xlsx")


STAFF = """Nom du médiateur;Prénom;Fonction;Contrat;Heures;Date d'embauche;E-mail;Tél
DUPONT;Zoé;médiatrice;CDI;35;01/09/2024;zoe@exemple.org;06 00 00 00 01
LE GALL;Yann;Référent de nuit;CDI;28h;15/01/2025;yann@exemple.org;06 00 00 00 02
MARTIN;Inès;apprentie;apprentissage;35;01/09/2025;ines@exemple.org;06 00 00 00 03
Total;3;;;98;;;
"""
