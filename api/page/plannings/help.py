"""The help of the list of plannings."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/plannings",
        title="Plannings",
        file="planning/list",
        screens=("/plannings",),
        picture=(
            "La liste des plannings, mois par mois : ce qui est publié, les brouillons et "
            "leur version."
        ),
    ),
)
