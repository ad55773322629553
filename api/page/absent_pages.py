"""Absent…: note from a cell of a draft, or of a published month, that somebody is away."""

from contextlib import suppress
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form, Query
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.errors import UnknownError
from api.access.rights.rule import agency
from api.asking.errors import WrongValuesError
from api.asking.visit import NOT_FOUND, REFUSED, Visit, Visiting
from api.database.engine import reading, writing
from api.leave.absent import AbsenceNote, note_absence, opening
from api.ledger.history import whole
from api.month.drafts.access import reached
from api.month.drafts.replacing import begin_replacement
from api.planning.names import names_of
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.preparing import PREPARED
from api.shell.screens import Screens
from api.web.addresses import Id
from api.web.months import Day, MonthPath, first_of
from api.web.refusing.errors import refusal_of
from api.web.refusing.problems import Refusal
from scheduler.domain.time import Span

GUIDES = (
    Guide(
        address="/aide/absent",
        title="Absent, et remplacer",
        file="planning/absent",
        screens=("/plannings/{rota_id}/absence", "/mois/{month}/absence"),
    ),
)

router = Screens(dependencies=[PREPARED])
BOTH = agency(Role.RH, Role.RESPONSABLE)
NOTED = "C’est noté. Aucun service publié à venir ne tombe pendant cette absence."
Person = Annotated[str, Query(alias="personne", min_length=1, max_length=120)]
TheDay = Annotated[Day, Query(alias="jour")]
Sent = Annotated[AbsenceNote, Form()]


@router.get("/plannings/{rota_id}/absence", may=BOTH)
def draft_form(visit: Visiting, rota_id: Id, *, person: Person, day: TheDay) -> Response:
    """Show the form of an absence that begins on a day of a draft, and what it would open."""
    note = AbsenceNote(person=person, start=day.isoformat())
    return _page(visit, note, f"/plannings/{rota_id}", draft=rota_id)


@router.post("/plannings/{rota_id}/absence", may=BOTH)
def note_in_draft(visit: Visiting, rota_id: Id, note: Sent) -> Response:
    """Note the absence, and show who may take the shifts; or say why not, or what it opens."""
    problem = _noted(visit, note, rota_id)
    if problem is not None:
        return _page(visit, note, f"/plannings/{rota_id}", draft=rota_id, problem=problem)
    query = urlencode({"personne": note.person})
    return RedirectResponse(f"/plannings/{rota_id}/remplacer?{query}", status_code=303)


@router.get("/mois/{month}/absence", may=BOTH)
def month_form(
    visit: Visiting,
    month: MonthPath,
    *,
    person: Person,
    day: TheDay,
    fait: Annotated[str, Query(max_length=8)] = "",
) -> Response:
    """Show the form of an absence that begins on a day of a published month; see `draft_form`."""
    note = AbsenceNote(person=person, start=day.isoformat())
    return _page(visit, note, f"/mois/{month}", done=NOTED if fait else "")


@router.post("/mois/{month}/absence", may=BOTH)
def note_in_month(visit: Visiting, month: MonthPath, note: Sent) -> Response:
    """Note the absence, and begin the draft in which others take the shifts, if there are any."""
    problem = _noted(visit, note)
    if problem is not None:
        return _page(visit, note, f"/mois/{month}", problem=problem)
    query = urlencode({"personne": note.person})
    if Role.RESPONSABLE in visit.caller.roles():
        with suppress(UnknownError):  # nothing is to be replaced, or it is others' to do
            first = first_of(month)
            draft = begin_replacement(visit.caller, visit.engine, first, note.person, visit.now)
            return RedirectResponse(f"/plannings/{draft.id}/remplacer?{query}", status_code=303)
    return RedirectResponse(f"/mois/{month}/absence?{query}&jour={note.start}&fait=oui", 303)


def _page(
    visit: Visit,
    note: AbsenceNote,
    back: str,
    *,
    draft: str = "",
    problem: Refusal | None = None,
    done: str = "",
) -> Response:
    """Show the form, and what the absence would open; `draft`: of its shifts too."""
    with reading(visit.engine) as session:
        row = reached(visit.caller, session, draft) if draft else None
        span = _span(note)
        there = opening(session, visit.caller, note.person, span, now=visit.now, draft=row)
        return render(
            visit.request,
            "absent/absent.html",
            status=200 if problem is None else problem.status,
            note=note,
            opening=there,
            names=names_of(whole(session)),
            back=back,
            problem=problem,
            done=done,
        )


def _noted(visit: Visit, note: AbsenceNote, draft: str = "") -> Refusal | None:
    """Write the absence, or say why not."""
    try:
        with writing(visit.engine) as session:
            row = reached(visit.caller, session, draft) if draft else None
            note_absence(session, visit.caller, note, now=visit.now, draft=row)
    except Refusal as error:
        refusal = error
    except REFUSED as error:
        refusal = refusal_of(error)
    else:
        return None
    if refusal.status == NOT_FOUND:
        raise refusal
    return refusal


def _span(note: AbsenceNote) -> Span | None:
    """Return when they are away, as far as what was typed says it."""
    try:
        return note.span
    except WrongValuesError:
        return None
