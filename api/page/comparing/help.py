"""The help of versions."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/comparer",
        title="Comparer et revenir",
        file="planning/compare",
        screens=("/plannings/{rota_id}/comparer", "/plannings/{rota_id}/historique"),
        picture="La comparaison de deux états : couverture, constats et heures, avant et après.",
    ),
)
