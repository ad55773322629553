"""
Name the documents that are made, without loading what writes them, so that help is quick.

To add one of a month: a module of `month/` with a function `documents`, and its line in `Format`;
one of a payroll: a module of `payroll/` with a function `document`, and its line in `PayFormat`.
"""

from enum import StrEnum
from typing import Self


class Format(StrEnum):
    """
    A kind of document of a month; ALL is all of them.

    `module`: the module of `month/` whose `documents` yields path and content of each.
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


class PayFormat(StrEnum):
    """
    A document of a payroll.

    `module`: the module of `payroll/` whose `document` returns its bytes. `ending`: of its file.
    `says`: what it is. `program`: whether it is made for a payroll program.
    """

    module: str
    ending: str
    says: str

    XLSX = "xlsx", "own", "xlsx", "classeur : période, semaines, corrections, sens des colonnes"
    CSV = "csv", "own", "csv", "une ligne par personne, par semaine et par correction"
    SILAE = "silae", "programs", "csv", "variables de paie pour Silae"
    CEGID = "cegid", "programs", "csv", "variables de paie pour Cegid"
    ADP = "adp", "programs", "csv", "variables de paie pour ADP Decidium"
    SAGE = "sage", "programs", "csv", "variables de paie pour Sage"
    KELIO = "kelio", "programs", "csv", "variables de paie pour Kelio"

    def __new__(cls, word: str, module: str, ending: str, says: str) -> Self:
        """Make a document from its line above."""
        kind = str.__new__(cls, word)
        kind._value_ = word
        kind.module, kind.ending, kind.says = module, ending, says
        return kind

    @property
    def program(self) -> bool:
        """Whether a payroll program reads it."""
        return self.module == "programs"


class AuditFormat(StrEnum):
    """A kind of document of an audit; ALL is all of them."""

    JSON = "json"
    XLSX = "xlsx"
    PAY = "paie"
    PDF = "pdf"
    ALL = "tout"
