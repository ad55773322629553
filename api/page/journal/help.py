"""The help of the journal."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/journal",
        title="Journal",
        file="accounts/journal",
        screens=("/admin/journal",),
        picture="Le journal : quand, qui, quel acte, sur quoi.",
    ),
)
