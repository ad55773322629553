"""The help of signing in."""

from __future__ import annotations

from api.page.guides import Guide

GUIDES = (
    Guide(
        address="/aide/connexion",
        title="Se connecter",
        file="entry/login",
        screens=("/connexion", "/oubli", "/invitation", "/mot-de-passe"),
        picture=(
            "Le formulaire de connexion : adresse électronique, mot de passe, et le lien « "
            "Mot de passe oublié »."
        ),
    ),
    Guide(
        address="/aide/premier-compte",
        title="Premier compte",
        file="entry/first",
        screens=("/premier-compte",),
        picture="Le formulaire du premier compte : le code affiché, l’adresse, le mot de passe.",
    ),
)
