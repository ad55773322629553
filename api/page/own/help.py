"""The help of one's own pages."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/services",
        title="Mes services",
        file="own/shifts",
        screens=("/moi",),
        picture="Sur un téléphone, le prochain service : jour, heures, lieu, collègues et pause.",
    ),
    Guide(
        address="/aide/agenda",
        title="Mon agenda",
        file="own/agenda",
        screens=("/moi/agenda",),
        picture=(
            "Sur un téléphone, le formulaire qui met les services dans un agenda : ce qu’il "
            "montre, un nom, un rappel."
        ),
    ),
    Guide(
        address="/aide/conges",
        title="Mes congés",
        file="own/leave",
        screens=("/moi/conges",),
        picture=(
            "Sur un téléphone, le formulaire de demande de congé : premier et dernier jour, "
            "demi-journées, nature."
        ),
    ),
    Guide(
        address="/aide/souhaits",
        title="Mes souhaits",
        file="own/wishes",
        screens=("/moi/souhaits",),
        picture=(
            "Sur un téléphone, le formulaire de souhait : les jours, plutôt libre ou plutôt "
            "au travail."
        ),
    ),
    Guide(
        address="/aide/echanges",
        title="Mes échanges",
        file="own/swaps",
        screens=("/moi/echanges", "/moi/echanges/choisir", "/moi/echanges/essai"),
        picture="Sur un téléphone, la liste de mes services à venir que je peux échanger.",
    ),
    Guide(
        address="/aide/heures",
        title="Mes heures faites",
        file="own/hours",
        screens=("/moi/heures",),
        picture="Sur un téléphone, les services commencés, chacun avec le bouton « Comme prévu ».",
    ),
    Guide(
        address="/aide/mes-compteurs",
        title="Mes compteurs",
        file="own/counters",
        screens=("/moi/compteurs",),
        picture="Sur un téléphone, mes compteurs du mois à côté de la moyenne de l’équipe.",
    ),
)
