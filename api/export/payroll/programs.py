"""
Write a payroll as the variables of a payroll program: a line for each person and rubric.

None of these programs was at hand. Their import formats are set up in each firm, so that a preset
is what their public pages and third parties describe, and says so on its first line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from api.data.pay import Rubric
from api.export.csv_table import harmless
from api.export.payroll.formats import PayFormat
from api.export.payroll.pay import Pay, PersonPay, Stretch


@dataclass(frozen=True, kw_only=True)
class Line:
    """A variable of pay: how much of a rubric a person gets for some days."""

    who: PersonPay
    stretch: Stretch
    rubric: Rubric
    value: str


def _day(of: Callable[[Line], date], form: str) -> Callable[[Line], str]:
    return lambda line: of(line).strftime(form)


NUMBER, CODE, VALUE = attrgetter("who.number"), attrgetter("rubric.code"), attrgetter("value")
FROM = _day(lambda line: line.stretch.first, "%d/%m/%Y")
TO = _day(lambda line: line.stretch.last, "%d/%m/%Y")
MONTH = _day(lambda line: line.stretch.last, "%m/%Y")


@dataclass(frozen=True, kw_only=True)
class Preset:
    """
    The columns that a program takes, by their heads.

    `basis`: what the preset was written from. `encoding`: of the file.
    """

    columns: dict[str, Callable[[Line], str]]
    basis: str
    decimal: str = ","
    encoding: str = "cp1252"


PRESETS = {
    PayFormat.SILAE: Preset(
        columns={
            "Matricule": NUMBER,
            "Code": CODE,
            "Valeur": VALUE,
            "Date début": FROM,
            "Date fin": TO,
        },
        basis=(
            "l’aide publique de logiciels de planning qui exportent vers Silae (éléments "
            "variables : matricule et codes du dossier) et l’aide de Kammi (« ; », virgule)"
        ),
    ),
    PayFormat.CEGID: Preset(
        columns={"Matricule": NUMBER, "Rubrique": CODE, "Du": FROM, "Au": TO, "Quantité": VALUE},
        basis=(
            "l’aide publique de Quadra Paie (le numéro d’employé est sa clé), sans description "
            "publique de l’import : colonnes à déclarer dans l’import paramétrable"
        ),
    ),
    PayFormat.ADP: Preset(
        columns={"Matricule": NUMBER, "Code": CODE, "Quantité": VALUE, "Début": FROM, "Fin": TO},
        basis=(
            "aucune description publique de l’import d’ADP Decidium : colonnes usuelles "
            "des éléments variables, à accorder avec votre interlocuteur ADP"
        ),
    ),
    PayFormat.SAGE: Preset(
        columns={"Matricule": NUMBER, "Période": MONTH, "Rubrique": CODE, "Nombre": VALUE},
        basis=(
            "l’aide publique de Brynq sur Sage 100 (Gestion avancée, Format d’importation : "
            "on y déclare soi-même les colonnes)"
        ),
    ),
    PayFormat.KELIO: Preset(
        columns={
            "Matricule": NUMBER,
            "Date début": FROM,
            "Date fin": TO,
            "Code": CODE,
            "Valeur": VALUE,
        },
        basis=(
            "l’aide publique de Kelio, Échange de données (import paramétrable : matricule, « ; », "
            "dates JJ/MM/AAAA)"
        ),
    ),
}


def first_line(kind: PayFormat) -> str:
    """Say what a preset was written from, and what to do before relying on it."""
    return (
        f"{kind.says[0].upper()}{kind.says[1:]}. Écrit d’après {PRESETS[kind].basis}. "
        "Jamais essayé avec le logiciel : essayez une fois, comparez, puis demandez le fichier "
        "sans cette ligne"
    )


def document(pay: Pay, kind: PayFormat, *, tried: bool = False) -> bytes:
    """
    Return the file of a program; the caller has seen to what is `Pay.unready`.

    `tried`: it was tried with the program, so that its first line is the head.
    """
    preset = PRESETS[kind]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    if not tried:
        writer.writerow([first_line(kind).replace(";", ",")])
    writer.writerow(preset.columns)
    for line in _lines(pay, preset):
        cells = (of(line) for of in preset.columns.values())
        # A value is ours: « -1:30 » isn't a formula.
        writer.writerow(cell if cell == line.value else harmless(cell) for cell in cells)
    return text.getvalue().encode(preset.encoding, errors="replace")


def _lines(pay: Pay, preset: Preset) -> Iterator[Line]:
    for who in pay.people:
        for stretch in who.paid:
            for rubric in pay.rubrics:
                amount = stretch.amounts.get(rubric.quantity, 0)
                if amount and rubric.code:
                    value = rubric.written(amount, preset.decimal)
                    yield Line(who=who, stretch=stretch, rubric=rubric, value=value)
