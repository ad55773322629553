"""The help of why posts are open."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/trous",
        title="Pourquoi un poste reste à pourvoir",
        file="planning/holes",
        screens=("/plannings/{rota_id}/trous", "/plannings/{rota_id}/trous/{slot_id}"),
    ),
)
