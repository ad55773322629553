"""The help of coverage."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/couverture",
        title="Couverture",
        file="coverage/month",
        screens=("/couverture",),
        picture="La couverture : un dispositif par ligne, un jour par colonne, pourvus sur prévus.",
    ),
)
