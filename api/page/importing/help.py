"""The help of importing an association."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/importer",
        title="Importer",
        file="data/importing",
        screens=("/donnees/importer",),
        picture="Le formulaire d’import : choisir les fichiers, puis les essayer.",
    ),
)
