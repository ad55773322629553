"""Build the rubrics of a payroll program from rows."""

from __future__ import annotations

from api.data.pay import DAYS, Rubric, RubricUnit, is_quantity
from api.data.rows.lines import Tables
from api.data.rows.payroll import RubricRow

EXPECTED = (
    "une quantité de la paie : heures_normales, heures_sup_25, heures_comp_10, nuit, dimanche, "
    "conges_jours… (la feuille « Colonnes » du classeur de paie les a toutes)"
)


def rubrics(tables: Tables) -> tuple[Rubric, ...]:
    """Build rubrics; note one of no quantity, and days written as hours or hours as days."""
    built = []
    for placed in tables.of(RubricRow):
        row = placed.row
        in_days = row.quantity in DAYS
        unit = row.unit or (RubricUnit.DAYS if in_days else RubricUnit.HOURS)
        if not is_quantity(row.quantity):
            tables.refuse(placed, "quantite", EXPECTED)
        elif in_days is not (unit is RubricUnit.DAYS):
            tables.refuse(placed, "unite", "jours" if in_days else "heures ou minutes")
        else:
            built.append(
                Rubric(quantity=row.quantity, code=row.code, unit=unit, rounding=row.rounding)
            )
    return tuple(built)
