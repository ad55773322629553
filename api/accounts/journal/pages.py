"""Journal: who did what to what, and when."""

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.journal import author_words
from api.access.reach import ADMINS, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.accounts.journal.service import Deed, Search, deeds, titles_of
from api.accounts.service import ROLES
from api.data.stored.association import read
from api.french.plural import NO_BREAK
from api.french.words import month_name
from api.planning.names import Names, names_of
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.screens import Screens
from api.web.answering.answer import MOST

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

router = Screens()
Word = Annotated[str, Query(max_length=120, pattern=r"^[^\x00]*$")]
Day = Annotated[str, Query(pattern=r"^(20\d{2}-\d{2}-\d{2})?$", max_length=10)]
PAGE = 100


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
    association = read(session)
    names = names_of(association)
    rows = deeds(session, wanted, limit=PAGE + 1, before=avant)
    after = ""
    if len(rows) > PAGE:
        kept = {name: value for name, value in typed.items() if value}
        after = f"/admin/journal?{urlencode({**kept, 'avant': rows[PAGE - 1].number})}"
    return render(
        request,
        "admin/journal.html",
        deeds=rows[:PAGE],
        author=author_words,
        action=action_words,
        about=ABOUT,
        object=partial(object_words, titles=titles_of(session, rows[:PAGE], association)),
        agency=names.agency,
        detail=partial(detail_words, names=names),
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
