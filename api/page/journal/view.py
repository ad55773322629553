"""What the page of the journal shows: a line a deed, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.access.journal import author_words
from api.french.words import instant_words
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.accounts.journal.service import Deed

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
    "exporter": "exporter",
    "effacer": "effacer",
    "approuver": "approuver",
}
"""Deeds that the form offers; others are found by their object."""


@dataclass(frozen=True, kw_only=True)
class JournalLine:
    """One deed."""

    at: str
    who: str
    action: str
    about: str
    object: str
    agency: str
    detail: str


def lines_of(deeds: Iterable[Deed]) -> tuple[JournalLine, ...]:
    """Write deeds, as they come."""
    return tuple(
        JournalLine(
            at=instant_words(deed.row.at.astimezone(PARIS)),
            who=author_words(deed.row.user, deed.name),
            action=ACTIONS.get(deed.row.action, deed.row.action.replace("_", " ")),
            about=deed.row.about,
            object=deed.row.object,
            agency=deed.row.agency,
            detail=_words(deed.row.detail),
        )
        for deed in deeds
    )


def _words(detail: Any) -> str:
    if isinstance(detail, dict):
        return ", ".join(f"{name} : {_words(value)}" for name, value in detail.items() if value)
    if isinstance(detail, list):
        return " ".join(map(_words, detail))
    return "" if detail is None else str(detail)
