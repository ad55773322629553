"""Declare the rows of payroll: what our quantities are called in the payroll program."""

from __future__ import annotations

from api.data.pay import Rounding, RubricUnit
from api.data.rows.columns import Row, column, kind
from api.data.rows.types import Ident


@kind("rubriques", "pay_rubric", word="rubrique de la quantité", once=("quantity",))
class RubricRow(Row):
    """Ce qu’une quantité de la paie est dans le logiciel de paie."""

    quantity: Ident = column(
        "quantite", "Quantité, comme une colonne de la paie la nomme", "heures_sup_25"
    )
    code: Ident = column(
        "code",
        "Code de la rubrique dans le logiciel de paie (vide : rien n’en est envoyé)",
        "HS25",
        default="",
        always=True,
    )
    unit: RubricUnit | None = column(
        "unite", "Unité attendue (vide : heures et centièmes, ou jours)", default=None
    )
    rounding: Rounding = column(
        "arrondi", "Arrondi des durées, au plus proche", default=Rounding.MINUTE
    )
