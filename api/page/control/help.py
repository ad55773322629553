"""The help of the audit of rotas made elsewhere."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/controle",
        title="Planning fait ailleurs",
        file="rh/control",
        screens=("/rh/controle", "/rh/controle/constat"),
    ),
)
