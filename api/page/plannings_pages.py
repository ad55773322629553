"""Plannings: the months, what is published of them, and the drafts that prepare them."""

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.reach import PLANNERS, Reach
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rule import agency, role
from api.database.engine import reading, writing
from api.ledger.history import publications, whole
from api.month.drafts.access import reached
from api.month.drafts.service import NewDraft, begin_draft, discard
from api.month.places.drafts import drafts
from api.page.plannings import choices_of, draft_states, months_of, next_to_prepare
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.preparing import PREPARED
from api.shell.screens import Screens
from api.web.addresses import Id
from api.web.clock import Now
from scheduler.errors import RoulementError

ENTRY = Entry(
    rank=10,
    address="/plannings",
    title="Plannings",
    roles=frozenset({Role.RESPONSABLE, Role.RH}),
    icon="calendar-days",
    within=frozenset({"/mois"}),
)

GUIDES = (
    Guide(
        address="/aide/plannings",
        title="Plannings",
        file="planning/list",
        screens=("/plannings",),
        picture=(
            "La liste des plannings, mois par mois : ce qui est publié, les brouillons et "
            "leur version."
        ),
    ),
)

router = Screens(dependencies=[PREPARED])
MOST = 400
"""Drafts and publications that are looked at."""


@router.get("/plannings", may=role(Role.RH, Role.RESPONSABLE))
def plannings(request: Request, who: Who, session: Reading, now: Now) -> Response:
    """List the months."""
    return _page(request, who, session, now)


@router.post("/plannings", may=agency(Role.RESPONSABLE))
def begin(
    request: Request,
    who: Who,
    engine: TheEngine,
    *,
    now: Now,
    wish: Annotated[NewDraft, Form()],
) -> Response:
    """Begin a draft and open it; or show the list again, with what was refused."""
    if not wish.dispositifs and not Reach(who, PLANNERS).everything:
        with reading(engine) as session:
            mine = tuple(choice.value for choice in choices_of(who, whole(session)))
        wish = wish.model_copy(update={"dispositifs": mine})
    try:
        draft = begin_draft(who, engine, wish)
    except RoulementError as error:
        with reading(engine) as session:
            return _page(request, who, session, now, typed=wish, problem=str(error))
    return RedirectResponse(f"/plannings/{draft.id}", status_code=303)


@router.post("/plannings/{rota_id}/abandon", may=agency(Role.RESPONSABLE))
def abandon(who: Who, engine: TheEngine, rota_id: Id) -> Response:
    """Throw a draft away; what is published stays."""
    with writing(engine) as session:
        reached(who, session, rota_id, PLANNERS)
        discard(session, who, rota_id)
    return RedirectResponse("/plannings", status_code=303)


def _page(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    *,
    typed: NewDraft | None = None,
    problem: str = "",
) -> Response:
    association = whole(session)
    states = draft_states(session, now)
    months = months_of(
        who,
        association,
        drafts(session, limit=MOST),
        publications(session, month=None, before=None, limit=MOST),
        now=now,
        states=states,
    )
    following = next_to_prepare(months, now)
    return render(
        request,
        "plannings/list.html",
        status=422 if problem else 200,
        months=months,
        states=states,
        choices=choices_of(who, association),
        next=following,
        typed=typed or NewDraft.model_construct(month=following),
        problem=problem,
    )
