"""Journal: who did what to what, and when."""

from datetime import date
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.journal import author_words
from api.access.reach import ADMINS, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.accounts.journal.service import Search, deeds, titles_of
from api.accounts.journal.words import ABOUT, ACTIONS, action_words, detail_words, object_words
from api.data.stored.association import read
from api.planning.names import names_of
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
