"""Heures faites: one tap if all went as planned, else when; the page of Demandes that answers."""

from typing import Annotated

from fastapi import Form
from fastapi.responses import Response

from api.access.accounts.service import names_of as account_names
from api.access.caller import Role
from api.access.errors import UnknownError
from api.access.reach import OVERSEERS, Reach
from api.access.rights.rule import agency, own
from api.asking.shapes import Revision
from api.asking.visit import Visit, Visiting
from api.database.engine import reading, writing
from api.hours.forms import CALL, AnswerForm, Month, OtherForm, ShiftForm, typed_of, typed_of_shift
from api.hours.my_shifts.service import own_shifts
from api.hours.service import (
    cancel,
    confirm,
    correct,
    count_waiting,
    current_entries,
    enter,
    log,
    log_for,
)
from api.hours.worked import HoursWords, Kind, said_words, times_words
from api.ledger.history import whole
from api.planning.names import names_of, person_name
from api.shell.counts import REQUESTS
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.own import MonthChoice, months_near, own_page, person_of
from api.shell.screens import Screens
from api.web.addresses import Id
from api.web.refusing.problems import Refusal
from scheduler.domain.duty import DutyKind

GUIDES = (
    Guide(
        address="/aide/heures",
        title="Mes heures faites",
        file="own/hours",
        screens=("/moi/heures",),
        picture="Sur un téléphone, les services commencés, chacun avec le bouton « Comme prévu ».",
    ),
)

WAITING = count_waiting

router = Screens()
HERE, ANSWER = "/moi/heures", "/demandes/heures/{hours_id}"
DONE = {"confirmer": "confirme", "retirer": "retire"}


@router.get(HERE, may=own(Role.MEDIATEUR))
def my_hours(visit: Visiting, mois: MonthChoice = "") -> Response:
    """List the shifts of a month that have begun, with the hours entered for each."""
    return _own_page(visit, mois)


@router.post(HERE, may=own(Role.MEDIATEUR))
def say(visit: Visiting, form: Annotated[ShiftForm, Form()]) -> Response:
    """Enter the hours worked of a shift, or correct them."""

    def deed() -> str:
        with writing(visit.engine) as session:
            me = person_of(visit.caller, whole(session))
            shifts = own_shifts(session, me, form.mois)
            shift = next((shift for shift in shifts if shift.row.uid == form.uid), None)
            if shift is None:
                raise UnknownError
            entry = form.entry(shift)
            if shift.said is None or not form.number:
                enter(session, visit.caller, me.id, entry, now=visit.now)
            else:
                root = shift.said.root
                correct(session, visit.caller, root, form.number, entry, now=visit.now)
            return f"{HERE}?mois={form.mois}#h-{shift.row.worked.duty.id}"

    return visit.submit(
        deed, lambda problem: _own_page(visit, form.mois, typed=form, problem=problem)
    )


@router.post(f"{HERE}/autre", may=own(Role.MEDIATEUR))
def say_other(visit: Visiting, form: Annotated[OtherForm, Form()]) -> Response:
    """Enter work that wasn't planned, or a call during a standby."""

    def deed() -> str:
        with writing(visit.engine) as session:
            me = person_of(visit.caller, whole(session))
            enter(session, visit.caller, me.id, form.entry(), now=visit.now)
        return f"{HERE}?mois={form.day[:7]}#autres"

    return visit.submit(
        deed, lambda problem: _own_page(visit, form.mois, other=form, problem=problem)
    )


@router.post(f"{HERE}/{{hours_id}}/retrait", may=own(Role.MEDIATEUR))
def take_back(
    visit: Visiting,
    hours_id: Id,
    mois: Annotated[Month, Form()],
    number: Annotated[Revision, Form()],
) -> Response:
    """Take back what one entered, as long as nobody has confirmed it."""

    def deed() -> str:
        with writing(visit.engine) as session:
            if log(session, hours_id)[-1].mediator != person_of(visit.caller, whole(session)).id:
                raise UnknownError
            cancel(session, visit.caller, hours_id, number, now=visit.now)
        return f"{HERE}?mois={mois}#autres"

    return visit.submit(deed, lambda problem: _own_page(visit, mois, problem=problem))


@router.get(ANSWER, may=agency(Role.RH, Role.RESPONSABLE))
def hours_answer_page(visit: Visiting, hours_id: Id) -> Response:
    """Show what was entered of a shift, against what was planned, line after line."""
    return _answer_page(visit, hours_id)


@router.post(ANSWER, may=agency(Role.RH, Role.RESPONSABLE))
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
    return visit.submit(deed, lambda problem: _answer_page(visit, hours_id, kept, problem))


def _own_page(
    visit: Visit,
    month: str,
    *,
    typed: ShiftForm | None = None,
    other: OtherForm | None = None,
    problem: Refusal | None = None,
) -> Response:
    with reading(visit.engine) as session:
        association = whole(session)
        me = person_of(visit.caller, association)
        months = months_near(association.history, month, visit.now)
        shifts = own_shifts(session, me, months.label)
        entered = current_entries(session, months=[months.label], people=[me.id])
    begun = [shift for shift in shifts if shift.row.worked.duty.span.start <= visit.now]
    duties = [shift.row.worked.duty for shift in begun]
    return own_page(
        visit.request,
        "own/hours.html",
        months=months,
        shifts=begun[::-1],
        others=[row for row in entered[::-1] if not row.uid and row.kind != Kind.CANCELLED],
        standbys=[duty for duty in duties if duty.kind is DutyKind.STANDBY],
        call=CALL,
        dispositifs=sorted(me.dispositifs),
        names=names_of(association),
        said=said_words,
        times=times_words,
        first_typed=typed_of_shift,
        now=visit.now,
        typed=typed,
        other=other or OtherForm(mois=months.label),
        problem=problem,
    )


def _answer_page(
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
