"""Versions d'un planning: read, edited, undone, compared; candidates for a slot."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy import select

from api.http.answer import MOST, Answer, Ask, Body, FindingOut, Id, answer, finding_out
from api.http.deps import IfMatch, Reading, TheEngine, Who, tag_of
from api.http.drafts import (
    AssignmentOut,
    IdleLockOut,
    Version,
    assignment_out,
    idle_locks_out,
    matched,
    reached,
    version_read,
)
from api.http.paging import Page, cursor
from api.http.problems import refusals
from api.rotas.compare import Compared, compare
from api.rotas.editing import Edited, edit, try_out, undo
from api.rotas.operations import Operation, Verb
from api.rotas.overtaken import take_over
from api.rotas.versions import assignments_of, version_of
from api.store.association import data_number
from api.store.engine import reading
from api.store.tables.rotas import VersionRow

router = APIRouter(prefix="/api/v1/responsable/plannings/{rota_id}", tags=["plannings"])
Name = Annotated[str, Field(max_length=160, pattern=r"^[^\x00-\x1f\x7f]*$")]


class OperationIn(Body):
    """
    One gesture.

    `add`, `remove`: person and slot. `move`: person, slot, to_slot. `give`: person, slot,
    to_person. `swap`: all four. `clear`: slot.
    """

    verb: Verb = Field(examples=["add"])
    slot: Annotated[Name, Field(min_length=1, examples=["P-J-2026-03-02"])]
    person: Annotated[Name, Field(examples=["ada"])] = ""
    to_slot: Name = ""
    to_person: Name = ""


class EditIn(Body):
    """Gestures done in order, all or none."""

    operations: Annotated[list[OperationIn], Field(min_length=1, max_length=500)]
    note: Annotated[str, Field(max_length=240, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


class UndoIn(Body):
    """The version to come back to."""

    to: Annotated[int, Field(ge=1, le=MOST, examples=[2])]


class VersionOut(BaseModel):
    """One version; `data` is the number of the association's data when it was made."""

    number: int
    parent: int
    origin: str = Field(examples=["modification"])
    job: str | None
    made: datetime
    made_by: str
    note: str
    data: int
    fingerprint: str


class VersionWholeOut(VersionOut):
    """
    A version and its assignments; `left_out`: those that the data don't allow any more.

    `locks_left_out`: locks of the month that can't hold any more, and why.
    """

    assignments: list[AssignmentOut]
    left_out: list[AssignmentOut]
    locks_left_out: list[IdleLockOut]


class EditedOut(BaseModel):
    """What an edit made: the next version, and what it adds and removes."""

    version: int
    added: list[AssignmentOut]
    removed: list[AssignmentOut]
    findings_added: list[FindingOut]
    findings_removed: list[FindingOut]
    blocking: int = Field(description="Constats bloquants sur toute la version.")


class MovedOut(BaseModel):
    """A person who holds another slot of the same day."""

    person: str
    before: str
    after: str


class HoursOut(BaseModel):
    """A person's minutes planned, before and after."""

    person: str
    before: int
    after: int


class HeldOut(BaseModel):
    """A dispositif's posts held of `target`, and needs below their minimum."""

    dispositif: str
    target: int
    before: int
    after: int
    vital_before: int
    vital_after: int


class ComparedOut(BaseModel):
    """What differs from a version (or what is published) to another."""

    added: list[AssignmentOut]
    removed: list[AssignmentOut]
    moved: list[MovedOut]
    hours: list[HoursOut]
    coverage: list[HeldOut]
    findings_added: list[FindingOut]
    findings_removed: list[FindingOut]


def _version(row: VersionRow) -> VersionOut:
    return VersionOut(
        number=row.number,
        parent=row.parent,
        origin=row.origin,
        job=row.job,
        made=row.made,
        made_by=row.made_by,
        note=row.note,
        data=row.data,
        fingerprint=row.fingerprint,
    )


def _edited(made: Edited) -> EditedOut:
    return EditedOut(
        version=made.number,
        added=[assignment_out(one) for one in made.added],
        removed=[assignment_out(one) for one in made.removed],
        findings_added=[finding_out(one) for one in made.findings.added],
        findings_removed=[finding_out(one) for one in made.findings.removed],
        blocking=sum(one.blocks and not one.inherited for one in made.standing),
    )


def _compared(made: Compared) -> ComparedOut:
    return ComparedOut(
        added=[assignment_out(one) for one in made.added],
        removed=[assignment_out(one) for one in made.removed],
        moved=[MovedOut(person=m.person, before=m.before, after=m.after) for m in made.moved],
        hours=[HoursOut(person=h.person, before=h.before, after=h.after) for h in made.hours],
        coverage=[
            HeldOut(
                dispositif=c.dispositif,
                target=c.target,
                before=c.before,
                after=c.after,
                vital_before=c.vital_before,
                vital_after=c.vital_after,
            )
            for c in made.coverage
        ],
        findings_added=[finding_out(one) for one in made.findings.added],
        findings_removed=[finding_out(one) for one in made.findings.removed],
    )


