"""
Read the file in which RH say which person a doubtful name means.

It is a CSV or a workbook of two columns, `nom;personne`: the name as the files write it, then an id
or a name of the association, another name of the files, or « autre » for a person apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from api.data.errors import Faults
from api.data.sheets.cells import compact
from api.data.sheets.content import sheets_of
from api.french.plain import plain

if TYPE_CHECKING:
    from pathlib import Path

OWN = frozenset({"autre", "autre personne", "nouveau", "nouvelle", "nouvelle personne"})
HEADER = "deux colonnes : nom;personne"


@dataclass(frozen=True, kw_only=True)
class NameAnswers:
    """
    Which person each doubtful name means, as RH say.

    `said`: the person by name as written (empty: a person apart). `lines`: the line of each answer,
    for refusals.
    """

    said: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    def of(self, written: str) -> str | None:
        """Return the person that a name means (empty: a person apart; None: RH gave no answer)."""
        return self.said.get(" ".join(written.split()).casefold())


def read_answers(path: Path) -> NameAnswers:
    """
    Read the answers of a file.

    It raises `BadFilesError`: it can't be read, a row lacks a name or a person, or a name comes
    twice; all rows at once.
    """
    sheet = sheets_of(path)[0]
    faults = Faults()
    said: dict[str, str] = {}
    lines: dict[str, int] = {}
    for row in sheet.order:
        cells = {n: compact(value) for n, value in sheet.row(row).items()}
        name, person = cells.get(0, ""), cells.get(1, "")
        key = name.casefold()
        if row == sheet.order[0] and plain(name) in {"nom", "noms"}:
            continue
        if not name or not person:
            missing = "nom" if person else "personne"
            expected = f"{HEADER} (« autre » pour une personne à part)"
            faults.add(path.name, row + 1, missing, " ; ".join(cells.values()), expected=expected)
        elif key in lines:
            expected = f"ce nom une seule fois (déjà ligne {lines[key]})"
            faults.add(path.name, row + 1, "nom", name, expected=expected)
        else:
            said[key] = "" if plain(person) in OWN else person
            lines[key] = row + 1
    faults.refuse()
    return NameAnswers(said=said, file=path.name, lines=lines)
