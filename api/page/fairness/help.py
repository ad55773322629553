"""The help of fairness."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/equite",
        title="Équité",
        file="planning/fairness",
        screens=("/equite",),
    ),
)
