"""What the page of the journal shows: a line a deed, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.access.journal import author_words
from api.french.words import instant_words
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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

DRAWN = re.compile("[0-9a-f]{32}")
"""An id that the service drew."""

SHORT = 8
"""Digits that tell one from another on a page."""


@dataclass(frozen=True, kw_only=True)
class JournalLine:
    """One deed; `object` finds all that was done to the same thing, `name` is what it is called."""

    at: str
    who: str
    action: str
    about: str
    object: str
    name: str
    agency: str
    detail: str


def lines_of(deeds: Iterable[Deed], names: Mapping[str, str]) -> tuple[JournalLine, ...]:
    """Write deeds, as they come; `names`: of what they were done to, by id."""
    return tuple(
        JournalLine(
            at=instant_words(deed.row.at.astimezone(PARIS)),
            who=author_words(deed.row.user, deed.name),
            action=ACTIONS.get(deed.row.action, deed.row.action.replace("_", " ")),
            about=deed.row.about,
            object=deed.row.object,
            name=names.get(deed.row.object) or _short(deed.row.object),
            agency=deed.row.agency,
            detail=_words(deed.row.detail),
        )
        for deed in deeds
    )


def _short(object_id: str) -> str:
    """Write the beginning of an id that no one reads; other ids are words that people chose."""
    return f"{object_id[:SHORT]}…" if DRAWN.fullmatch(object_id) else object_id


def _words(detail: Any) -> str:
    if isinstance(detail, dict):
        return ", ".join(f"{name} : {_words(value)}" for name, value in detail.items() if value)
    if isinstance(detail, list):
        return " ".join(map(_words, detail))
    return "" if detail is None else _short(str(detail))
