"""
Name the documents of a month without loading what writes them, so that help is quick.

To add one: a module of this folder with a function `documents`, and its line here.
"""

from enum import StrEnum
from typing import Self


class Format(StrEnum):
    """
    A kind of document; ALL is all of them.

    `module`: the module of this folder whose `documents` yields path and content of each.
    `path`, `says`: where they are, under the month's folder, and what they are. `archived`:
    whether a download holds all of them, or the first alone.
    """

    module: str
    path: str
    says: str
    archived: bool

    XLSX = (
        *("xlsx", "book", "planning-{month}.xlsx"),
        *("classeur : mois, heures, constats, trous", False),
    )
    CSV = "csv", "csv", "planning-{month}.csv", "une ligne par affectation et par trou", False
    COUNTERS = (
        *("compteurs", "counters", "compteurs-{month}.csv"),
        *("par personne et par mois, sur deux ans", False),
    )
    PLOTS = "graphiques", "plots", "graphiques/", "couverture et heures"
    PDF = "pdf", "wall", "affichage/", "feuilles A3 à afficher, par agence et dispositif"
    ICAL = "ical", "ical", "calendriers/", "iCal par personne, site et dispositif"
    SHEETS = "fiches", "sheet", "fiches/", "une page A4 par personne"
    ALL = "tout", "", "", "tous les documents"

    def __new__(cls, word: str, module: str, path: str, says: str, archived: bool = True) -> Self:
        """Make a kind from its line above."""
        kind = str.__new__(cls, word)
        kind._value_ = word
        kind.module, kind.path, kind.says, kind.archived = module, path, says, archived
        return kind


#: All kinds but ALL, in the order in which they are made.
EACH = tuple(kind for kind in Format if kind is not Format.ALL)
