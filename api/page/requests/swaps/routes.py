"""Demandes, a swap: both sides with their hours, rest and findings; approve it or refuse it."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Literal

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access.accounts.service import names_of as account_names
from api.access.caller import Role
from api.access.door import Router
from api.access.reach import PLANNERS, Reach
from api.access.request import Reading, TheEngine, TheSettings, Who
from api.access.rights.rule import agency
from api.asking.errors import ConflictError
from api.database.engine import reading, writing
from api.database.tables.asking import SwapState
from api.ledger.history import whole
from api.page.own.swaps.view import STATES
from api.page.requests.frame import Note, Number, refusal_of
from api.page.requests.swaps.view import shift_lines, sides_of, team_findings
from api.page.requests.words import by_words, day_words, swap_people
from api.planning.names import names_of, short_person
from api.shell.counts import COUNTED
from api.shell.document import render
from api.swaps.bearing import bearings_of
from api.swaps.rows import LIVE, get, state_of, weighed
from api.swaps.service import Publishing, approve, decline
from api.swaps.shapes import Seen
from api.swaps.sides import awaited, missing, part_of, shown_to
from api.web.answer import Id
from api.web.clock import Now
from api.web.problems import Refusal
from scheduler.errors import RoulementError

router = Router(
    prefix="/demandes/echanges/{swap_id}", include_in_schema=False, dependencies=[COUNTED]
)
SeenField = Annotated[Seen, Form()]


@router.get("", may=agency(Role.RESPONSABLE))
def swap_page(request: Request, who: Who, session: Reading, now: Now, swap_id: Id) -> Response:
    """Show a swap, and what it adds for both."""
    return _page(request, who, session, now, swap_id)


@router.post("", may=agency(Role.RESPONSABLE))
def answer_swap(
    request: Request,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    swap_id: Id,
    *,
    now: Now,
    number: Number,
    geste: Annotated[Literal["approuver", "refuser"], Form()],
    seen: SeenField = "",
    answer: Note = "",
) -> Response:
    """Approve and publish, or refuse; or show the swap as it is now, the note kept."""
    with reading(engine) as session:
        part = part_of(Reach(who, PLANNERS), whole(session), get(session, swap_id))
    try:
        if geste == "refuser":
            with writing(engine) as session:
                decline(session, who, swap_id, number, answer=answer, now=now)
            done = "refuse"
        else:
            publishing = Publishing(settings=settings)
            row = approve(
                engine, who, swap_id, number, seen=seen, publishing=publishing, part=part, now=now
            )
            done = "approuve" if row.state == SwapState.APPROVED.value else "accord"
    except RoulementError as error:
        refusal = refusal_of(error)
        with reading(engine) as session:
            return _page(request, who, session, now, swap_id, typed=answer, problem=refusal)
    return RedirectResponse(f"/demandes?fait={done}", status_code=303)


def _page(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    swap: str,
    *,
    typed: str = "",
    problem: Refusal | None = None,
) -> Response:
    row, association = get(session, swap), whole(session)
    part = part_of(Reach(who, PLANNERS), association, row)
    names, state = names_of(association), state_of(row, association, now)
    view, awaits, decides = None, list[str](), False
    if state in LIVE:
        with suppress(ConflictError):  # one of the two can't hold it any more: nothing to judge
            judged = weighed(association, row, now)
            view = shown_to(part, row, judged)
            if state is SwapState.ACCEPTED:
                shown = judged.whole().seen
                awaits = [names.agency(agency) for agency in awaited(row, association, shown)]
                decides = bool(part.sides & missing(row, shown))
    bearings = bearings_of(association, row.shifts, (row.mediator, row.other))
    return render(
        request,
        "requests/swap.html",
        status=problem.status if problem else 200,
        row=row,
        people=swap_people(row, association),
        state=STATES[state].format(other=short_person(association, row.other)),
        live=state in LIVE,
        accepted=state is SwapState.ACCEPTED,
        decides=decides,
        awaits=awaits,
        since=day_words(row.requested, now),
        view=view,
        shifts=shift_lines(row, association, names),
        sides=sides_of(bearings, view, association, names, part.subjects) if state in LIVE else (),
        others=team_findings(view, row),
        by=by_words(account_names(session, [row.decided_by]), row.decided_by),
        decided=day_words(row.decided, now) if row.decided_by else "",
        typed=typed,
        problem=problem,
    )
