"""Demandes, hours entered: what was done against what was planned; confirm, correct, take back."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access.accounts.service import names_of as account_names
from api.access.caller import Role
from api.access.door import Router
from api.access.reach import OVERSEERS, Reach
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rule import agency
from api.asking.errors import AskingError
from api.database.engine import reading, writing
from api.hours.service import cancel, confirm, correct
from api.hours.waiting import log_for
from api.hours.worked import Kind
from api.ledger.history import whole
from api.page.requests.frame import Note, Number, Short, refusal_of
from api.page.requests.hours.view import (
    entry_of,
    hours_line,
    log_lines,
    published_of,
    typed_of,
)
from api.page.requests.words import person_name
from api.planning.names import names_of
from api.shell.counts import COUNTED
from api.shell.document import render
from api.web.answer import Id
from api.web.clock import Now
from api.web.problems import Refusal

router = Router(prefix="/demandes/heures", include_in_schema=False, dependencies=[COUNTED])
Deed = Literal["confirmer", "corriger", "conforme", "absent", "retirer"]
DONE = {"confirmer": "confirme", "retirer": "retire"}


@router.get("/{hours_id}", may=agency(Role.RH, Role.RESPONSABLE))
def hours_page(request: Request, who: Who, session: Reading, now: Now, hours_id: Id) -> Response:
    """Show what was entered of a shift, against what was planned, line after line."""
    return _page(request, who, session, now, hours_id)


@router.post("/{hours_id}", may=agency(Role.RH, Role.RESPONSABLE))
def answer_hours(
    request: Request,
    who: Who,
    engine: TheEngine,
    hours_id: Id,
    *,
    now: Now,
    number: Number,
    geste: Annotated[Deed, Form()],
    day: Short = "",
    start: Short = "",
    end: Short = "",
    pause: Short = "0",
    why: Note = "",
) -> Response:
    """Confirm, correct or take back hours; or show them as they are now, what was typed kept."""
    with reading(engine) as session:
        association = whole(session)
        last = log_for(session, Reach(who, OVERSEERS), association, hours_id)[-1]
    typed = {"day": day, "start": start, "end": end, "pause": pause, "why": why}
    try:
        with writing(engine) as session:
            if geste == "confirmer":
                confirm(session, who, hours_id, number, now)
            elif geste == "retirer":
                cancel(session, who, hours_id, number, confirmed=True, now=now)
            else:
                entry = entry_of(last, association, geste, typed)
                correct(session, who, hours_id, number, entry, confirmed=True, now=now)
    except AskingError as error:
        refusal = refusal_of(error)
        kept = typed if geste == "corriger" else None  # the other forms hold no hours
        with reading(engine) as session:
            return _page(request, who, session, now, hours_id, typed=kept, problem=refusal)
    return RedirectResponse(f"/demandes?fait={DONE.get(geste, 'corrige')}", status_code=303)


def _page(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    root: str,
    *,
    typed: dict[str, str] | None = None,
    problem: Refusal | None = None,
) -> Response:
    association = whole(session)
    rows = log_for(session, Reach(who, OVERSEERS), association, root)
    last, names = rows[-1], names_of(association)
    accounts = account_names(session, [row.entered_by for row in rows])
    return render(
        request,
        "requests/hours.html",
        status=problem.status if problem else 200,
        line=hours_line(
            last,
            published_of(last, association),
            person_name(association, last.mediator),
            names,
        ),
        row=last,
        log=log_lines(rows, accounts, now),
        open=not last.confirmed_by and last.kind != Kind.CANCELLED.value,
        form=typed or typed_of(last),
        problem=problem,
    )
