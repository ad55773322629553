"""Answer with the slots and the findings of a version or a published month."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from api.judging.shapes import FindingOut, finding_out
from api.month.drafts.access import IdleLockOut, idle_locks_out
from api.month.judging import judge
from api.web.answer import Items
from api.web.paging import Paging
from api.web.problems import Fault, Refusal
from scheduler.domain.posts import holders, posts_of
from scheduler.domain.problem import Assignment

if TYPE_CHECKING:
    from api.month.frames import Frame
    from scheduler.domain.rota import Rota
    from scheduler.domain.slots import Slot


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


def slots_answer(
    frame: Frame,
    assignments: frozenset[Assignment],
    page: Paging,
    dispositif: str,
    day: date | None,
) -> Items[SlotOut]:
    """Return slots in the order of their start, with what they need and who holds them."""
    if dispositif:
        _check_dispositif(frame, dispositif)
    rota = frame.rota(assignments)
    mine = [
        slot
        for slot in sorted(rota.problem.slots, key=lambda s: (s.span.first, s.id))
        if dispositif in ("", slot.dispositif) and day in (None, slot.span.day)
    ]
    return page.part(mine, lambda slot: _slot(rota, slot, frozen=slot.id in frame.frozen))


def findings_answer(
    frame: Frame,
    assignments: frozenset[Assignment],
    page: Paging,
    person: str,
    *,
    blocking: bool,
) -> VersionFindingsOut:
    """Return findings by person then team, and who acknowledged them."""
    made = judge(frame, assignments)
    mine = [
        finding
        for finding in made.findings
        if person in ("", finding.subject) and (finding.blocks or not blocking)
    ]
    by = {
        code: acknowledged.acknowledgement.by for code, acknowledged in made.answers.by_code.items()
    }
    shown = page.part(mine, lambda finding: finding_out(finding, by.get(finding.code)))
    return VersionFindingsOut(
        **dict(shown),
        count=len(made.findings),
        blocking=sum(finding.blocks and not finding.inherited for finding in made.findings),
        stopping=[finding.code for finding in made.stopping],
        acknowledged=len(made.answers.acked),
        refused=[
            f"{answer.acknowledgement.code} : {answer.why}" for answer in made.answers.refused
        ],
        locks_left_out=idle_locks_out(frame),
    )


def _check_dispositif(frame: Frame, dispositif: str) -> None:
    there = sorted({slot.dispositif for slot in frame.problem.slots})
    if dispositif not in there:
        raise Refusal(
            422,
            "donnees_refusees",
            "1 valeur refusée.",
            errors=[
                Fault(
                    field="query.dispositif",
                    received=dispositif,
                    expected=f"un dispositif de ce planning : {', '.join(there)}",
                )
            ],
        )


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
                have=holders(need, team),
            )
            for need in slot.needs
        ],
        people=[person.id for person in team],
        missing=posts.open,
        vital=posts.vital,
        frozen=frozen,
    )
