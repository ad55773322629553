"""The help of publishing."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/publier",
        title="Publier",
        file="planning/publish",
        screens=("/plannings/{rota_id}/publier", "/plannings/{rota_id}/publications/{number}"),
        picture="La page Publier : ce qui empêche de publier, puis ce que chacun apprendra.",
    ),
)
