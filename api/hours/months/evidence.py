"""Prove the findings of a published month: their shifts, and a person's evidence as documents."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile

from api.export.audit.evidence import Pack, evidence, evidence_text
from api.export.file_names import slug
from api.hours.months.service import Month, findings_on
from api.judging.acknowledging import answers_for
from api.judging.case import Facts, ReadSummary, case_of
from api.judging.report.report import Report, report
from constraints.counters.count import counters
from scheduler.domain.people import Mediator
from scheduler.finding import Finding


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
