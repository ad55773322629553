"""The help of appointments."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/rendez-vous",
        title="Rendez-vous",
        file="asking/appointments",
        screens=("/rendez-vous", "/rendez-vous/{appointment}"),
    ),
)
