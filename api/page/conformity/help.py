"""The help of findings for RH."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/conformite",
        title="Conformité",
        file="rh/conformity",
        screens=("/rh", "/rh/constat"),
        picture=(
            "Le tableau des constats d’un mois : personne, jour, règle, article, mesure et limite."
        ),
    ),
)
