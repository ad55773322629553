"""
Name the documents of a payroll without loading what writes them, so that help is quick.

To add one: a module of this folder with a function `document`, and its line here.
"""

from enum import StrEnum
from typing import Self


class PayFormat(StrEnum):
    """
    A document of a payroll.

    `module`: the module of this folder whose `document` returns its bytes. `ending`: of its file.
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
