"""The journal for programs: who did what to what, and when."""

from typing import Annotated

from fastapi import Query

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import ADMINS, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import Programs, role
from api.accounts.journal.service import Deed, Search, deeds
from api.web.answering.answer import Items
from api.web.months import Day
from api.web.paging import Page

router = Router(
    prefix="/api/v1/admin/journal",
    tags=["journal"],
    caller="le collecteur de journaux des exploitants",
    service=Programs.NONE,
)

Word = Annotated[str, Query(max_length=255, pattern=r"^[^\x00]*$")]


@router.get("", may=role(Role.ADMIN))
def trail(
    *,
    who: Who,
    session: Reading,
    page: Page,
    user: Word = "",
    action: Word = "",
    about: Word = "",
    object_id: Annotated[Word, Query(alias="object")] = "",
    agency: Word = "",
    since: Annotated[Day | None, Query(description="Ce jour compris.")] = None,
    until: Annotated[Day | None, Query(description="Ce jour compris.")] = None,
) -> Items[Deed]:
    """Énumère ce qui fut fait, le plus récent d’abord."""
    wanted = Search(
        user=user,
        action=action,
        about=about,
        object_id=object_id,
        agency=agency,
        agencies=Reach(who, ADMINS).agencies,
        since=since,
        until=until,
    )
    rows = deeds(session, wanted, limit=page.limit + 1, before=page.number)
    return page.of(rows, lambda deed: deed, lambda deed: (deed.number,))