@router.get("/versions", responses=refusals(404))
def versions(who: Who, session: Reading, rota_id: Id, page: Page) -> Answer[list[VersionOut]]:
    """Énumère les versions d’un planning, de la plus récente à la plus ancienne."""
    reached(who, session, rota_id)
    asked = select(VersionRow).where(VersionRow.rota == rota_id)
    if page.after is not None:
        last = page.after[0]
        asked = asked.where(VersionRow.number < (last if isinstance(last, int) else 0))
    rows = session.scalars(asked.order_by(VersionRow.number.desc()).limit(page.limit + 1))
    found, more = page.cut(list(rows))
    return answer([_version(row) for row in found], next=cursor(found[-1].number) if more else None)


@router.get("/versions/{number}", responses=refusals(404))
def version(
    who: Who, session: Reading, rota_id: Id, number: Version, response: Response
) -> Answer[VersionWholeOut]:
    """Donne une version et ses affectations, par personne et créneau."""
    found = version_read(who, session, rota_id, number)
    row = version_of(session, rota_id, number)
    response.headers["ETag"] = tag_of(rota_id, number)
    mine = sorted(a for a in found.held if found.frame.decides(a))
    told = VersionWholeOut(
        **_version(row).model_dump(),
        assignments=[assignment_out(one) for one in mine],
        left_out=[assignment_out(one) for one in found.frame.left_out(found.held)],
        locks_left_out=idle_locks_out(found.frame),
    )
    return answer(told, data=data_number(session))


@router.get("/versions/{number}/comparaison", responses=refusals(404))
def comparison(
    who: Who,
    session: Reading,
    rota_id: Id,
    number: Version,
    base: Annotated[
        int | None,
        Query(ge=1, le=MOST, description="L’autre version ; sans elle, ce qui est publié."),
    ] = None,
) -> Answer[ComparedOut]:
    """Compare une version à une autre, ou à ce qui est publié."""
    found = version_read(who, session, rota_id, number)
    other = found.frame.standing if base is None else assignments_of(session, rota_id, base)
    return answer(_compared(compare(found.frame, other, found.held)))


@router.patch("", responses=refusals(404, 409, 412, 428))
def change(
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    match: IfMatch,
    ask: Ask[EditIn],
    *,
    response: Response,
) -> Answer[EditedOut]:
    """Retouche la version courante, et donne les constats que cela ajoute et retire."""
    with reading(engine) as session:
        number = matched(who, session, rota_id, match)
    wanted = ask.model_input
    made = edit(engine, who, rota_id, number, _operations(wanted), note=wanted.note)
    response.headers["ETag"] = tag_of(rota_id, made.number)
    return answer(_edited(made))


@router.post("/essais", responses=refusals(404, 409, 412, 428))
def attempt(
    who: Who, engine: TheEngine, rota_id: Id, match: IfMatch, ask: Ask[EditIn]
) -> Answer[EditedOut]:
    """Essaie une modification : ce qu’elle changerait, sans rien écrire."""
    with reading(engine) as session:
        number = matched(who, session, rota_id, match)
    made, _ = try_out(engine, rota_id, number, _operations(ask.model_input))
    return answer(_edited(made))


@router.post("/retours", responses=refusals(404, 409, 412, 428))
def come_back(
    who: Who,
    engine: TheEngine,
    rota_id: Id,
    match: IfMatch,
    ask: Ask[UndoIn],
    *,
    response: Response,
) -> Answer[EditedOut]:
    """Revient à une version plus ancienne, par une nouvelle version."""
    with reading(engine) as session:
        number = matched(who, session, rota_id, match)
    made = undo(engine, who, rota_id, number, ask.model_input.to)
    response.headers["ETag"] = tag_of(rota_id, made.number)
    return answer(_edited(made))


@router.post("/reprises", responses=refusals(404, 409, 412, 428))
def catch_up(
    who: Who, engine: TheEngine, rota_id: Id, match: IfMatch, response: Response
) -> Answer[int]:
    """Reprend ce que d’autres ont publié depuis que le planning est commencé."""
    with reading(engine) as session:
        number = matched(who, session, rota_id, match)
    made = take_over(engine, who, rota_id, number)
    response.headers["ETag"] = tag_of(rota_id, made)
    return answer(made)


def _operations(wanted: EditIn) -> list[Operation]:
    return [
        Operation(
            verb=one.verb,
            slot=one.slot,
            person=one.person,
            to_slot=one.to_slot,
            to_person=one.to_person,
        )
        for one in wanted.operations
    ]
