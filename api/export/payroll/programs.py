"""
Write a payroll as the variables of a payroll program: a line for each person and rubric.

None of these programs was at hand. Their import formats are set up in each firm, so that a preset
is what their public pages and third parties describe, and says so on its first line.
"""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from api.export.csv_table import harmless
from api.export.formats import PayFormat
from api.export.payroll.pay import Pay

ENCODING = "cp1252"


class Preset(NamedTuple):
    """The heads of the columns that a program takes, what is in each, and what that rests on."""

    heads: str
    holds: str
    basis: str


PRESETS = {
    PayFormat.SILAE: Preset(
        "Matricule;Code;Valeur;Date début;Date fin",
        "number code value first last",
        "l’aide publique de logiciels de planning qui exportent vers Silae (éléments variables : "
        "matricule et codes du dossier) et l’aide de Kammi (point-virgule, virgule décimale)",
    ),
    PayFormat.CEGID: Preset(
        "Matricule;Rubrique;Du;Au;Quantité",
        "number code first last value",
        "l’aide publique de Quadra Paie (le numéro d’employé est sa clé), sans description "
        "publique de l’import : colonnes à déclarer dans l’import paramétrable",
    ),
    PayFormat.ADP: Preset(
        "Matricule;Code;Quantité;Début;Fin",
        "number code value first last",
        "aucune description publique de l’import d’ADP Decidium : colonnes usuelles des éléments "
        "variables, à accorder avec votre interlocuteur ADP",
    ),
    PayFormat.SAGE: Preset(
        "Matricule;Période;Rubrique;Nombre",
        "number month code value",
        "l’aide publique de Brynq sur Sage 100 (Gestion avancée, Format d’importation : on y "
        "déclare soi-même les colonnes)",
    ),
    PayFormat.KELIO: Preset(
        "Matricule;Date début;Date fin;Code;Valeur",
        "number first last code value",
        "l’aide publique de Kelio, Échange de données (import paramétrable : matricule, "
        "point-virgule, dates JJ/MM/AAAA)",
    ),
}


def document(pay: Pay, kind: PayFormat, *, tried: bool = False) -> bytes:
    """
    Return the file of a program; the caller has seen to what is `Pay.unready`.

    `tried`: it was tried with the program, so that its first line is the head.
    """
    preset, text = PRESETS[kind], io.StringIO()
    if not tried:
        text.write(
            f"{kind.says[0].upper()}{kind.says[1:]}. Écrit d’après {preset.basis}. Jamais essayé "
            "avec le logiciel : essayez une fois, comparez, puis demandez le fichier sans cette "
            "ligne\r\n"
        )
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(preset.heads.split(";"))
    writer.writerows([cells[name] for name in preset.holds.split()] for cells in _lines(pay))
    return text.getvalue().encode(ENCODING, errors="replace")


def _lines(pay: Pay) -> Iterator[dict[str, str]]:
    for who in pay.people:
        for stretch in who.paid:
            for rubric in pay.rubrics:
                amount = stretch.amounts.get(rubric.quantity, 0)
                if amount and rubric.code:
                    yield {
                        "number": harmless(who.number),
                        "code": harmless(rubric.code),
                        # A value is ours: « -1:30 » isn’t a formula.
                        "value": rubric.written(amount),
                        "first": f"{stretch.first:%d/%m/%Y}",
                        "last": f"{stretch.last:%d/%m/%Y}",
                        "month": f"{stretch.last:%m/%Y}",
                    }
