"""Demandes: what waits for an answer, the oldest first, and what was answered lately."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api.access.accounts.service import names_of as account_names
from api.access.caller import Caller, Role
from api.access.door import Router
from api.access.reach import OVERSEERS, PLANNERS, Reach
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rule import agency, role
from api.appointments.following import waiting
from api.database.engine import reading, writing
from api.french.plural import plural
from api.hours import waiting as hours
from api.hours.confirming import confirm_several
from api.leave import service as leave
from api.ledger.history import whole
from api.page.requests.view import (
    answered_hours,
    answered_leave,
    answered_swaps,
    appointment_lines,
    hours_lines,
    leave_lines,
    swap_lines,
)
from api.page.requests.words import person_name
from api.planning.names import names_of
from api.shell.counts import COUNTED
from api.shell.counts import REQUESTS as ADDRESS
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.swaps import sides as swaps
from api.web.clock import Now
from api.web.problems import Refusal

ENTRY = Entry(rank=12, address=ADDRESS, title="Demandes", roles=OVERSEERS)

GUIDES = (
    Guide(
        address="/aide/demandes",
        title="Demandes",
        file="asking/requests",
        screens=(
            "/demandes",
            "/demandes/conges/{leave_id}",
            "/demandes/echanges/{swap_id}",
            "/demandes/heures/{hours_id}",
        ),
        picture="La page des demandes : congés, échanges à approuver, heures à confirmer.",
    ),
)

router = Router(include_in_schema=False, dependencies=[COUNTED])
Line = Annotated[str, Form(pattern=r"^[0-9a-f]{32}-[0-9]{1,9}$")]
Lines = Annotated[list[Line] | None, Form(max_length=400)]
LATELY = 20
"""Answers of each kind that are listed: the last."""

DONE = {
    "accorde": "Le congé est accordé.",
    "refuse": "La demande est refusée.",
    "approuve": "L’échange est approuvé et publié.",
    "accord": "Votre accord est noté : l’échange attend celui de l’autre équipe.",
    "confirme": "Les heures sont confirmées.",
    "corrige": "Les heures sont corrigées et confirmées.",
    "retire": "Les heures sont retirées.",
}


@router.get("/demandes", may=role(Role.RH, Role.RESPONSABLE))
def requests_page(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    fait: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """List what waits, and what was answered lately."""
    return _page(request, who, session, now, done=DONE.get(fait, ""))


@router.post("/demandes/heures", may=agency(Role.RH, Role.RESPONSABLE))
def confirm_hours(
    request: Request, who: Who, engine: TheEngine, *, now: Now, lines: Lines = None
) -> Response:
    """Confirm the hours that are ticked; say which changed meanwhile and are to be read again."""
    named = [
        (root, int(number)) for root, _, number in (line.partition("-") for line in lines or ())
    ]
    reach = Reach(who, OVERSEERS)
    with reading(engine) as session:
        for root, _ in named:
            hours.log_for(session, reach, whole(session), root)
    if not named:
        text = "Rien n’est confirmé : attendu une case cochée au moins."
        with reading(engine) as session:
            refusal = Refusal(422, "requete_invalide", text)
            return _page(request, who, session, now, problem=refusal)
    with writing(engine) as session:
        done = confirm_several(session, who, named, now)
    if not done.left:
        return RedirectResponse("/demandes?fait=confirme", status_code=303)
    with reading(engine) as session:
        association = whole(session)
        kept = plural(len(done.rows), "ligne est confirmée", "lignes sont confirmées")
        left = "; ".join(
            f"{person_name(association, row.mediator)}, {row.month} : {why}"
            for row, why in done.left
        )
        refusal = Refusal(409, "heures_changees", f"{kept}. À relire : {left}")
        return _page(request, who, session, now, problem=refusal)


def _page(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    *,
    done: str = "",
    problem: Any = None,
) -> Response:
    """Render the page of requests; `done`: what was just done, `problem`: what wasn't."""
    association = whole(session)
    names, reach = names_of(association), Reach(who, OVERSEERS)
    planner = Reach(who, PLANNERS)
    people = reach.people(association)
    entered = hours.waiting(session, reach, association)
    of_leave = leave.answered(session, people, LATELY)
    of_swaps = swaps.decided(session, planner, association, LATELY)
    of_hours = hours.confirmed(session, reach, association, LATELY)
    accounts = account_names(
        session,
        [
            *(row.decided_by for row in of_leave),
            *(row.decided_by for row in of_swaps),
            *(row.confirmed_by for row in of_hours),
        ],
    )
    waits = [
        (row, swaps.is_agreed(row, planner, association))
        for row in swaps.waiting(session, planner, association, now)
    ]
    return render(
        request,
        "requests/list.html",
        status=problem.status if problem else 200,
        leave=leave_lines(leave.waiting(session, people), association, now),
        swaps=swap_lines(waits, association, names, now),
        plans=bool(planner.areas),
        appointments=appointment_lines(waiting(session, who, now), names, association, now),
        hours=hours_lines(entered, association, names),
        hours_count=len(entered),
        answered=(
            ("Congés", answered_leave(of_leave, association, accounts, now)),
            ("Échanges", answered_swaps(of_swaps, association, accounts, now)),
            ("Heures", answered_hours(of_hours, association, names, accounts, now)),
        ),
        done=done,
        problem=problem,
    )


def count_appointments(session: Session, caller: Caller, now: datetime) -> int:
    """Return how many appointments and hours wait for the caller."""
    reach = Reach(caller, OVERSEERS)
    return len(waiting(session, caller, now)) + hours.count_waiting(session, reach, whole(session))


WAITING = count_appointments
