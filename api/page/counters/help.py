"""The help of counters for RH."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/compteurs",
        title="Compteurs",
        file="rh/counters",
        screens=("/rh/compteurs",),
        picture=(
            "Le tableau des compteurs d’un mois : une ligne par personne, heures dues, "
            "prévues, solde."
        ),
    ),
)
