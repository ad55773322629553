"""The help of the grid."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/grille",
        title="La grille",
        file="planning/grid",
        screens=("/plannings/{rota_id}",),
    ),
    Guide(
        address="/aide/mois",
        title="Mois publié",
        file="planning/published",
        screens=("/mois/{month}",),
    ),
)
