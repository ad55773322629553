"""Souhaits: say when one would rather work or be free, and see what became of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rule import own
from api.asking.answers import refusal_of
from api.asking.errors import AskingError, UnknownError, Wrong, WrongValuesError
from api.data.stored.refusals import RefusedRowsError, StaleRowError
from api.database.engine import reading, writing
from api.ledger.history import whole
from api.page.own.frame import own_page, person_of
from api.page.own.wishes.view import STEPS, lines_of, open_month
from api.planning.names import names_of
from api.shell.guides import Guide
from api.web.answer import MOST, Number
from api.web.clock import Now
from api.web.problems import gone_ahead
from api.wishes.service import Wish, mine, unwish, wish

GUIDES = (
    Guide(
        address="/aide/souhaits",
        title="Mes souhaits",
        file="own/wishes",
        screens=("/moi/souhaits",),
        picture=(
            "Sur un téléphone, le formulaire de souhait : les jours, plutôt libre ou plutôt "
            "au travail."
        ),
    ),
)

router = Router(prefix="/moi/souhaits", include_in_schema=False)
Day = Annotated[str, Form(max_length=10)]
BACK = "/moi/souhaits"
EMPTY = {"start": "", "end": "", "wants": "libre", "weight": "5"}


@router.get("", may=own(Role.MEDIATEUR))
def my_wishes(request: Request, who: Who, session: Reading, now: Now) -> Response:
    """List one's wishes below the form that makes one."""
    return _shown(request, who, session, now)


@router.post("", may=own(Role.MEDIATEUR))
def add(
    request: Request,
    who: Who,
    engine: TheEngine,
    *,
    now: Now,
    start: Day = "",
    end: Day = "",
    wants: Annotated[Literal["libre", "travail"], Form()] = "libre",
    weight: Annotated[Literal["1", "5", "10"], Form()] = "5",
) -> Response:
    """Add a wish, or show the form again with the reason why it can't be added."""
    typed = {"start": start, "end": end, "wants": wants, "weight": weight}
    wished = Wish(start=start, end=end or start, wants=wants == "travail", weight=int(weight))
    try:
        with writing(engine) as session:
            wish(session, who, person_of(who, session).id, wished, now)
    except RefusedRowsError as error:
        wrong = WrongValuesError(
            Wrong(field=fault.field or "start", value=fault.received, expected=fault.expected)
            for fault in error.faults
        )
        with reading(engine) as session:
            return _shown(request, who, session, now, typed=typed, problem=refusal_of(wrong))
    except AskingError as error:
        with reading(engine) as session:
            return _shown(request, who, session, now, typed=typed, problem=refusal_of(error))
    return RedirectResponse(BACK, status_code=303)


@router.post("/{key}/retrait", may=own(Role.MEDIATEUR))
def take_back(
    request: Request,
    who: Who,
    engine: TheEngine,
    key: Number,
    *,
    now: Now,
    number: Annotated[int, Form(ge=1, le=MOST)],
) -> Response:
    """Take a wish back, until its month is published."""
    try:
        with writing(engine) as session:
            unwish(session, who, person_of(who, session).id, key, number)
    except StaleRowError as error:
        raise gone_ahead(error.current.number, number) from None
    except UnknownError:
        raise
    except AskingError as error:
        with reading(engine) as session:
            return _shown(request, who, session, now, problem=refusal_of(error))
    return RedirectResponse(BACK, status_code=303)


def _shown(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    *,
    typed: dict[str, str] | None = None,
    problem: Any = None,
) -> Response:
    me, association = person_of(who, session), whole(session)
    return own_page(
        request,
        "own/wishes.html",
        status=problem.status if problem else 200,
        wishes=lines_of(mine(session, me.id), association, names_of(association), now),
        month=open_month(association, me, now),
        steps=STEPS,
        typed=typed or EMPTY,
        problem=problem,
    )
