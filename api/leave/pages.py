"""Mes congés, where one asks; and the page of Demandes where a request is answered."""

from typing import Annotated, Literal

from fastapi import Form
from fastapi.responses import Response

from api.access.accounts.service import names_of as account_names
from api.access.caller import Role
from api.access.reach import OVERSEERS, PLANNERS, Reach
from api.access.rights.rule import agency, own
from api.asking.moments import read_span
from api.asking.shapes import Revision
from api.asking.visit import Visit, Visiting
from api.database.engine import reading, writing
from api.database.tables.asking import LeaveState
from api.french.words import month_name
from api.leave.impact import LIVE, broken, span_of, weigh
from api.leave.service import (
    KINDS,
    LeaveAnswer,
    LeaveRequest,
    ask,
    count_waiting,
    get,
    of,
    respond,
)
from api.ledger.history import whole
from api.planning.names import names_of, person_name
from api.shell.counts import REQUESTS
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.own import SENT, Sent, own_page, person_of
from api.shell.screens import Screens
from api.web.addresses import Id
from api.web.refusing.problems import Refusal
from api.web.texts import Line

GUIDES = (
    Guide(
        address="/aide/conges",
        title="Mes congés",
        file="own/leave",
        screens=("/moi/conges",),
        picture=(
            "Sur un téléphone, le formulaire de demande de congé : premier et dernier jour, "
            "demi-journées, nature."
        ),
    ),
)
WAITING = count_waiting

router = Screens()
OWN, ANSWER = "/moi/conges", "/demandes/conges/{leave_id}"
Day = Annotated[str, Line(len("2026-12-24"))]
NOON = "13:00"
"""Where a day is cut in two: a morning ends and an afternoon begins."""

VERDICTS = {
    LeaveState.GRANTED.value: "accordé",
    LeaveState.REFUSED.value: "refusé",
    LeaveState.WITHDRAWN.value: "retiré par la personne",
}


class LeaveForm(LeaveRequest):
    """The form that asks for leave, or shows what it would hit: days, and halves of them."""

    start: Day = ""
    start_half: Literal["", "apres-midi"] = ""
    end: Day = ""
    end_half: Literal["", "matin"] = ""
    geste: Literal["voir", "demander"] = "demander"

    def request(self) -> LeaveRequest:
        """Return what is asked for: if the last day is empty, it is the first one."""
        last = self.end or self.start
        return LeaveRequest(
            start=f"{self.start}T{NOON}" if self.start_half else self.start,
            end=f"{last}T{NOON}" if self.end_half else last,
            kind=self.kind,
            note=self.note,
        )


class AnswerForm(LeaveAnswer):
    """The form that grants or refuses, on the revision that was shown."""

    number: Revision


@router.get(OWN, may=own(Role.MEDIATEUR))
def my_leave(visit: Visiting, sent: Sent = "") -> Response:
    """List one's requests, the last first, below the form that makes one."""
    return _own_page(visit, sent=bool(sent))


@router.post(OWN, may=own(Role.MEDIATEUR))
def ask_for(visit: Visiting, form: Annotated[LeaveForm, Form()]) -> Response:
    """Ask for leave, or show first which shifts it would hit."""

    def deed() -> str | Response:
        if form.geste == "voir":
            return _own_page(visit, form, shows_shifts=True)
        with writing(visit.engine) as session:
            me = person_of(visit.caller, whole(session))
            ask(session, visit.caller, me.id, form.request(), visit.now)
        return f"{OWN}?fait={SENT}"

    return visit.submit(deed, lambda problem: _own_page(visit, form, problem=problem))


@router.post(f"{OWN}/{{leave_id}}/retrait", may=own(Role.MEDIATEUR))
def take_back(visit: Visiting, leave_id: Id, number: Annotated[Revision, Form()]) -> Response:
    """Take back a request that nobody has answered."""

    def deed() -> str:
        with writing(visit.engine) as session:
            person_of(visit.caller, whole(session))
            taken_back = LeaveAnswer(verdict="retrait")
            respond(session, visit.caller, leave_id, number, answer=taken_back, now=visit.now)
        return OWN

    return visit.submit(deed, lambda problem: _own_page(visit, problem=problem))


@router.get(ANSWER, may=agency(Role.RH, Role.RESPONSABLE))
def leave_page(visit: Visiting, leave_id: Id) -> Response:
    """Show a request for leave, and what it bears on."""
    return _answer_page(visit, leave_id)


@router.post(ANSWER, may=agency(Role.RH, Role.RESPONSABLE))
def answer_leave(visit: Visiting, leave_id: Id, form: Annotated[AnswerForm, Form()]) -> Response:
    """Grant or refuse; or show the request as it is now, the note kept."""

    def deed() -> str:
        with writing(visit.engine) as session:
            respond(session, visit.caller, leave_id, form.number, answer=form, now=visit.now)
        if form.verdict == "accord" and form.knowing:
            # Their shifts are still theirs: what follows is on the request's own page.
            return f"{REQUESTS}/conges/{leave_id}"
        return f"{REQUESTS}?fait={'accorde' if form.verdict == 'accord' else 'refuse'}"

    return visit.submit(
        deed, lambda problem: _answer_page(visit, leave_id, form.answer, problem=problem)
    )


def _own_page(
    visit: Visit,
    form: LeaveForm | None = None,
    *,
    shows_shifts: bool = False,
    sent: bool = False,
    problem: Refusal | None = None,
) -> Response:
    with reading(visit.engine) as session:
        association = whole(session)
        me, hits = person_of(visit.caller, association), None
        if form is not None and shows_shifts:
            request = form.request()
            hits = broken(session, association, me.id, read_span(request.start, request.end))
        rows = [
            (
                row,
                broken(session, association, me.id, span_of(row))
                if row.state in LIVE and span_of(row).end > visit.now
                else (),
            )
            for row in of(session, me.id)
        ]
        return own_page(
            visit.request,
            "own/leave.html",
            requests=rows,
            kinds=KINDS,
            names=names_of(association),
            agency=me.agency,
            now=visit.now,
            typed=form or LeaveForm(),
            hits=hits,
            sent=sent,
            problem=problem,
        )


def _answer_page(
    visit: Visit, leave: str, typed: str = "", *, problem: Refusal | None = None
) -> Response:
    with reading(visit.engine) as session:
        row, association = get(session, leave), whole(session)
        reach, planner = Reach(visit.caller, OVERSEERS), Reach(visit.caller, PLANNERS)
        reach.someone(association, row.mediator)
        to_come = [
            shift
            for shift in broken(session, association, row.mediator, span_of(row))
            if shift.span.start > visit.now
        ]
        months = {
            shift.span.day.replace(day=1)
            for shift in to_come
            if planner.area(shift.agency, shift.dispositif)
        }
        return render(
            visit.request,
            "requests/leave.html",
            status=problem.status if problem else 200,
            row=row,
            who_asks=person_name(association, row.mediator),
            people=association.mediator_of,
            kinds=KINDS,
            names=names_of(association),
            now=visit.now,
            impact=weigh(session, row, reach) if row.state == LeaveState.ASKED else None,
            verdict=VERDICTS.get(row.state, ""),
            accounts=account_names(session, [row.decided_by]),
            left=to_come if row.state == LeaveState.GRANTED else None,
            months=[(f"{month:%Y-%m}", month_name(month)) for month in sorted(months)],
            typed=typed,
            problem=problem,
        )
