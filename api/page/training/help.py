"""The help of trainings."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/formations",
        title="Formations",
        file="planning/training",
        screens=("/formations",),
    ),
)
