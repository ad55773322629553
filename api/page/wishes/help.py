"""The help of a draft's wishes."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/souhaits-du-mois",
        title="Souhaits du mois",
        file="planning/wishes",
        screens=("/plannings/{rota_id}/souhaits",),
    ),
)
