"""The report of an audit as JSON for programs: `rota audit --json`, HTTP, `controle.json`."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from api.data.errors import Where
from api.intake.reading import EntryCounts
from api.judging.case import ReadSummary
from api.judging.report.report import Part, ProofLine, Report, ReportedFinding
from api.judging.report.wording import KINDS, answer_words, link_of, version_of
from api.judging.shapes import (
    AnsweredOut,
    BreakOut,
    FindingOut,
    ProofOut,
    ProvingShiftOut,
    SourceOut,
    finding_out,
)
from api.web.answering.answer import Out
from scheduler.finding import Verdict
from scheduler.rule import shown

FORMAT = 2


class DaysOut(BaseModel):
    """Civil days, the first and the last included."""

    first: date
    last: date


class TotalsOut(BaseModel):
    """
    How many people were judged, and findings by part.

    `blocking`: those that stop a publication; `due`: what is owed; `notes`: what is to be known.
    """

    people: int
    blocking: int
    findings: int
    to_confirm: int
    due: int
    notes: int


class JudgedPersonOut(BaseModel):
    """A person who was judged; `findings`: the codes of theirs."""

    id: str
    name: str
    findings: list[str]


class OriginOut(Out):
    """A file that was read (`counts` null: it holds no shifts)."""

    file: str = Field(validation_alias="name")
    sha256: str = Field(validation_alias="digest")
    counts: EntryCounts | None


class RefusalOut(Out):
    """A row or cell that was refused: where it is, what it held, what was expected there."""

    file: str
    sheet: str
    line: int
    column: str
    letter: str
    received: str
    expected: str
    message: str


class SetAsideOut(Out):
    """What was set aside, where and why; `text`: as it is written; `count`: entries like it."""

    where: Annotated[str, BeforeValidator(str)]
    text: str
    why: str
    count: int = Field(validation_alias="entries")


class AssumptionOut(Out):
    """An assumption, and the people that it is about."""

    text: str
    people: list[str] = Field(validation_alias="about")


class ReadOut(Out):
    """What was read, what was refused of it or set aside, and what was assumed."""

    sources: list[OriginOut] = Field(validation_alias="origins")
    counts: EntryCounts
    refused: list[RefusalOut]
    set_aside: list[SetAsideOut] = Field(validation_alias="aside")
    assumed: list[AssumptionOut]


class ReportOut(BaseModel):
    """
    An audit. `lawful`: nothing blocks that nobody answers for.

    `complete`: neither people, rules nor days were left out, and no row was refused. `moot`:
    acknowledgements of what isn't found. `markets`: months far from what a market pays for.
    Durations are minutes.
    """

    format: int = Field(default=FORMAT, description="Numéro de cette forme.")
    period: DaysOut
    profile: str
    lawful: bool
    complete: bool
    totals: TotalsOut
    findings: list[FindingOut]
    people: list[JudgedPersonOut]
    moot: list[str]
    markets: list[str]
    read: ReadOut


def json_pieces(
    report: Report, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[str]:
    """
    Yield the text of the report's JSON, one finding at a time.

    All of a large employer's year at once would fill the memory. `before` and `after` are other
    keys, put first and last.
    """
    document = {**before, **_around(report).model_dump(mode="json"), **after}
    comma = "{"
    for key, value in document.items():
        yield f"{comma}\n {_text(key)}: "
        if key == "findings":
            yield "["
            for n, reported in enumerate(report.findings):
                yield f"{',' if n else ''}\n  {proven_out(reported).model_dump_json()}"
            yield "\n ]"
        else:
            yield _text(value)
        comma = ","
    yield "\n}\n"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _around(report: Report) -> ReportOut:
    case = report.case
    return ReportOut(
        period=DaysOut(first=case.first, last=case.last),
        profile=case.profile.name,
        lawful=report.lawful,
        complete=report.whole,
        totals=TotalsOut(
            people=report.people,
            blocking=len(report.stopping),
            findings=len(report.of(Part.WRONG)),
            to_confirm=sum(t.finding.verdict is Verdict.TO_CONFIRM for t in report.findings),
            due=len(report.of(Part.DUE)),
            notes=len(report.of(Part.NOTE)),
        ),
        findings=[],
        people=[
            JudgedPersonOut(
                id=person.id,
                name=person.name,
                findings=[
                    reported.finding.code for reported in report.by_subject.get(person.id, ())
                ],
            )
            for person in case.mediators
        ],
        markets=list(report.markets),
        moot=[acknowledgement.code for acknowledgement in report.answers.moot],
        read=read_out(case.read),
    )


def read_out(read: ReadSummary) -> ReadOut:
    """Write what was read, refused, set aside and assumed."""
    return ReadOut.model_validate(read)


def proven_out(reported: ReportedFinding) -> FindingOut:
    """Write a finding with its proof."""
    finding, value = reported.finding, reported.value
    url = link_of(reported.rule, finding.article)
    proof = ProofOut(
        part=reported.part.value,
        title=reported.title,
        url=url,
        version=version_of(url),
        value_since=None if value is None else value.day,
        value_source=None if value is None else str(value.source),
        sources=[SourceOut(article=str(s), url=s.url) for s in reported.rule.sources],
        measured_text=shown(finding.measured, finding.unit),
        limit_text=shown(finding.limit, finding.unit),
        amount_text=shown(finding.amount, finding.unit),
        shifts=[_shift(*pair) for pair in zip(reported.proof.lines, reported.where, strict=True)],
        counted=reported.proof.how.value,
        total_minutes=reported.proof.total,
        sanction=None if reported.penalty is None else reported.penalty.text,
        sanction_caveats=[] if reported.penalty is None else list(reported.penalty.caveats),
        acknowledgement=AnsweredOut(state=reported.answer.value, text=answer_words(reported)),
    )
    by = None if reported.acked is None else reported.acked.acknowledgement.by
    return finding_out(finding, by, name=reported.who, proof=proof)


def _shift(line: ProofLine, where: Where | None) -> ProvingShiftOut:
    duty = line.duty
    return ProvingShiftOut(
        id=duty.id,
        kind=KINDS[duty.kind],
        start=duty.span.start,
        end=duty.span.end,
        breaks=[
            BreakOut(minutes=pause.minutes, kind=pause.kind.value, start=pause.start)
            for pause in duty.breaks
        ],
        breaks_known=duty.breaks_known,
        work_minutes=duty.work,
        site=duty.site,
        dispositif=duty.dispositif,
        agency=duty.agency,
        counted_minutes=line.counted,
        where=None if where is None else str(where),
    )
