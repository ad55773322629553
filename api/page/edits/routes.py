"""Routes that a grid's scripts call: edits and verdicts, candidates, what a cell allows."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

from fastapi import Query, Request
from fastapi.responses import JSONResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import IfMatch, Reading, TheEngine, Who, tag_of
from api.access.rights.rule import agency
from api.database.engine import reading
from api.judging.reaudit import FindingChanges, finding_changes
from api.month.candidates.day import possible_slots
from api.month.candidates.service import candidates_for
from api.month.drafts.access import head_read, version_read
from api.month.findings import findings_of
from api.month.judging import judge
from api.month.places.database import DatabasePlace
from api.month.places.drafts import assignments_of
from api.month.places.place import DraftVersion
from api.month.versions.editing import Edit, undo
from api.month.versions.shapes import UndoIn
from api.page.deciding import deciding
from api.page.edits.choices import candidates_view, cell_view
from api.page.edits.lawful import editable, lawful_edit
from api.page.edits.locked import locks_view
from api.page.edits.locks import GestureIn, LocksIn, lock_shifts
from api.page.edits.view import answers_at, redrawn, refused
from api.page.grid.filters import Filtered, Filters
from api.page.grid.panel import panel_of
from api.shell.document import HEADERS, render
from api.web.answer import MOST, Id
from api.web.clock import Now
from scheduler.domain.problem import Assignment

if TYPE_CHECKING:
    from api.month.drafts.access import ReadVersion

router = Router(prefix="/page/plannings/{rota_id}", include_in_schema=False)
Name = Annotated[str, Query(max_length=160)]
NOTHING = FindingChanges(added=(), removed=())
Since = Annotated[int, Query(ge=1, le=MOST)]
MOST_ROWS = 200
"""Rows that a script asks for beside those that changed."""


@router.post("/gestes", may=agency(Role.RESPONSABLE))
def gestures(
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    match: IfMatch,
    *,
    body: GestureIn,
    now: Now,
    filters: Filtered,
) -> Response:
    """Edit the draft; answer with the rows that it touched and the verdict, or what it breaks."""
    operations = body.operations
    attempt = lawful_edit(
        who, engine, rota_id, match, operations, note=body.note, locked=body.shown_locked
    )
    edited = attempt.edited
    if attempt.broken:
        judged = judge(edited.frame, edited.before)
        answer = refused(judged, attempt.broken, operations[0], version=edited.number)
        return _answer(rota_id, answer)
    return _redraw(rota_id, edited, now=now, filters=filters)


@router.post("/verrous", may=agency(Role.RESPONSABLE))
def lock(
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    match: IfMatch,
    *,
    body: LocksIn,
    now: Now,
    filters: Filtered,
) -> Response:
    """Lock people to slots, for all calculations, or unlock them; answer as an edit does."""
    number, version = lock_shifts(who, engine, rota_id, match, body.shifts, locked=body.locked)
    with reading(engine) as session:
        opened = version_read(who, session, rota_id, number)
    judged = judge(opened.frame, opened.assignments)
    people = {shift.person for shift in body.shifts}
    answer = redrawn(
        opened.frame,
        version.assignments,
        judged,
        NOTHING,
        now,
        version=number,
        answers=answers_at(rota_id),
        people=people,
        filters=filters,
    )
    answer["said"] = "Verrouillé." if body.locked else "Déverrouillé."
    return _answer(rota_id, answer)


@router.post("/retours", may=agency(Role.RESPONSABLE))
def go_back(
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    match: IfMatch,
    *,
    body: UndoIn,
    now: Now,
    filters: Filtered,
) -> Response:
    """Come back to an older version, by a new one; answer as an edit does."""
    with reading(engine) as session:
        number = editable(who, session, rota_id, match)
    made = undo(DatabasePlace(engine, who), DraftVersion(rota_id, number), body.to)
    return _redraw(rota_id, made, now=now, filters=filters)


@router.get("/depuis", may=agency(Role.RH, Role.RESPONSABLE))
def since(
    who: Who,
    session: Reading,
    rota_id: Id,
    version: Since,
    *,
    now: Now,
    filters: Filtered,
    person: Annotated[list[Name], Query(max_length=MOST_ROWS)] = [],  # noqa: B006 - never written to
) -> Response:
    """
    Answer with what others changed since a version: the rows, the findings, the new version.

    `person`: whose rows are wanted too, for others may have locked their shifts.
    """
    opened = head_read(who, session, rota_id)
    before = assignments_of(session, rota_id, version)
    findings = finding_changes(
        findings_of(opened.frame, before), findings_of(opened.frame, opened.assignments)
    )
    judged = judge(opened.frame, opened.assignments)
    answer = redrawn(
        opened.frame,
        before,
        judged,
        findings,
        now,
        version=opened.row.head,
        answers=_answers(who, session, opened),
        people=set(person),
        filters=filters,
    )
    return _answer(rota_id, answer)


@router.get("/case", may=agency(Role.RH, Role.RESPONSABLE))
def cell(
    request: Request,
    who: Who,
    session: Reading,
    rota_id: Id,
    *,
    person: Name,
    day: date,
    now: Now,
    moved: Name = "",
) -> Response:
    """
    Write what can be done with a person's day: its shifts, and the slots that they may take.

    `moved`: the slot that they would leave to take one of these.
    """
    opened = head_read(who, session, rota_id)
    decides = deciding(who, session, opened.row).edits
    left = opened.assignments - {Assignment(person, moved)}
    possible = possible_slots(opened.frame, left, person, day) if decides else ()
    view = cell_view(opened.frame, left, person, day, possible, now=now, moved=moved)
    key = uuid4().hex
    return render(request, "edits/cell.html", cell=view, decides=decides, planning=rota_id, key=key)


@router.get("/verrous", may=agency(Role.RH, Role.RESPONSABLE))
def locks(request: Request, who: Who, session: Reading, rota_id: Id) -> Response:
    """Write the locks of the draft, what they break by themselves, and how to lift them."""
    opened = head_read(who, session, rota_id)
    return render(
        request,
        "edits/locks.html",
        view=locks_view(session, opened),
        planning=rota_id,
        mine=deciding(who, session, opened.row),
        key=uuid4().hex,
    )


@router.get("/constats", may=agency(Role.RH, Role.RESPONSABLE))
def findings(request: Request, who: Who, session: Reading, rota_id: Id) -> Response:
    """Return all findings of the current version, those that only inform included."""
    opened = head_read(who, session, rota_id)
    panel = panel_of(judge(opened.frame, opened.assignments), whole=True)
    answers = _answers(who, session, opened)
    return render(request, "edits/findings.html", panel=panel, answers=answers)


@router.get("/candidats", may=agency(Role.RH, Role.RESPONSABLE))
def candidates(
    request: Request,
    who: Who,
    session: Reading,
    rota_id: Id,
    slot: Name,
    *,
    instead_of: Name = "",
) -> Response:
    """Return who could hold a slot, best first; the script marks their rows with it."""
    opened = head_read(who, session, rota_id)
    made = candidates_for(opened.frame, opened.assignments, slot, instead_of=instead_of)
    view = candidates_view(opened.frame, made, instead_of)
    decides = deciding(who, session, opened.row).edits
    return render(request, "edits/candidates.html", view=view, decides=decides)


def _answers(who: Who, session: Reading, opened: ReadVersion) -> str:
    """Return the address where the caller answers for findings (empty: they may not, now)."""
    return answers_at(opened.row.id) if deciding(who, session, opened.row).edits else ""


def _redraw(rota_id: str, made: Edit, *, now: datetime, filters: Filters) -> Response:
    answer = redrawn(
        made.frame,
        made.before,
        judge(made.frame, made.after),
        made.findings,
        now,
        version=made.number,
        answers=answers_at(rota_id),
        filters=filters,
    )
    return _answer(rota_id, answer)


def _answer(rota_id: str, answer: dict[str, Any]) -> Response:
    headers = HEADERS | {"ETag": tag_of(rota_id, answer["version"])}
    return JSONResponse(answer, headers=headers)
