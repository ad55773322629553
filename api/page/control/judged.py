"""Judge files in a process of its own, and hand back only what the screen shows of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from api.controls.answers import Answers, answers_before, guides_of
from api.data.errors import (
    CodeQuestion,
    ColumnQuestion,
    FileError,
    MonthQuestion,
    NameQuestion,
    Question,
    StartQuestion,
)
from api.intake.reading import ReadCode
from api.intake.unknown_codes import code_key
from api.judging.case import ReadSummary
from api.judging.foreign.case import FilesAudit, audit_files
from api.judging.report.report import Report
from api.page.conformity.findings import Line, ShownProof, line_of, shown_proof

MOST_FINDINGS = 5_000
"""Findings that the screen shows; the documents hold all of them."""

MOST_REFUSALS = 100
LONGEST = 200
"""Letters of a text that is asked about."""


@dataclass(frozen=True, kw_only=True)
class Control:
    """
    The files to judge.

    `folder`: where the answers are written for the readers. `legends`: those given beside. `fresh`:
    the answers of other months are still to be taken from them and from `names`.
    """

    audit: FilesAudit
    folder: Path
    legends: tuple[Path, ...] = ()
    names: Path | None = None
    answers: Answers = field(default_factory=Answers)
    fresh: bool = False


@dataclass(frozen=True, kw_only=True)
class SeenReading:
    """
    What was read of the files.

    `refused`: what no answer makes readable, in French; `hidden`: how many more there are.
    `entries`: rows or cells read, used, and refused for any reason. `aside`: how many were set
    aside, by the reason.
    """

    files: tuple[tuple[str, str], ...]
    message: str
    entries: tuple[int, int, int]
    people: tuple[str, ...]
    days: tuple[date, date] | None
    codes: tuple[ReadCode, ...]
    unknown: tuple[CodeQuestion, ...]
    names: tuple[NameQuestion, ...]
    months: tuple[MonthQuestion, ...]
    starts: tuple[StartQuestion, ...]
    columns: tuple[ColumnQuestion, ...]
    refused: tuple[str, ...]
    hidden: int
    aside: tuple[tuple[str, int], ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SeenReport:
    """
    What was found; `proofs` by code. `stopping`: findings that break the law for sure.

    `hidden`: findings that the screen doesn't show. `complete`: nothing that was read was left out.
    """

    first: date
    last: date
    profile: str
    people: int
    stopping: int
    complete: bool
    lines: tuple[Line, ...]
    proofs: Mapping[str, ShownProof]
    hidden: int


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What a screen shows of files; `report` is None while rows are refused or nothing is read."""

    answers: Answers
    legends: tuple[Path, ...]
    reading: SeenReading
    report: SeenReport | None


def judged(control: Control) -> Judged:
    """
    Judge files, with the answers on them.

    Raises
    ------
    BadFilesError
        A legend or the answers on names can't be read, or an answer names nobody.
    InvalidProblemError
        No day of those asked for is described.
    """
    answers, legends = control.answers, control.legends
    if control.fresh:
        before, legends = answers_before(legends, control.names)
        answers = answers.over(before)
    guides = guides_of(answers, legends, control.folder, control.audit.guides)
    made = audit_files(replace(control.audit, guides=guides))
    if isinstance(made, ReadSummary):
        return Judged(answers=answers, legends=legends, reading=seen_reading(made), report=None)
    reading = seen_reading(made.case.read)
    return Judged(answers=answers, legends=legends, reading=reading, report=_report(made))


def seen_reading(read: ReadSummary) -> SeenReading:
    """Return what a screen shows of what was read: questions, and what none makes readable."""
    questions = tuple(question for error in read.refused for question in _questions_of(error))
    refused = [error.message for error in read.refused if not tuple(_questions_of(error))]
    aside = Counter[str]()
    for entry in read.aside:
        aside[entry.why] += entry.entries
    counts = read.counts
    return SeenReading(
        files=tuple(
            (origin.name, origin.counts.message)
            for origin in read.origins
            if origin.counts is not None
        ),
        message=counts.message,
        entries=(counts.read, counts.used, counts.refused),
        people=read.people,
        days=read.days,
        codes=read.codes,
        unknown=tuple(_codes(questions)),
        names=tuple(_names(questions)),
        months=tuple(dict.fromkeys(q for q in questions if isinstance(q, MonthQuestion))),
        starts=tuple(dict.fromkeys(q for q in questions if isinstance(q, StartQuestion))),
        columns=tuple({q.title: q for q in questions if isinstance(q, ColumnQuestion)}.values()),
        refused=tuple(refused[:MOST_REFUSALS]),
        hidden=max(0, len(refused) - MOST_REFUSALS),
        aside=tuple(aside.most_common()),
        assumed=tuple(assumption.text for assumption in read.assumed),
    )


def _questions_of(error: FileError) -> Iterator[Question]:
    """Yield the questions of a refusal that a form can hold: not a whole page in one cell."""
    for question in error.questions:
        match question:
            case CodeQuestion(code=text) | NameQuestion(name=text) | ColumnQuestion(title=text) if (
                len(text) > LONGEST
            ):
                pass
            case _:
                yield question


def _codes(questions: Iterable[Question]) -> Iterator[CodeQuestion]:
    """Yield one question for each code, the most frequent first, whatever sheets it is in."""
    cells: dict[str, list[CodeQuestion]] = {}
    for question in questions:
        if isinstance(question, CodeQuestion):
            cells.setdefault(code_key(question.code), []).append(question)
    merged = [replace(same[0], cells=sum(q.cells for q in same)) for same in cells.values()]
    yield from sorted(merged, key=lambda question: -question.cells)


def _names(questions: Iterable[Question]) -> Iterator[NameQuestion]:
    """Yield one question for each name, with all those whom it may mean."""
    choices: dict[str, dict[tuple[str, str], None]] = {}
    for question in questions:
        if isinstance(question, NameQuestion):
            choices.setdefault(question.name, {}).update(dict.fromkeys(question.choices))
    for name, people in choices.items():
        yield NameQuestion(name=name, choices=tuple(people))


def _report(report: Report) -> SeenReport:
    shown = report.findings[:MOST_FINDINGS]
    case = report.case
    return SeenReport(
        first=case.first,
        last=case.last,
        profile=case.profile.name,
        people=report.people,
        stopping=len(report.stopping),
        complete=report.whole,
        lines=tuple(line_of(reported, reported.finding.message) for reported in shown),
        proofs={reported.finding.code: shown_proof(reported, case) for reported in shown},
        hidden=len(report.findings) - len(shown),
    )
