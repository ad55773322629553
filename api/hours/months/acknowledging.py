"""Ask once who answers for all findings of a rule on a published month, and record it."""

import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Engine

from api.access.caller import Caller
from api.access.reach import HR, Reach
from api.data.association import Acknowledgement, Association
from api.export.audit.evidence import Pack, evidence, evidence_text
from api.export.file_names import slug
from api.hours.months.service import Basis, Month, findings_on, findings_within, month_of
from api.judging.acknowledging import answers_for, grounds_for
from api.judging.case import Facts, ReadSummary, case_of
from api.judging.report.report import Report, report
from api.month.places.database import DatabasePlace, OpenDatabase
from api.month.places.place import OpenPlace
from api.month.publication.acknowledging import GroupAnswered, acknowledge_group
from api.web.months import first_of
from constraints.counters.count import counters
from scheduler.domain.people import Mediator
from scheduler.domain.time import civil_day
from scheduler.finding import Finding


@dataclass(frozen=True, kw_only=True)
class Question:
    """
    Findings of one rule, by what may be answered.

    `open`: those that a ground answers for, by code with the recorded ones that do (none: any that
    is named). `grounds`: those to choose from (empty: it is typed). `fixed`: those that nobody
    answers for, or by an answer that no longer holds. `answered`: how many somebody answers for
    already.
    """

    open: dict[str, tuple[str, ...]]
    grounds: tuple[str, ...]
    fixed: frozenset[str]
    answered: int


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Where findings are looked for: a published month, the basis of its hours, an agency."""

    month: str
    basis: Basis
    agency: str = ""


def question_of(findings: Collection[Finding], association: Association) -> Question:
    """Sort findings by who may answer for them."""
    there = {acknowledgement.code for acknowledgement in association.acknowledgements}
    grounds = {finding.code: grounds_for(finding, association) for finding in findings}
    answered = answers_for(association, findings).by_code
    waiting = {code: named for code, named in grounds.items() if code not in answered}
    # An answer that no longer holds is changed in its row: a finding has one answer.
    free = {c: named for c, named in waiting.items() if named is not None and c not in there}
    # A text that is typed may name a recorded one too; a choice among these can't say another.
    typed = any(not named for named in free.values())
    return Question(
        open=free,
        grounds=() if typed else tuple(sorted({name for named in free.values() for name in named})),
        fixed=frozenset(waiting) - frozenset(free),
        answered=len(grounds) - len(waiting),
    )


def acknowledge_together(
    caller: Caller,
    engine: Engine,
    scope: Scope,
    codes: Sequence[str],
    ground: str,
    *,
    now: datetime,
) -> GroupAnswered:
    """
    Acknowledge findings of a published month on one ground, in the caller's name.

    They are judged again in the transaction that records them: see `acknowledge_group`, which
    raises `BadRequestError` where a code is no finding of the month any more.
    """
    answer = Acknowledgement(
        code="",
        ground=ground,
        by=caller.name or caller.email,
        day=civil_day(now),
        month=first_of(scope.month),
    )

    def findings(open_place: OpenPlace[Any]) -> list[Finding]:
        assert isinstance(open_place, OpenDatabase)  # noqa: S101 - a database's own place
        month = month_of(open_place.session, scope.month, scope.basis, now)
        return findings_within(Reach(caller, HR), month, agency=scope.agency)

    answers = [replace(answer, code=code) for code in codes]
    return acknowledge_group(DatabasePlace(engine, caller), findings, answers)


def proven(month: Month, findings: Sequence[Finding]) -> Report:
    """Return some findings of a month, each with its proof and who answers for it."""
    case = case_of(month.association, Facts(rota=month.rota), month.profile, ReadSummary())
    answers = answers_for(month.association, findings, month.rota.problem.horizon)
    return report(case, findings, answers)


def evidence_of(month: Month, person: Mediator, made: date) -> bytes:
    """Return a ZIP of a person's evidence: the PDF, and the text whose digest it shows."""
    proofs = proven(month, [f for f in findings_on(month) if f.subject == person.id])
    timeline = proofs.case.facts.timeline(person)
    pack = Pack(
        case=proofs.case,
        timeline=timeline,
        findings=proofs.findings,
        counters=counters(timeline, month.profile.rules_of(person)),
        made=made,
    )
    name = f"{slug(person.name)}-{slug(person.id)}"
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr(f"{name}.pdf", evidence(pack))
        zipped.writestr(f"{name}.txt", evidence_text(pack))
    return content.getvalue()
