"""The help of requests and of their answers."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/demandes",
        title="Demandes",
        file="asking/requests",
        screens=(
            "/demandes",
            "/demandes/conges/{leave_id}",
            "/demandes/echanges/{swap_id}",
            "/demandes/heures/{hours_id}",
        ),
    ),
)
