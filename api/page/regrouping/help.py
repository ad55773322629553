"""The help of the page of regroups."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/regrouper",
        title="Regrouper des équipes le jour même",
        file="planning/regroup",
        screens=("/mois/{month}/regrouper",),
    ),
)
