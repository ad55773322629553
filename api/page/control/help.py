"""The help of the audit of rotas made elsewhere."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/controle",
        title="Planning fait ailleurs",
        file="rh/control",
        screens=("/rh/controle", "/rh/controle/constat"),
        picture="Le formulaire qui prend les fichiers à contrôler, les mois et la convention.",
    ),
)
