"""What crosses HTTP alike everywhere: bodies, ids, lists, findings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Generic, TypeVar

from fastapi import Path
from pydantic import BaseModel, ConfigDict

from scheduler.domain.time import instant_of
from scheduler.finding import Finding

T = TypeVar("T")

MOST = 2**31 - 1
"""Largest number in an address or a body that is kept as an integer by both databases."""

Id = Annotated[
    str, Path(pattern="^[0-9a-f]{32}$", examples=["0f9a…"], min_length=32, max_length=32)
]
Number = Annotated[int, Path(ge=0, le=MOST)]
Ident = Annotated[str, Path(min_length=1, max_length=120, pattern=r"^[^\s;,|\"'/\x00]+$")]
"""An id that people gave: of a person, a site, a dispositif."""


class Body(BaseModel):
    """What crosses HTTP: an unknown key is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Items(BaseModel, Generic[T]):
    """A list, or a page of one; `next`: the cursor of the page that follows (null: none does)."""

    items: list[T]
    next: str | None = None


class PeriodOut(BaseModel):
    """A stretch of time; instants carry their offset."""

    start: datetime
    end: datetime


class FindingOut(BaseModel):
    """A constat; see `scheduler.finding.Finding`."""

    code: str
    rule_id: str
    severity: str
    effect: str
    verdict: str
    blocks: bool
    inherited: bool
    article: str
    person: str
    on: date
    period: PeriodOut
    measured: int
    limit: int
    amount: int
    unit: str
    shift_ids: list[str]
    message: str
    acknowledged_by: str | None = None


def finding_out(finding: Finding, acknowledged_by: str | None = None) -> FindingOut:
    """Write a finding as it is shown."""
    span = finding.span
    return FindingOut(
        code=finding.code,
        rule_id=finding.rule,
        severity=finding.severity.value,
        effect=finding.effect.value,
        verdict=finding.verdict.value,
        blocks=finding.blocks,
        inherited=finding.inherited,
        article=finding.article,
        person=finding.subject,
        on=finding.on,
        period=PeriodOut(start=instant_of(span.first), end=instant_of(span.last)),
        measured=finding.measured,
        limit=finding.limit,
        amount=finding.amount,
        unit=finding.unit,
        shift_ids=list(finding.evidence),
        message=finding.message,
        acknowledged_by=acknowledged_by,
    )
