"""The help of obligations."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/obligations",
        title="Obligations",
        file="rh/obligations",
        screens=("/rh/obligations",),
    ),
)
