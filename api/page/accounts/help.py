"""The help of accounts."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/comptes",
        title="Comptes",
        file="accounts/accounts",
        screens=("/admin/comptes", "/admin/comptes/{user_id}"),
        picture="La liste des comptes : adresse, nom, droits, état, dernière connexion.",
    ),
)
