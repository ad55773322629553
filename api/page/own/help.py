"""The help of one's own pages."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/services",
        title="Mes services",
        file="own/shifts",
        screens=("/moi",),
    ),
    Guide(
        address="/aide/agenda",
        title="Mon agenda",
        file="own/agenda",
        screens=("/moi/agenda",),
    ),
    Guide(
        address="/aide/conges",
        title="Mes congés",
        file="own/leave",
        screens=("/moi/conges",),
    ),
    Guide(
        address="/aide/souhaits",
        title="Mes souhaits",
        file="own/wishes",
        screens=("/moi/souhaits",),
    ),
    Guide(
        address="/aide/echanges",
        title="Mes échanges",
        file="own/swaps",
        screens=("/moi/echanges", "/moi/echanges/choisir", "/moi/echanges/essai"),
    ),
    Guide(
        address="/aide/heures",
        title="Mes heures faites",
        file="own/hours",
        screens=("/moi/heures",),
    ),
    Guide(
        address="/aide/mes-compteurs",
        title="Mes compteurs",
        file="own/counters",
        screens=("/moi/compteurs",),
    ),
)
