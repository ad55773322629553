"""Write all documents of an audit: JSON, workbook, payroll, and each person's evidence."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from api.export.audit.evidence import Pack, evidence, evidence_text
from api.export.audit.workbook import AuditBook
from api.export.file_names import slug, unique
from api.export.formats import AuditFormat
from api.export.payroll.table import Payroll, Row, payroll_book, payroll_csv, rows_of
from api.judging.case import Case, Facts, Shares
from api.judging.judging import cores, run_in_processes
from api.judging.report.report import Report, ReportedFinding
from api.judging.report.shapes import json_pieces
from constraints.counters.count import counters
from constraints.counters.sheet import Counters
from scheduler.domain.people import Mediator

ALONE = 8
"""Up to this number of people, one process writes the packs as fast as several would."""

SHARE = 60
"""How many person-months one share has."""

PACKS = 4
"""How many people one share has if packs are made: each takes a good part of a second."""


@dataclass(frozen=True, kw_only=True)
class _Work:
    """What all processes know of the work: the case, where to write, and which packs."""

    case: Case
    folder: Path
    made: date
    packs: Mapping[str, str]
    book: bool


@dataclass(frozen=True, kw_only=True)
class _Share:
    """Some people's facts and findings."""

    facts: Facts
    findings: Mapping[str, tuple[ReportedFinding, ...]]


@dataclass(frozen=True, kw_only=True)
class _Result:
    """The results of one person: counters, if the workbook is wanted, and rows of payroll."""

    counters: Counters | None
    rows: tuple[Row, ...]


def write_audit(
    folder: Path,
    report: Report,
    formats: Collection[AuditFormat],
    made: date,
    *,
    processes: int | None = None,
) -> Iterator[str]:
    """
    Write an audit's documents; yield a word for each person done, then the name of each file.

    Memory: some people's counters at a time, and the payroll's rows.
    """
    wanted = set(AuditFormat) if AuditFormat.ALL in formats else set(formats)
    if AuditFormat.JSON in wanted:
        with (folder / "controle.json").open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(json_pieces(report, {}, {}))
        yield "controle.json"
    if not wanted & {AuditFormat.XLSX, AuditFormat.PAY, AuditFormat.PDF}:
        return
    book = None
    if AuditFormat.XLSX in wanted:
        book = AuditBook(folder / "controle.xlsx", report, made)
    payroll = Payroll()
    people = report.case.mediators
    packs = dict(_names(people)) if AuditFormat.PDF in wanted else {}
    for path in {(folder / name).parent for name in packs.values()}:
        path.mkdir(parents=True, exist_ok=True)
    work = _Work(case=report.case, folder=folder, made=made, packs=packs, book=book is not None)
    for done in _results(work, report, processes):
        payroll.add(done.rows)
        if book is not None and done.counters is not None:
            book.count(done.counters)
        yield ""
    if book is not None:
        book.close()
        yield "controle.xlsx"
    yield from (f"{name}.pdf" for name in packs.values())
    if AuditFormat.PAY in wanted:
        yield from _payroll(folder, payroll, made)


def _names(people: Sequence[Mediator]) -> Iterator[tuple[str, str]]:
    """Yield each person's id and the name of their pack, without its extension."""
    taken: set[str] = set()
    for person in people:
        yield person.id, unique(f"preuves/{slug(person.name)}-{slug(person.id)}", taken)


def _results(work: _Work, report: Report, processes: int | None) -> Iterator[_Result]:
    """Yield the results of each person, on all cores where that pays; write their packs."""
    case, people, packs = work.case, work.case.mediators, work.packs
    shares = Shares(case.facts)
    bare = replace(
        case,
        facts=shares.of(()),
        read=replace(case.read, refused=(), aside=()),
        where={},
        mediators=(),
    )
    months = max(1.0, len(case.facts.problem.horizon.days) / 30)
    size = PACKS if packs else max(1, round(SHARE / months))
    if processes is None:
        processes = 1 if len(people) <= (ALONE if packs else 600 / months) else cores()
    parts = (
        _Share(
            facts=facts,
            findings={m.id: report.by_subject.get(m.id, ()) for m in facts.problem.mediators},
        )
        for facts in shares.cut(people, size)
    )
    yield from run_in_processes(_work, replace(work, case=bare), parts, processes=processes)


def _work(work: _Work, share: _Share) -> list[_Result]:
    return [_person(work, share, person) for person in share.facts.problem.mediators]


def _person(work: _Work, share: _Share, person: Mediator) -> _Result:
    timeline = share.facts.timeline(person)
    counted = counters(timeline, work.case.profile.rules_of(person))
    name = work.packs.get(person.id)
    if name is not None:
        pack = Pack(
            case=replace(work.case, facts=share.facts),
            timeline=timeline,
            findings=share.findings[person.id],
            counters=counted,
            made=work.made,
        )
        (work.folder / f"{name}.pdf").write_bytes(evidence(pack))
        (work.folder / f"{name}.txt").write_bytes(evidence_text(pack))
    rows = rows_of(counted, timeline, assumed=person.id in share.facts.strangers)
    return _Result(counters=counted if work.book else None, rows=tuple(rows))


def _payroll(folder: Path, payroll: Payroll, made: date) -> Iterator[str]:
    months = list(payroll.months())
    if not months:
        return
    (folder / "paie").mkdir(exist_ok=True)
    for first, _ in months:
        name = f"paie/paie-{first:%Y-%m}.csv"
        (folder / name).write_bytes(payroll_csv(payroll, first))
        yield name
    (folder / "paie" / "paie.xlsx").write_bytes(payroll_book(payroll, made))
    yield "paie/paie.xlsx"
