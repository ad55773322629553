"""
Read the mapping file, a CSV of two columns `champ;colonne` that says what columns hold.

A column is named by its header, or by its letters in the workbook. Beside columns, it may say:
`feuille` (the sheet to read), `ligne_entetes` (the row of headers, from 1), `disposition` (`liste`
or `grille`), `format_date` (`jma` or `mja`), `unite` and `unite_pause` (of numbers), `heure_debut`
(when days start of which only a number of hours is written), and where a calendar says whom it is
about (`personne;calendrier`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from api.data.errors import Faults
from api.data.sheets.cells import compact
from api.data.sheets.content import sheets_of
from api.french.plain import plain
from api.intake.text.clock import Clock, NotReadError, written
from api.intake.text.words import Field

CHOICES = {
    "disposition": ("liste", "grille"),
    "format_date": ("jma", "mja"),
    "unite": ("heures", "jours"),
    "unite_pause": ("minutes", "heures"),
}
DAY_START = "heure_debut"
FREE = ("feuille", "ligne_entetes", DAY_START)
PEOPLE = ("calendrier", "participant", "organisateur", "resume", "fichier")
"""The places where a calendar may name its person."""


@dataclass(frozen=True, kw_only=True)
class Correspondence:
    """What a mapping file says; if it is empty, the table's own headers are used."""

    columns: Mapping[Field, str] = field(default_factory=dict)
    sheet: str = ""
    header: int = 0
    layout: str = ""
    order: str = "jma"
    unit: str = ""
    pause_unit: str = ""
    day_start: Clock | None = None

    @property
    def person_in(self) -> str:
        """Return where a calendar names its person (see `PEOPLE`; empty: the file doesn't say)."""
        name = plain(self.columns.get(Field.PERSON, ""))
        return name if name in PEOPLE else ""


def read_correspondence(path: Path) -> Correspondence:
    """
    Read a mapping file.

    BadFilesError: it can't be read, or a row names a field or a value that isn't known; all rows at
    once.
    """
    sheet = sheets_of(path)[0]
    faults = Faults()
    columns: dict[Field, str] = {}
    said: dict[str, str] = {}
    start: Clock | None = None
    first = True
    for row in sheet.order:
        cells = {n: compact(value) for n, value in sheet.row(row).items()}
        name, value = plain(cells.get(0, "")).replace(" ", "_"), cells.get(1, "")
        if first and name == "champ":
            first = False
            continue
        first = False
        if not value:
            continue  # a field left empty: found in the table itself
        if name in {each.value for each in Field}:
            columns[Field(name)] = value
        elif name in CHOICES and plain(value) not in CHOICES[name]:
            expected = f"l’un de : {', '.join(CHOICES[name])}"
            faults.add(path.name, row + 1, "colonne", value, expected=expected)
        elif name == "ligne_entetes" and (not value.isascii() or not value.isdigit()):
            faults.add(path.name, row + 1, "colonne", value, expected="un numéro de ligne")
        elif name == DAY_START:
            try:
                start = written(value)
            except NotReadError as error:
                faults.add(path.name, row + 1, "colonne", value, expected=error.expected)
        elif name in CHOICES or name in FREE:
            said[name] = value if name == "feuille" else plain(value)
        else:
            expected = f"l’un de : {', '.join([*Field, *CHOICES, *FREE])}"
            faults.add(path.name, row + 1, "champ", cells.get(0, ""), expected=expected)
    faults.refuse()
    return Correspondence(
        columns=columns,
        sheet=said.get("feuille", ""),
        header=int(said.get("ligne_entetes", 0)),
        layout=said.get("disposition", ""),
        order=said.get("format_date", "jma"),
        unit=said.get("unite", ""),
        pause_unit=said.get("unite_pause", ""),
        day_start=start,
    )
