"""The help of a shift's own page."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/service",
        title="Un service",
        file="planning/shift",
        screens=(
            "/plannings/{rota_id}/services/{slot_id}",
            "/plannings/{rota_id}/services/{slot_id}/deplacer",
            "/plannings/{rota_id}/services/{slot_id}/echanger",
            "/plannings/{rota_id}/remplacer",
        ),
        picture="Un service : qui le tient, les boutons de chacun, puis les candidats.",
    ),
)
