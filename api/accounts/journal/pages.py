"""Journal: who did what to what, and when."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.door import Router
from api.access.journal import author_words
from api.access.reach import ADMINS, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.accounts.journal.service import Search, deeds, names_of
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.web.answer import MOST

ENTRY = Entry(
    rank=61,
    address="/admin/journal",
    title="Journal",
    roles=frozenset({Role.ADMIN}),
    icon="scroll-text",
)

GUIDES = (
    Guide(
        address="/aide/journal",
        title="Journal",
        file="accounts/journal",
        screens=("/admin/journal",),
        picture="Le journal : quand, qui, quel acte, sur quoi.",
    ),
)

router = Router(include_in_schema=False)
Word = Annotated[str, Query(max_length=120, pattern=r"^[^\x00]*$")]
Day = Annotated[str, Query(pattern=r"^(20\d{2}-\d{2}-\d{2})?$", max_length=10)]
PAGE = 100

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

DRAWN = re.compile("[0-9a-f]{32}")
"""An id that the service drew."""

SHORT = 8
"""Digits that tell one from another on a page."""


@router.get("/admin/journal", may=role(Role.ADMIN))
def journal_page(
    request: Request,
    who: Who,
    session: Reading,
    *,
    action: Word = "",
    objet: Word = "",
    depuis: Day = "",
    jusque: Day = "",
    avant: Annotated[int | None, Query(ge=1, le=MOST)] = None,
) -> Response:
    """List what was done, the newest first."""
    typed = {"action": action, "objet": objet, "depuis": depuis, "jusque": jusque}
    since, until = _day(depuis), _day(jusque)
    wanted = Search(
        action=action,
        object_id=objet,
        agencies=Reach(who, ADMINS).agencies,
        since=since,
        until=until,
    )
    rows = deeds(session, wanted, limit=PAGE + 1, before=avant)
    after = ""
    if len(rows) > PAGE:
        kept = {name: value for name, value in typed.items() if value}
        after = f"/admin/journal?{urlencode({**kept, 'avant': rows[PAGE - 1].number})}"
    return render(
        request,
        "admin/journal.html",
        deeds=rows[:PAGE],
        names=names_of(session, rows[:PAGE]),
        author=author_words,
        short=_short,
        detail=_words,
        after=after,
        actions=ACTIONS,
        typed=typed,
        doubt=_doubt(depuis, since) or _doubt(jusque, until),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _doubt(text: str, day: date | None) -> str:
    return f"« {text} » n’est pas un jour : il est ignoré." if text and day is None else ""


def _short(object_id: str) -> str:
    """Write the beginning of an id that no one reads; other ids are words that people chose."""
    return f"{object_id[:SHORT]}…" if DRAWN.fullmatch(object_id) else object_id


def _words(detail: Any) -> str:
    if isinstance(detail, dict):
        return ", ".join(f"{name} : {_words(value)}" for name, value in detail.items() if value)
    if isinstance(detail, list):
        return " ".join(map(_words, detail))
    return "" if detail is None else _short(str(detail))
