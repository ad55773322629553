"""The help of obligations."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/obligations",
        title="Obligations",
        file="rh/obligations",
        screens=("/rh/obligations",),
        picture="Les documents obligatoires d’un mois, à télécharger un par un ou ensemble.",
    ),
)
