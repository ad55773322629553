"""Write a finding as JSON: one shape for `--json`, HTTP and files, whatever the rota."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from api.web.answering.answer import Out
from scheduler.finding import Finding


class PeriodOut(Out):
    """A stretch of time; instants carry their offset."""

    start: datetime
    end: datetime


class SourceOut(BaseModel):
    """A text of law or of an agreement."""

    article: str = Field(examples=["L3121-18"])
    url: str


class BreakOut(Out):
    """A break of a shift (`start` null: at no known moment)."""

    minutes: int
    kind: str
    start: datetime | None


class ProvingShiftOut(BaseModel):
    """
    A shift that proves a finding.

    `counted_minutes`: what it adds to the proof's total (null: nothing). `where`: its row in the
    file that it was read from (null: it wasn't read from a file).
    """

    id: str
    kind: str = Field(examples=["travail"])
    start: datetime
    end: datetime
    breaks: list[BreakOut]
    breaks_known: bool
    work_minutes: int
    site: str
    dispositif: str
    agency: str
    counted_minutes: int | None
    where: str | None


class AnsweredOut(BaseModel):
    """Whether a finding is acknowledged or may be, and by whom, in French."""

    state: str = Field(examples=["peut être acquitté"])
    text: str


class ProofOut(BaseModel):
    """
    What an audit's report says of a finding beside it: its texts, its shifts, what is threatened.

    `part`: `constat`, `du` or `note`. `url` and `version`: of the article. `value_since` and
    `value_source`: of the value that it was held against. `counted`: what the shifts' minutes
    count, which come to `total_minutes` where that is the measure.
    """

    part: str = Field(examples=["constat"])
    title: str
    url: str
    version: str
    value_since: date | None
    value_source: str | None
    sources: list[SourceOut]
    measured_text: str = Field(examples=["10 h 30"])
    limit_text: str
    amount_text: str
    shifts: list[ProvingShiftOut]
    counted: str
    total_minutes: int | None
    sanction: str | None
    sanction_caveats: list[str]
    acknowledgement: AnsweredOut


class FindingOut(Out):
    """
    A constat (see `scheduler.finding.Finding`): a rule's measure, of whom, on which day.

    `code` names it in every audit of the same facts. `person`: its subject, a slot or the employer
    where it is about nobody; `name`: theirs, where it is said. `blocks`: it stops a publication;
    `inherited`: what was decided before alone proves it. `measured`, `limit` and `amount`, in
    `unit`, are what `shift_ids` show. `proof`: in the report of an audit alone.
    """

    code: str = Field(examples=["daily_max_10h-0a1b2c3d4e"])
    rule_id: str = Field(validation_alias="rule", examples=["daily_max_10h"])
    severity: str = Field(examples=["public_order"])
    effect: str = Field(examples=["block"])
    verdict: str = Field(examples=["violation"])
    blocks: bool
    inherited: bool
    article: str = Field(examples=["L3121-18"])
    person: str = Field(validation_alias="subject", examples=["ada"])
    name: str = Field("", examples=["Ada Lemoine"])
    on: date
    period: PeriodOut = Field(validation_alias="span")
    measured: int
    limit: int
    amount: int
    unit: str = Field(examples=["minutes"])
    shift_ids: list[str] = Field(validation_alias="evidence")
    message: str
    acknowledged_by: str | None = None
    proof: ProofOut | None = None


def finding_out(
    finding: Finding,
    acknowledged_by: str | None = None,
    *,
    name: str = "",
    proof: ProofOut | None = None,
) -> FindingOut:
    """Write a finding as JSON, with its proof where a report gives one."""
    more = {"name": name, "acknowledged_by": acknowledged_by, "proof": proof}
    return FindingOut.model_validate(finding).model_copy(update=more)
