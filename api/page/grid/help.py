"""The help of the grid."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/grille",
        title="La grille",
        file="planning/grid",
        screens=("/plannings/{rota_id}", "/plannings/{rota_id}/verrous"),
        picture=(
            "La grille d’un mois : une ligne par personne, une colonne par jour ; chaque "
            "service porte le code de son lieu et son heure. À droite, les constats."
        ),
    ),
    Guide(
        address="/aide/mois",
        title="Mois publié",
        file="planning/published",
        screens=("/mois/{month}",),
        picture=(
            "Le mois publié : une ligne par personne, une colonne par jour, les postes à "
            "pourvoir en haut."
        ),
    ),
)
