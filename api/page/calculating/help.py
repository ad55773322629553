"""The help of calculations."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/calculer",
        title="Calculer",
        file="planning/calculate",
        screens=("/plannings/{rota_id}/calculer", "/plannings/{rota_id}/calculs/{job_id}"),
    ),
)
