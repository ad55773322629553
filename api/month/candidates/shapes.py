"""Shapes of candidates for a slot: who may hold it, whom a rule stops, who never could."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, Field

from api.judging.shapes import FindingOut, finding_out
from api.month.candidates.service import Candidates, Cost
from api.month.explanation import why_open
from api.planning.names import Names
from scheduler.domain.people import Mediator


class PersonOut(BaseModel):
    """A person by id and name."""

    person: str
    name: str
    role: str


@dataclass(frozen=True, kw_only=True)
class EligibleOut(Cost):
    """Somebody who may hold the slot, and what it costs (minutes, findings)."""

    person: str
    name: str
    role: str
    findings: list[FindingOut]


class StoppedOut(PersonOut):
    """Somebody whom a rule stops: what it finds, with its article."""

    findings: list[FindingOut]


class WhyOut(BaseModel):
    """Why a post doesn't allow it."""

    code: str = Field(examples=["contrat"])
    message: str = Field(examples=["sans contrat le lun. 2 mars"])


class UnableOut(PersonOut):
    """Somebody whose post doesn't allow it."""

    why: list[WhyOut]


class OpenOut(BaseModel):
    """
    Why a need of the slot is open: `rule` keeps `kept` of the `people` who could come.

    In French: the cause, who is nearest, and what would fill it, tried and audited.
    """

    roles: list[str]
    cause: str = Field(examples=["regle"])
    rule: str = Field(examples=["sunday_rest"])
    kept: int
    people: int
    why: str = Field(
        examples=["sans dérogation au repos dominical (L3132-3) : tous ceux qui pourraient venir"]
    )
    nearest: str
    lift: str


class CandidatesOut(BaseModel):
    """Who could hold a slot, and why its needs below target are open."""

    slot: str
    open: list[OpenOut]
    holding: list[PersonOut]
    eligible: list[EligibleOut]
    ineligible: list[StoppedOut]
    unable: list[UnableOut]


def candidates_out(candidates: Candidates, names: Names) -> CandidatesOut:
    """Write candidates."""
    return CandidatesOut(
        slot=candidates.slot.id,
        open=[
            OpenOut(
                roles=sorted(role.value for role in post.hole.need.roles),
                **why_open(post, candidates.reasons, names),
            )
            for post in candidates.reasons.posts
        ],
        holding=[PersonOut(**who_out(person)) for person in candidates.holding],
        eligible=[
            EligibleOut(
                **who_out(each.mediator),
                **vars(each.cost),
                findings=list(map(finding_out, each.findings)),
            )
            for each in candidates.eligible
        ],
        ineligible=[
            StoppedOut(**who_out(each.mediator), findings=list(map(finding_out, each.findings)))
            for each in candidates.stopped
        ],
        unable=[
            UnableOut(
                **who_out(each.mediator),
                why=[WhyOut(code=code, message=words) for code, words in each.why],
            )
            for each in candidates.unable
        ],
    )


def who_out(person: Mediator) -> dict[str, Any]:
    """Return the fields that say who a person is."""
    return {"person": person.id, "name": person.name, "role": person.role.value}
