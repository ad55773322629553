"""Demandes: what waits for an answer, the oldest first, and what was answered lately."""

from datetime import datetime
from typing import Annotated

from fastapi import Form, Query
from fastapi.responses import Response

from api.access.accounts.service import names_of as account_names
from api.access.caller import Caller, Role
from api.access.reach import OVERSEERS, PLANNERS, Reach
from api.access.request import Reading
from api.access.rights.rule import agency, role
from api.appointments.following import line_of
from api.appointments.following import waiting as appointments_waiting
from api.asking.visit import Visit, Visiting
from api.database.engine import reading, writing
from api.french.plural import plural
from api.hours import service as hours
from api.hours.worked import HoursWords
from api.leave import service as leave
from api.ledger.history import whole
from api.planning.names import person_name
from api.shell.counts import REQUESTS
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.screens import Screens
from api.swaps import sides as swaps
from api.swaps.pages import swap_words
from api.web.refusing.problems import Refusal

ENTRY = Entry(rank=12, address=REQUESTS, title="Demandes", roles=OVERSEERS, icon="inbox")

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

router = Screens()
Line = Annotated[str, Form(pattern=r"^[0-9a-f]{32}-[0-9]{1,9}$")]
Lines = Annotated[list[Line] | None, Form(max_length=400)]
LATELY = 20
"""Answers of each kind that are listed: the last."""

HOURS_SHOWN = 200
"""Hours to confirm that a page lists: the oldest; the next come when these are answered."""

DONE = {
    "accorde": "Le congé est accordé.",
    "refuse": "La demande est refusée.",
    "approuve": "L’échange est approuvé et publié.",
    "accord": "Votre accord est noté : l’échange attend celui de l’autre équipe.",
    "confirme": "Les heures sont confirmées.",
    "corrige": "Les heures sont corrigées et confirmées.",
    "retire": "Les heures sont retirées.",
}


def count_appointments(session: Reading, caller: Caller, now: datetime) -> int:
    """Return how many appointments wait for the caller."""
    return len(appointments_waiting(session, caller, now))


WAITING = count_appointments


@router.get("/demandes", may=role(Role.RH, Role.RESPONSABLE))
def requests_page(visit: Visiting, fait: Annotated[str, Query(max_length=20)] = "") -> Response:
    """List what waits, and what was answered lately."""
    return _page(visit, done=DONE.get(fait, ""))


@router.post("/demandes/heures", may=agency(Role.RH, Role.RESPONSABLE))
def confirm_hours(visit: Visiting, lines: Lines = None) -> Response:
    """Confirm the hours that are ticked; say which changed meanwhile and are to be read again."""
    pairs = [line.partition("-") for line in lines or ()]

    def deed() -> str | Response:
        if not pairs:
            text = "Rien n’est confirmé : attendu une case cochée au moins."
            return _page(visit, problem=Refusal(422, "requete_invalide", text))
        with writing(visit.engine) as session:
            reach, association = Reach(visit.caller, OVERSEERS), whole(session)
            for root, *_ in pairs:
                hours.log_for(session, reach, association, root)
            named = [(root, int(number)) for root, _, number in pairs]
            done = hours.confirm_several(session, visit.caller, named, visit.now)
        if not done.left:
            return f"{REQUESTS}?fait=confirme"
        kept = plural(len(done.rows), "ligne est confirmée", "lignes sont confirmées")
        left = "; ".join(
            f"{person_name(association, row.mediator)}, {row.month} : {why}"
            for row, why in done.left
        )
        text = f"{kept}. À relire : {left}"
        return _page(visit, problem=Refusal(409, "heures_changees", text))

    return visit.submit(deed, lambda problem: _page(visit, problem=problem))


def _page(visit: Visit, *, done: str = "", problem: Refusal | None = None) -> Response:
    """Render the page of requests; `done`: what was just done, `problem`: what wasn't."""
    reach, planner = Reach(visit.caller, OVERSEERS), Reach(visit.caller, PLANNERS)
    with reading(visit.engine) as session:
        association = whole(session)
        people = reach.people(association)
        entered = hours.waiting(session, reach, association)
        leave_answered = leave.answered(session, people, LATELY)
        swaps_answered = swaps.decided(session, planner, association, LATELY)
        hours_answered = hours.confirmed(session, reach, association, LATELY)
        users = [row.decided_by for row in leave_answered]
        users += [row.decided_by for row in swaps_answered]
        users += [row.confirmed_by for row in hours_answered]
        words = HoursWords(association)
        return render(
            visit.request,
            "requests/list.html",
            status=problem.status if problem else 200,
            leave=leave.waiting(session, people),
            kinds=leave.KINDS,
            swaps=[
                (row, swaps.is_agreed(row, planner, association))
                for row in swaps.waiting(session, planner, association, visit.now)
            ],
            plans=bool(planner.areas),
            appointments=[
                line_of(each, words.names, association, visit.now, plans=True)
                for each in appointments_waiting(session, visit.caller, visit.now)
            ],
            hours=entered[:HOURS_SHOWN],
            hours_count=len(entered),
            leave_answered=leave_answered,
            swaps_answered=swaps_answered,
            hours_answered=hours_answered,
            accounts=account_names(session, users),
            words=words,
            person=lambda person: person_name(association, person),
            now=visit.now,
            done=done,
            problem=problem,
            **swap_words(association),
        )
