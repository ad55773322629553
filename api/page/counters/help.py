"""The help of counters for RH."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/compteurs",
        title="Compteurs",
        file="rh/counters",
        screens=("/rh/compteurs",),
    ),
)
