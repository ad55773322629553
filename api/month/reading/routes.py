"""Routes of a version: its assignments, slots and their candidates, findings."""

from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, Field

from api.access.caller import Role, ServiceScope
from api.access.door import Router
from api.access.request import NUMBERED, Reading, Who, tag_of
from api.access.rights.rule import agency
from api.judging.shapes import FindingOut, finding_out
from api.month.candidates.service import candidates_for
from api.month.candidates.shapes import CandidatesOut, candidates_out
from api.month.drafts.access import (
    AssignmentOut,
    IdleLockOut,
    ReadVersion,
    SlotPath,
    Version,
    idle_locks_out,
    version_read,
)
from api.month.findings import judge
from api.month.frames import Frame
from api.month.places.drafts import version_of
from api.month.reading.drawing import slots_by_start, tag_reading
from api.month.versions.shapes import VersionOut, VersionWholeOut
from api.planning.names import names_of
from api.web.addresses import Id
from api.web.answering.answer import Body, Items
from api.web.answering.unchanged import RESPONSES
from api.web.clock import Now
from api.web.paging import Page
from api.web.refusing.problems import Fault, Refusal, refusals
from scheduler.domain.posts import posts_of
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot
from scheduler.domain.time import minute_at

router = Router(
    prefix="/api/v1/responsable/plannings/{rota_id}/versions/{number}",
    tags=["plannings"],
    dependencies=[NUMBERED],
    caller="l’intégrateur qui a son propre écran de planning",
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


class NeedOut(BaseModel):
    """What a slot asks for: how many people of which roles and titles, and how many are there."""

    roles: list[str]
    titles: list[str]
    minimum: int
    target: int
    maximum: int
    have: int


class SlotOut(BaseModel):
    """A slot, who holds it, what is missing. `frozen`: published by another draft, kept as is."""

    id: str
    dispositif: str
    agency: str
    site: str
    kind: str
    start: datetime
    end: datetime
    needs: list[NeedOut]
    people: list[str]
    missing: int
    vital: bool = Field(description="Vrai si un minimum n’est pas atteint.")
    frozen: bool


class VersionFindingsOut(Items[FindingOut]):
    """
    Findings of a version, how many it has in all, and those that stop its publication.

    `locks_left_out`: locks of the month that it is judged without, for they can't hold any more.
    """

    count: int
    blocking: int
    stopping: list[str]
    acknowledged: int
    refused: list[str] = Field(description="Acquittements que la loi ne permet pas, et pourquoi.")
    locks_left_out: list[IdleLockOut]


@router.get("", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404), sends=("ETag",))
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


@router.get(
    "/creneaux", may=agency(Role.RH, Role.RESPONSABLE), responses=UNCHANGED, sends=("ETag",)
)
def slots(
    version: Opened,
    *,
    page: Page,
    dispositif: Dispositif = "",
    day: Day = None,
) -> Items[SlotOut]:
    """Énumère les créneaux : ce qu’ils demandent, qui les tient."""
    frame = version.frame
    if dispositif:
        _check_dispositif(frame, dispositif)
    rota = frame.rota(version.assignments)
    slots = slots_by_start(rota, dispositif, day)
    return page.part(slots, lambda slot: _slot(rota, slot, frozen=slot.id in frame.frozen))


@router.post(
    "/creneaux/{slot_id}/candidats",
    may=agency(Role.RH, Role.RESPONSABLE),
    service=ServiceScope.READ,
    responses=refusals(404),
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


@router.get(
    "/constats", may=agency(Role.RH, Role.RESPONSABLE), responses=UNCHANGED, sends=("ETag",)
)
def findings(
    version: Opened,
    *,
    page: Page,
    person: Person = "",
    blocking: Blocking = False,
) -> VersionFindingsOut:
    """Donne les constats d’une version, et qui en répond."""
    judged = judge(version.frame, version.assignments)
    answers = judged.answers
    mine = [
        finding
        for finding in judged.findings
        if person in ("", finding.subject) and (finding.blocks or not blocking)
    ]
    by = {code: answered.acknowledgement.by for code, answered in answers.by_code.items()}
    shown = page.part(mine, lambda finding: finding_out(finding, by.get(finding.code)))
    return VersionFindingsOut(
        **dict(shown),
        count=len(judged.findings),
        blocking=sum(finding.blocks and not finding.inherited for finding in judged.findings),
        stopping=[finding.code for finding in judged.stopping],
        acknowledged=len(answers.acked),
        refused=[f"{answer.acknowledgement.code} : {answer.why}" for answer in answers.refused],
        locks_left_out=idle_locks_out(version.frame),
    )


def _check_dispositif(frame: Frame, dispositif: str) -> None:
    there = sorted({slot.dispositif for slot in frame.problem.slots})
    if dispositif not in there:
        expected = f"un dispositif de ce planning : {', '.join(there)}"
        fault = Fault(field="query.dispositif", received=dispositif, expected=expected)
        raise Refusal(422, "donnees_refusees", "1 valeur refusée.", errors=[fault])


def _slot(rota: Rota, slot: Slot, *, frozen: bool) -> SlotOut:
    team = rota.team_of[slot.id]
    posts = posts_of(slot, team)
    return SlotOut(
        id=slot.id,
        dispositif=slot.dispositif,
        agency=slot.agency,
        site=slot.site,
        kind=slot.kind.value,
        start=slot.span.start,
        end=slot.span.end,
        needs=[
            NeedOut(
                roles=sorted(role.value for role in need.roles),
                titles=sorted(need.titles),
                minimum=need.minimum,
                target=need.target,
                maximum=need.maximum,
                have=have,
            )
            for need, have in zip(slot.needs, slot.filled(team), strict=True)
        ],
        people=[person.id for person in team],
        missing=posts.open,
        vital=posts.vital,
        frozen=frozen,
    )
