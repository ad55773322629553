"""Word the deeds of the journal for people who know no ids, nor the words that are stored."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from api.accounts.journal.service import Deed
from api.accounts.words import ROLES
from api.french.plural import NO_BREAK
from api.french.words import month_name
from api.planning.names import Names

ACTIONS = {
    "connexion": "se connecter",
    "deconnexion": "se déconnecter",
    "creer": "créer",
    "modifier": "modifier",
    "accorder": "accorder",
    "retirer": "retirer",
    "inviter": "inviter",
    "reinitialiser": "réinitialiser",
    "deconnecter": "déconnecter",
    "fermer": "fermer",
    "rouvrir": "rouvrir",
    "importer": "importer",
    "publier": "publier",
    "cloturer": "clôturer",
    "exporter": "exporter",
    "effacer": "effacer",
    "approuver": "approuver",
}
"""Deeds that the form offers; others are found by their object."""

OTHER_ACTIONS = {
    "arreter": "arrêter",
    "regler": "régler",
    "revoquer": "révoquer",
    "desabonner": "désabonner",
    "lier_fournisseur": "lier à un annuaire",
}

ABOUT = {
    "conge": "congé",
    "echange": "échange",
    "cle": "clé d’appareil",
    "jeton": "accès d’un programme",
    "flux": "agenda",
    "numero": "numéro d’astreinte",
    "base": "base de données",
}

LABELS = {
    "role": "rôle",
    "entrees": "changements",
    "nature": "calcul",
    "secrets": "sessions et clés",
    "made": "faite le",
}

SAID_ELSEWHERE = frozenset({"agence", "planning"})
"""Details that another column of the line says."""

WORDS = {
    "role": {role.value: label for role, label in ROLES.items()},
    "nature": {
        "solve": "du mois",
        "replan": "au plus près",
        "repairs": "manières de replanifier",
        "explain": "explication",
        "alternative": "variante",
        "replay": "rejeu",
        "problem": "problème d’un programme",
    },
    "champs": {"email": "adresse", "name": "nom", "person": "personne"},
}
"""Values of a detail that are stored as programs write them."""

DRAWN = re.compile("[0-9a-f]{32}")
"""An id that the service drew."""

SHORT = 8
"""Digits that tell one from another on a page."""


def action_words(action: str) -> str:
    """Write what was done."""
    return ACTIONS.get(action) or OTHER_ACTIONS.get(action) or action.replace("_", " ")


def object_words(deed: Deed, titles: Mapping[str, str]) -> str:
    """Write to what it was done; `titles`: by id, of what has a name."""
    if deed.about == "publication" and deed.object.isdigit():
        return f"n°{NO_BREAK}{deed.object}"
    return titles.get(deed.object) or _short(deed.object)


def detail_words(detail: Any, names: Names) -> str:
    """Write what else is known: `rôle : RH, dispositif : Quartier`."""
    if isinstance(detail, dict):
        return ", ".join(
            f"{LABELS.get(name, name)}{NO_BREAK}: {_value(name, value, names)}"
            for name, value in detail.items()
            if value and name not in SAID_ELSEWHERE
        )
    return "" if detail is None else _value("", detail, names)


def _value(name: str, value: Any, names: Names) -> str:
    if isinstance(value, list):
        return ", ".join(_value(name, each, names) for each in value)
    text = str(value)
    if name == "mois":
        return month_name(date.fromisoformat(f"{text}-01"))
    if name in {"dispositif", "dispositifs"}:
        return names.dispositif(text)
    return WORDS.get(name, {}).get(text) or _short(text)


def _short(text: str) -> str:
    """Write the beginning of an id that no one reads; other ids are words that people chose."""
    return f"{text[:SHORT]}…" if DRAWN.fullmatch(text) else text
