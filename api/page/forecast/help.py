"""The help of forecasts."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/prevision",
        title="Prévision",
        file="planning/forecast",
        screens=("/prevision",),
    ),
)
