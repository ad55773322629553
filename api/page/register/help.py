"""The help of the register."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/registre",
        title="Registre",
        file="rh/register",
        screens=("/rh/registre", "/rh/registre/{number}/rejeu"),
        picture=(
            "Le registre : numéro et empreinte de la dernière publication, export et vérification."
        ),
    ),
)
