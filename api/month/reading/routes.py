"""Routes of a version: its assignments, slots and their candidates, findings."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from pydantic import Field

from api.access.caller import Role
from api.access.door import Router
from api.access.request import NUMBERED, Reading, Who, tag_of
from api.access.rights.rule import agency
from api.month.candidates.service import candidates_for
from api.month.candidates.shapes import CandidatesOut, candidates_out
from api.month.drafts.access import (
    AssignmentOut,
    ReadVersion,
    SlotPath,
    Version,
    idle_locks_out,
    version_read,
)
from api.month.places.drafts import version_of
from api.month.reading.answers import (
    SlotOut,
    VersionFindingsOut,
    findings_answer,
    slots_answer,
)
from api.month.reading.tagging import tag_reading
from api.month.versions.shapes import VersionOut, VersionWholeOut
from api.planning.names import names_of
from api.web.answer import Body, Id, Items
from api.web.clock import Now
from api.web.paging import Page
from api.web.problems import refusals
from api.web.unchanged import RESPONSES
from scheduler.domain.time import minute_at

router = Router(
    prefix="/api/v1/responsable/plannings/{rota_id}/versions/{number}",
    tags=["plannings"],
    dependencies=[NUMBERED],
)
Dispositif = Annotated[str, Query(max_length=120, description="Ce dispositif seul.")]
Day = Annotated[date | None, Query(description="Ce jour seul.")]
Person = Annotated[str, Query(max_length=120, description="Cette personne seule.")]
Blocking = Annotated[bool, Query(description="Ceux qui bloquent, seuls.")]


def _open(
    request: Request,
    response: Response,
    who: Who,
    session: Reading,
    rota_id: Id,
    *,
    number: Version,
    now: Now,
) -> ReadVersion:
    """Open a version that the caller may read; raise `Unchanged` if they have it."""
    version = version_read(who, session, rota_id, number)
    tag_reading(request, response, session, version.frame, now, rota_id, number)
    return version


Opened = Annotated[ReadVersion, Depends(_open)]
UNCHANGED = {**RESPONSES, **refusals(404)}


@router.get("", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404))
def version(
    who: Who, session: Reading, rota_id: Id, number: Version, response: Response
) -> VersionWholeOut:
    """Donne une version et ses affectations, par personne et créneau."""
    opened = version_read(who, session, rota_id, number)
    row = version_of(session, rota_id, number)
    response.headers["ETag"] = tag_of(rota_id, number)
    mine = sorted(a for a in opened.assignments if opened.frame.decides(a))
    return VersionWholeOut(
        **dict(VersionOut.model_validate(row)),
        assignments=[AssignmentOut.model_validate(assignment) for assignment in mine],
        left_out=[
            AssignmentOut.model_validate(assignment)
            for assignment in opened.frame.left_out(opened.assignments)
        ],
        locks_left_out=idle_locks_out(opened.frame),
    )


class CandidatesIn(Body):
    """Whom somebody would replace on the slot (empty: nobody)."""

    instead_of: Annotated[str, Field(max_length=120, examples=["ada"])] = ""


@router.get("/creneaux", may=agency(Role.RH, Role.RESPONSABLE), responses=UNCHANGED)
def slots(
    version: Opened,
    *,
    page: Page,
    dispositif: Dispositif = "",
    day: Day = None,
) -> Items[SlotOut]:
    """Énumère les créneaux : ce qu’ils demandent, qui les tient."""
    return slots_answer(version.frame, version.assignments, page, dispositif, day)


@router.post(
    "/creneaux/{slot_id}/candidats", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404)
)
def candidates(
    who: Who,
    session: Reading,
    rota_id: Id,
    number: Version,
    *,
    slot_id: SlotPath,
    body: CandidatesIn,
    now: Now,
) -> CandidatesOut:
    """Cherche qui peut tenir un créneau, du mieux placé au dernier, et qui ne le peut pas."""
    version = version_read(who, session, rota_id, number)
    answer = candidates_for(
        version.frame,
        version.assignments,
        slot_id,
        instead_of=body.instead_of,
        now=minute_at(now),
    )
    return candidates_out(answer, names_of(version.frame.association))


@router.get("/constats", may=agency(Role.RH, Role.RESPONSABLE), responses=UNCHANGED)
def findings(
    version: Opened,
    *,
    page: Page,
    person: Person = "",
    blocking: Blocking = False,
) -> VersionFindingsOut:
    """Donne les constats d’une version, et qui en répond."""
    return findings_answer(version.frame, version.assignments, page, person, blocking=blocking)
