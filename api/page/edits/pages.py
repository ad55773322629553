"""
What a grid's scripts ask for: edits and verdicts, candidates, what a cell allows.

After an edit, the macros of the page write the rows again, but only those of people whom it
touches, whatever the size of the grid.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any
from uuid import uuid4

from fastapi import Depends, Query, Request
from fastapi.responses import JSONResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.errors import UnknownError
from api.access.request import IfMatch, Reading, TheEngine, Who, tag_of
from api.access.rights.rule import agency
from api.database.engine import reading
from api.french.plural import plural
from api.judging.reaudit import FindingChanges, finding_changes
from api.leave.absent import opening
from api.month.candidates.service import candidates_for, possible_slots
from api.month.drafts.access import ReadVersion, head_read, version_read
from api.month.findings import Judged, findings_of, judge
from api.month.frames import Frame
from api.month.places.database import DatabasePlace
from api.month.places.drafts import assignments_of
from api.month.places.place import DraftVersion
from api.month.versions.compare import change_count
from api.month.versions.copying import copied
from api.month.versions.editing import Edit, undo
from api.month.versions.operations import Operation, Verb, adding
from api.month.versions.shapes import UndoIn
from api.page.edits.choices import candidates_view, cell_view
from api.page.edits.locks import (
    GestureIn,
    LocksIn,
    PasteIn,
    editable,
    lawful_edit,
    lock_shifts,
    locks_view,
)
from api.page.grid.filters import EVERYTHING, Filtered, Filters
from api.page.grid.panel import announced, line_of, panel_of
from api.page.grid.view import drawn_together, view_of
from api.page.plannings import deciding
from api.planning.grid import homes
from api.shell.document import HEADERS, environment, render
from api.web.addresses import Id
from api.web.answering.answer import MOST
from api.web.clock import Now
from scheduler.domain.problem import Assignment
from scheduler.domain.time import day_span, minute_at
from scheduler.finding import Finding

router = Router(prefix="/page/plannings/{rota_id}", include_in_schema=False)
Name = Annotated[str, Query(max_length=160)]
NOTHING = FindingChanges(added=(), removed=())
Since = Annotated[int, Query(ge=1, le=MOST)]
MOST_ROWS = 200
"""Rows that a script asks for beside those that changed."""


class AskedEdit:
    """Who edits which version of which draft, and what of it their page shows."""

    def __init__(
        self,
        who: Who,
        engine: TheEngine,
        rota_id: Id,
        *,
        match: IfMatch,
        now: Now,
        filters: Filtered,
    ) -> None:
        self.of = who, engine, rota_id, match
        self.now, self.filters = now, filters

    def redrawn(self, edited: Edit) -> Response:
        """Answer with the rows that an edit touched and the verdict."""
        judged = judge(edited.frame, edited.after)
        return self.answer(edited.before, judged, edited.findings, version=edited.number)

    def answer(
        self,
        before: frozenset[Assignment],
        judged: Judged,
        findings: FindingChanges,
        *,
        version: int,
        people: Collection[str] = (),
        **said: str,
    ) -> Response:
        """Answer with what differs from what the page shows; `people`: rows that are wanted too."""
        draft = self.of[2]
        answer = _redrawn(
            judged.frame,
            before,
            judged,
            findings,
            self.now,
            version=version,
            answers=_answers_at(draft),
            people=people,
            filters=self.filters,
        )
        return _answer(draft, answer | said)


TheEdit = Annotated[AskedEdit, Depends(AskedEdit)]


@router.post("/gestes", may=agency(Role.RESPONSABLE))
def gestures(page: TheEdit, body: GestureIn) -> Response:
    """Edit the draft; answer with the rows that it touched and the verdict, or what it breaks."""
    attempt = lawful_edit(*page.of, body.operations, note=body.note, locked=body.shown_locked)
    edited = attempt.edited
    if not attempt.broken:
        return page.redrawn(edited)
    judged = judge(edited.frame, edited.before)
    answer = _refused(judged, attempt.broken, body.operations[0], version=edited.number)
    return _answer(page.of[2], answer)


@router.post("/collages", may=agency(Role.RESPONSABLE))
def paste(page: TheEdit, body: PasteIn) -> Response:
    """Put on the draft those of some shifts that can be held; answer as an edit does, and why."""
    who, engine, draft, match = page.of
    with reading(engine) as session:
        number = editable(who, session, draft, match)
        opened = version_read(who, session, draft, number)
    wanted = [Assignment(shift.person, shift.slot) for shift in body.shifts]
    copy = copied(opened.frame, opened.assignments, wanted, now=minute_at(page.now))
    edited = lawful_edit(*page.of, adding(sorted(copy.added)), note=copy.words).edited
    judged = judge(edited.frame, edited.after)
    aside = environment().get_template("edits/aside.html").render(copy=copy) if copy.aside else ""
    return page.answer(
        edited.before,
        judged,
        edited.findings,
        version=edited.number,
        said=f"{copy.words}.",
        aside=aside,
    )


@router.post("/verrous", may=agency(Role.RESPONSABLE))
def lock(page: TheEdit, body: LocksIn) -> Response:
    """Lock people to slots, for all calculations, or unlock them; answer as an edit does."""
    number, version = lock_shifts(*page.of, body.shifts, locked=body.locked)
    who, engine, draft, _ = page.of
    with reading(engine) as session:
        opened = version_read(who, session, draft, number)
    return page.answer(
        version.assignments,
        judge(opened.frame, opened.assignments),
        NOTHING,
        version=number,
        people={shift.person for shift in body.shifts},
        said="Verrouillé." if body.locked else "Déverrouillé.",
    )


@router.post("/retours", may=agency(Role.RESPONSABLE))
def go_back(page: TheEdit, body: UndoIn) -> Response:
    """Come back to an older version, by a new one; answer as an edit does."""
    who, engine, draft, match = page.of
    with reading(engine) as session:
        number = editable(who, session, draft, match)
    return page.redrawn(undo(DatabasePlace(engine, who), DraftVersion(draft, number), body.to))


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
    answer = _redrawn(
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

    `moved`: the slot that they would leave to take one of these. UnknownError: the draft's month
    has no such person.
    """
    opened = head_read(who, session, rota_id)
    if person not in opened.frame.problem.mediator_of:
        raise UnknownError
    decides = deciding(who, session, opened.row).edits
    left = opened.assignments - {Assignment(person, moved)}
    possible = possible_slots(opened.frame, left, person, day) if decides else ()
    view = cell_view(opened.frame, left, person, day, possible, now=now, moved=moved)
    absent = None
    if decides and not moved:
        with suppress(UnknownError):  # somebody of another agency, who is posted here too
            absent = opening(session, who, person, day_span(day), now=now, draft=opened.row)
    return render(
        request,
        "edits/cell.html",
        cell=view,
        day=day,
        absent=absent,
        decides=decides,
        planning=rota_id,
        key=uuid4().hex,
    )


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
    answer = candidates_for(opened.frame, opened.assignments, slot, instead_of=instead_of)
    view = candidates_view(opened.frame, answer, instead_of)
    decides = deciding(who, session, opened.row).edits
    return render(request, "edits/candidates.html", view=view, decides=decides)


