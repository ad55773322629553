"""The one envelope of requests and answers (see README's conventions of the API)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

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


class NoConfig(Body):
    """No setting."""


class Ask(Body, Generic[T]):
    """A request: how (`config`, nothing here) and what (`model_input`)."""

    config: NoConfig = NoConfig()
    model_input: T


class Metadata(BaseModel):
    """
    What is said of an answer.

    `at`: when it was made. `next`: the cursor of the next page (null: none). `data` and `ledger`:
    the numbers of the association's data and of the last publication that it was made from.
    `remarks`: what was taken as it was given, and will surprise.
    """

    api: str = "v1"
    at: datetime
    next: str | None = None
    data: int | None = None
    ledger: int | None = None
    remarks: list[str] = []


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


class Answer(BaseModel, Generic[T]):
    """An answer: what was asked for (`model_output`), and what is to be known of it."""

    metadata: Metadata
    model_output: T
    metrics: dict[str, float] = Field(default_factory=dict)
    kpis: dict[str, float] = Field(default_factory=dict)
    findings: list[FindingOut] = []


def answer(
    output: T,
    *,
    findings: Iterable[FindingOut] = (),
    metrics: Mapping[str, float] | None = None,
    kpis: Mapping[str, float] | None = None,
    **metadata: Any,
) -> Answer[T]:
    """Wrap an answer; `metadata`: fields of `Metadata` but `at`."""
    return Answer[T](
        metadata=Metadata(at=datetime.now(UTC), **metadata),
        model_output=output,
        metrics=dict(metrics or {}),
        kpis=dict(kpis or {}),
        findings=list(findings),
    )


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
