"""Make the report of uploaded files, or its documents, in a process of its own."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from api.export.audit.bundle import write_audit
from api.export.formats import AuditFormat
from api.french.quoting import MOST_TOLD
from api.judging.case import ReadSummary
from api.judging.foreign.case import FilesAudit, audit_files
from api.judging.report.report import Report
from api.judging.report.shapes import json_pieces
from api.month.folder.archives import zipped
from api.web.refusing.problems import Fault, Refusal


@dataclass(frozen=True, kw_only=True)
class Pack:
    """The documents to make of an audit, and the day that is printed on them."""

    upload: FilesAudit
    formats: tuple[AuditFormat, ...]
    made: date


def audited(upload: FilesAudit) -> str:
    """
    Return the report's JSON.

    It raises `Refusal`: rows were refused, or the files tell no shift.
    """
    return "".join(json_pieces(_report(upload), {}, {}))


def packed(pack: Pack) -> bytes:
    """Return a ZIP of the documents; see `audited` for what it raises."""
    report = _report(pack.upload)
    with TemporaryDirectory(prefix="controle-") as folder:
        root = Path(folder)
        names = [n for n in write_audit(root, report, pack.formats, pack.made, processes=1) if n]
        content = zipped(root)
    assert names  # noqa: S101 - an audit has at least its report
    return content


def _report(upload: FilesAudit) -> Report:
    report = audit_files(upload)
    if isinstance(report, ReadSummary):
        raise _refusal(report)
    return report


def _refusal(read: ReadSummary) -> Refusal:
    faults = [Fault(field=e.where, received=e.received, expected=e.expected) for e in read.refused]
    detail = f"{read.counts.message}."
    if not faults:
        detail = f"Aucun service lu : rien à contrôler. {detail}"
    elif read.counts.used:
        detail += " Pour contrôler le reste sans ces lignes : go_on."
    if len(faults) > MOST_TOLD:
        detail += f" Les {MOST_TOLD} premières sont nommées ici."
    return Refusal(422, "lignes_refusees", detail, errors=faults[:MOST_TOLD])
