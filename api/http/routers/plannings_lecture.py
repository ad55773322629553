"""Lire une version: its grid, its slots and who could hold them, its findings, its counters."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.grid import grid
from api.holes import coverage_of, holders
from api.http.answer import Answer, Ask, Body, FindingOut, Id, answer, finding_out
from api.http.deps import Reading, Who
from api.http.drafts import SlotPath, Version, version_read
from api.http.grids import CandidatesOut, CounterOut, GridOut, candidates_out, counter_out, grid_out
from api.http.paging import Page, Paging, cursor
from api.http.problems import Fault, Refusal, refusals
from api.names import names_of
from api.rotas.candidates import candidates_for
from api.rotas.findings import findings_of
from api.rotas.judging import judge
from api.store.association import data_number
from calendars.holidays import name_of

if TYPE_CHECKING:
    from api.http.drafts import Read
    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Slot

router = APIRouter(
    prefix="/api/v1/responsable/plannings/{rota_id}/versions/{number}", tags=["plannings"]
)
Dispositif = Annotated[str, Query(max_length=120, description="Ce dispositif seul.")]


class NeedOut(BaseModel):
    """What a slot asks for: how many people of which roles and titles, and how many are there."""

    roles: list[str]
    titles: list[str]
    minimum: int
    target: int
    maximum: int
    held: int


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


class CandidatesIn(Body):
    """Whom somebody would replace on the slot (empty: nobody)."""

    instead_of: Annotated[str, Field(max_length=120, examples=["ada"])] = ""


class JudgedOut(BaseModel):
    """How many findings a version has; `stopping`: those that stop its publication."""

    findings: int
    blocking: int
    stopping: list[str]
    acknowledged: int
    refused: list[str] = Field(description="Acquittements que la loi ne permet pas, et pourquoi.")


def _dispositif(found: Read, dispositif: str) -> str:
    there = sorted({slot.dispositif for slot in found.frame.problem.slots})
    if dispositif and dispositif not in there:
        raise Refusal(
            422,
            "donnees_refusees",
            "1 valeur refusée.",
            errors=[
                Fault(
                    field="query.dispositif",
                    found=dispositif,
                    expected=f"un dispositif de ce planning : {', '.join(there)}",
                )
            ],
        )
    return dispositif or (there[0] if there else "")


def _place(page: Paging) -> int:
    """Return how many things come before a page of a list that never changes."""
    if page.after is None:
        return 0
    first = page.after[0] if page.after else 0
    return first if isinstance(first, int) and first >= 0 else 0


@router.get("/grille", responses=refusals(404))
def grid_of(
    who: Who,
    session: Reading,
    rota_id: Id,
    number: Version,
    *,
    page: Page,
    dispositif: Dispositif = "",
) -> Answer[GridOut]:
    """Return one dispositif's grid (the first one's by default): people by days."""
    found = version_read(who, session, rota_id, number)
    chosen = _dispositif(found, dispositif)
    frame = found.frame
    rota = frame.rota(found.held)
    days = rota.problem.horizon.days
    drawn = grid(
        rota,
        findings_of(frame, found.held),
        names=names_of(frame.association),
        holidays={day: name_of(day) for day in days if day in rota.problem.holidays},
        dispositifs={chosen},
    )
    first = _place(page)
    told = grid_out(drawn, first, page.limit)
    more = first + page.limit < told.people
    return answer(
        told, data=data_number(session), next=cursor(first + page.limit) if more else None
    )


@router.get("/creneaux", responses=refusals(404))
def slots(
    who: Who,
    session: Reading,
    rota_id: Id,
    number: Version,
    *,
    page: Page,
    dispositif: Dispositif = "",
    day: Annotated[date | None, Query(description="Ce jour seul.")] = None,
) -> Answer[list[SlotOut]]:
    """Return a version's slots, by start: what they need, who holds them."""
    found = version_read(who, session, rota_id, number)
    if dispositif:
        _dispositif(found, dispositif)
    rota = found.frame.rota(found.held)
    mine = [
        slot
        for slot in sorted(rota.problem.slots, key=lambda s: (s.span.first, s.id))
        if dispositif in ("", slot.dispositif) and day in (None, slot.span.day)
    ]
    first = _place(page)
    some = mine[first : first + page.limit]
    more = first + page.limit < len(mine)
    return answer(
        [_slot(rota, one, frozen=one.id in found.frame.frozen) for one in some],
        next=cursor(first + page.limit) if more else None,
    )


def _slot(rota: Rota, slot: Slot, *, frozen: bool) -> SlotOut:
    cover = coverage_of(rota, slot)
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
                held=holders(rota, slot, need),
            )
            for need in slot.needs
        ],
        people=[one.id for one in rota.team_of[slot.id]],
        missing=cover.target - cover.have,
        vital=cover.vital,
        frozen=frozen,
    )


@router.post("/creneaux/{slot_id}/candidats", responses=refusals(404))
def candidates(
    who: Who,
    session: Reading,
    rota_id: Id,
    number: Version,
    *,
    slot_id: SlotPath,
    ask: Ask[CandidatesIn],
) -> Answer[CandidatesOut]:
    """List who could hold a slot, best first; then whom a rule stops; then who never could."""
    found = version_read(who, session, rota_id, number)
    made = candidates_for(found.frame, found.held, slot_id, instead_of=ask.model_input.instead_of)
    return answer(candidates_out(made), data=data_number(session))


@router.get("/constats", responses=refusals(404))
def findings(
    who: Who,
    session: Reading,
    rota_id: Id,
    number: Version,
    *,
    page: Page,
    person: Annotated[str, Query(max_length=120, description="Cette personne seule.")] = "",
    blocking: Annotated[bool, Query(description="Ceux qui bloquent, seuls.")] = False,
) -> Answer[JudgedOut]:
    """Return a version's findings, by person then team, and who answers for them."""
    found = version_read(who, session, rota_id, number)
    made = judge(found.frame, found.held)
    mine: list[FindingOut] = []
    for one in made.findings:
        if (person and one.subject != person) or (blocking and not one.blocks):
            continue
        given = made.answers.by_code.get(one.code)
        mine.append(finding_out(one, None if given is None else given.given.by))
    first = _place(page)
    more = first + page.limit < len(mine)
    told = JudgedOut(
        findings=len(made.findings),
        blocking=sum(one.blocks and not one.inherited for one in made.findings),
        stopping=[one.code for one in made.stopping],
        acknowledged=len(made.answers.acked),
        refused=[f"{one.given.code} : {one.why}" for one in made.answers.refused],
    )
    return answer(
        told,
        findings=mine[first : first + page.limit],
        data=data_number(session),
        next=cursor(first + page.limit) if more else None,
    )


@router.get("/compteurs", responses=refusals(404))
def counters(
    who: Who, session: Reading, rota_id: Id, number: Version, page: Page
) -> Answer[list[CounterOut]]:
    """Return people's counters of the month, by id."""
    found = version_read(who, session, rota_id, number)
    rota = found.frame.rota(found.held)
    people = sorted(rota.problem.mediators, key=lambda m: m.id)
    first = _place(page)
    more = first + page.limit < len(people)
    some = people[first : first + page.limit]
    return answer(
        [counter_out(rota, one, found.frame.profile) for one in some],
        next=cursor(first + page.limit) if more else None,
    )
