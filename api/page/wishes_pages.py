"""Souhaits du mois: what became of each wish in a draft, why, and the question of who would pay."""

from functools import partial
from uuid import uuid4

from fastapi import Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.reach import OVERSEERS
from api.access.request import Reading, Who
from api.access.rights.rule import agency
from api.data.stored.association import read
from api.month.drafts.access import head_read
from api.month.wishes import answer_words, answers_to_wishes
from api.page.plannings import deciding, scope_of
from api.planning.names import names_of
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.screens import Screens
from api.staffing.wishes import wish_words
from api.web.addresses import Id
from api.web.clock import Now

GUIDES = (
    Guide(
        address="/aide/souhaits-du-mois",
        title="Souhaits du mois",
        file="planning/wishes",
        screens=("/plannings/{rota_id}/souhaits",),
    ),
)

router = Screens(prefix="/plannings/{rota_id}")


@router.get("/souhaits", may=agency(Role.RH, Role.RESPONSABLE))
def month_wishes(
    request: Request, who: Who, session: Reading, rota_id: Id, *, now: Now
) -> Response:
    """List the wishes of the month, refused ones first."""
    opened = head_read(who, session, rota_id, OVERSEERS)
    month = answers_to_wishes(opened.frame, opened.assignments, now=now)
    return render(
        request,
        "wishes/month.html",
        draft=opened.row,
        scope=scope_of(opened.row, read(session)),
        refused=[answer for answer in month.answers if answer.refusal],
        granted=[answer for answer in month.answers if not answer.refusal],
        accounts=month.accounts,
        wished=wish_words,
        why=partial(answer_words, names=names_of(opened.frame.association)),
        decides=deciding(who, session, opened.row).edits,
        key=uuid4().hex,
    )