def _answers(who: Who, session: Reading, opened: ReadVersion) -> str:
    """Return the address where the caller answers for findings (empty: they may not, now)."""
    return _answers_at(opened.row.id) if deciding(who, session, opened.row).edits else ""


def _answer(rota_id: str, answer: dict[str, Any]) -> Response:
    headers = HEADERS | {"ETag": tag_of(rota_id, answer["version"])}
    return JSONResponse(answer, headers=headers)


def _redrawn(
    frame: Frame,
    before: frozenset[Assignment],
    judged: Judged,
    findings: FindingChanges,
    now: datetime,
    *,
    version: int,
    answers: str = "",
    people: Collection[str] = (),
    filters: Filters = EVERYTHING,
) -> dict[str, Any]:
    """
    Return the parts to redraw, from a version to a later one, `judged`.

    `people`: their rows are always redrawn. `answers`: the address where the caller answers for
    findings (empty: they may not). `filters`: those of the page, whose columns the rows must have.

    `rows`: people's rows by id; `sections`: rows of holes and of coverage, of dispositifs where
    some post isn't filled as it was; `whole`: dispositifs to draw again, because they have gained
    or lost a row.
    """
    old, after = frame.rota(before), judged.rota.assignments
    edited = old.assignments ^ after
    people = set(people) | {assignment.mediator for assignment in edited}
    people |= {finding.subject for finding in (*findings.added, *findings.removed)}
    slots = [frame.problem.slot_of[assignment.slot] for assignment in edited]
    touched = {
        slot.dispositif
        for slot in slots
        if slot.filled(old.team_of[slot.id]) != slot.filled(judged.rota.team_of[slot.id])
    }
    moved = _moved(judged, frame, before, people, drawn_together(frame, filters))
    # « À pourvoir » chooses days and dispositifs by their holes.
    covered = None if filters.open else touched
    view = view_of(frame, after, now, people=people, covered=covered, filters=filters)
    parts = environment().get_template("parts/grid.html").module
    panel = environment().get_template("parts/findings.html").module
    whole = view_of(frame, after, now, dispositifs=moved, filters=filters) if moved else None
    answer: dict[str, Any] = {
        "version": version,
        "said": announced(len(findings.added), len(findings.removed)),
        "stopping": len(judged.stopping),
        "changes": change_count(frame, after),
        "rows": {},
        "sections": {},
        "whole": {} if whole is None else {b.id: str(parts.section(b)) for b in whole.blocks},  # type: ignore[attr-defined]
        "panel": str(panel.panel(panel_of(judged), answers)),  # type: ignore[attr-defined]
    }
    for block in view.blocks:
        if block.id in moved:
            continue
        for line in block.lines:
            answer["rows"][f"p-{block.id}-{line.person}"] = str(parts.line(line, block.id))  # type: ignore[attr-defined]
        if block.id in touched:
            answer["sections"][block.id] = {
                "gaps": str(parts.gaps(block)),  # type: ignore[attr-defined]
                "covers": str(parts.covers(block)),  # type: ignore[attr-defined]
            }
    return answer


def _answers_at(draft: str) -> str:
    """Return the address where one answers for a draft's findings."""
    return f"/plannings/{draft}/acquittements"


def _refused(
    judged: Judged, broken: Sequence[Finding], operation: Operation, *, version: int
) -> dict[str, Any]:
    """Write why an edit isn't kept: what it would break, each with its article and measure."""
    lines = [line_of(finding, judged) for finding in broken]
    html = environment().get_template("edits/refused.html")
    leaves = "" if operation.verb is Verb.ADD else operation.person
    return {
        "version": version,
        "said": f"Refusé, rien ne change : {plural(len(broken), 'règle')} d’ordre public.",
        "refused": html.render(lines=lines, slot=operation.slot, person=leaves),
    }


def _moved(
    judged: Judged,
    frame: Frame,
    before: frozenset[Assignment],
    people: Collection[str],
    once: Collection[str],
) -> set[str]:
    """Return the dispositifs where someone has a row more, or less, than before."""
    old, new = homes(frame.rota(before), people, once), homes(judged.rota, people, once)
    return {
        dispositif for person in people if person in old for dispositif in old[person] ^ new[person]
    }
