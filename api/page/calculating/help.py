"""The help of calculations."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/calculer",
        title="Calculer",
        file="planning/calculate",
        screens=("/plannings/{rota_id}/calculer", "/plannings/{rota_id}/calculs/{job_id}"),
        picture=(
            "Le formulaire de calcul : tout à neuf ou changer le moins possible, puis les "
            "secondes de recherche."
        ),
    ),
)
