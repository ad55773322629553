"""The help of the pages of data."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/donnees",
        title="Données",
        file="data/rows",
        screens=(
            "/donnees",
            "/donnees/{kind}",
            "/donnees/{kind}/nouveau",
            "/donnees/{kind}/retirees",
            "/donnees/{kind}/{key}",
            "/donnees/{kind}/{key}/suppression",
            "/donnees/{kind}/importer",
        ),
        picture="Les sortes de données, par groupes, chacune avec ce qu’elle contient.",
    ),
)
