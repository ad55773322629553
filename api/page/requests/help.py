"""The help of requests that wait for an answer."""

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
        picture="La page des demandes : congés, échanges à approuver, heures à confirmer.",
    ),
)
