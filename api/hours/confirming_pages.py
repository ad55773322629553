"""Demandes, hours entered: what was done against what was planned; confirm, correct, take back."""

from typing import Annotated

from fastapi import Form
from fastapi.responses import Response

from api.access.accounts.service import names_of as account_names
from api.access.caller import Role
from api.access.reach import OVERSEERS, Reach
from api.access.rights.rule import agency
from api.asking.visit import Visit, Visiting
from api.database.engine import reading, writing
from api.hours.forms import AnswerForm, typed_of
from api.hours.service import cancel, confirm, correct
from api.hours.waiting import count_waiting, log_for
from api.hours.worked import HoursWords, Kind
from api.ledger.history import whole
from api.planning.names import person_name
from api.shell.counts import REQUESTS
from api.shell.document import render
from api.shell.screens import Screens
from api.web.addresses import Id
from api.web.refusing.problems import Refusal

WAITING = count_waiting

router = Screens(prefix="/demandes/heures/{hours_id}")
DONE = {"confirmer": "confirme", "retirer": "retire"}


@router.get("", may=agency(Role.RH, Role.RESPONSABLE))
def hours_page(visit: Visiting, hours_id: Id) -> Response:
    """Show what was entered of a shift, against what was planned, line after line."""
    return _page(visit, hours_id)


@router.post("", may=agency(Role.RH, Role.RESPONSABLE))
def answer_hours(visit: Visiting, hours_id: Id, form: Annotated[AnswerForm, Form()]) -> Response:
    """Confirm, correct or take back hours; or show them as they are now, what was typed kept."""

    def deed() -> str:
        with writing(visit.engine) as session:
            association = whole(session)
            last = log_for(session, Reach(visit.caller, OVERSEERS), association, hours_id)[-1]
            line = (session, visit.caller, hours_id, form.number)
            if form.geste == "confirmer":
                confirm(*line, visit.now)
            elif form.geste == "retirer":
                cancel(*line, confirmed=True, now=visit.now)
            else:
                correct(*line, form.entry(last, association), confirmed=True, now=visit.now)
        return f"{REQUESTS}?fait={DONE.get(form.geste, 'corrige')}"

    # The other forms of the page hold no hours that could be kept.
    kept = form if form.geste == "corriger" else None
    return visit.submit(deed, lambda problem: _page(visit, hours_id, kept, problem))


def _page(
    visit: Visit, root: str, typed: AnswerForm | None = None, problem: Refusal | None = None
) -> Response:
    with reading(visit.engine) as session:
        association = whole(session)
        rows = log_for(session, Reach(visit.caller, OVERSEERS), association, root)
        accounts = account_names(session, [row.entered_by for row in rows])
    last = rows[-1]
    return render(
        visit.request,
        "requests/hours.html",
        status=problem.status if problem else 200,
        who_worked=person_name(association, last.mediator),
        row=last,
        words=HoursWords(association),
        log=rows,
        accounts=accounts,
        open=not last.confirmed_by and last.kind != Kind.CANCELLED,
        form=typed or typed_of(last),
        now=visit.now,
        problem=problem,
    )
