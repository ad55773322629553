"""Audit files made elsewhere: one case and one report, for `rota audit` and for HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from api.data.association import Association
from api.judging.audit import audit
from api.judging.case import Case, ReadSummary
from api.judging.foreign.case import Scope, case_of_files, read_of
from api.judging.foreign.sources import Guides, read_all
from api.judging.report.report import Report
from api.judging.rules_in_force import profile_under


@dataclass(frozen=True, kw_only=True)
class FilesAudit(Scope):
    """
    The files to audit, what to judge of them, and how.

    `folder`: where the association's files are, if it has any. `agreement`: the branch agreement
    to judge by, in place of the association's (empty: those). `house`: also by the organisation's
    own rules. `go_on`: in spite of rows that are refused.
    """

    files: tuple[Path, ...]
    guides: Guides = field(default_factory=Guides)
    association: Association | None = None
    folder: Path | None = None
    agreement: str = ""
    house: bool = False
    go_on: bool = False


def case_to_audit(request: FilesAudit) -> Case | ReadSummary:
    """
    Return the case of files, or what was read if they hold no shift or rows were refused.

    Raises
    ------
    BadFilesError
        The legend, the correspondence or the answers on names can't be read.
    InvalidProblemError
        The days, a person, a dispositif, a rule or an agreement asked for aren't there.
    """
    profile = profile_under(request.agreement, request.association, house=request.house)
    read = list(read_all(request.files, request.guides))
    if not any(reading.days for _, reading in read):
        return read_of(read)
    case = case_of_files(
        read,
        profile,
        request,
        request.association,
        folder=request.folder,
        names=request.guides.answers,
    )
    return case.read if case.read.refused and not request.go_on else case


def audit_files(request: FilesAudit) -> Report | ReadSummary:
    """Return the report of files, made in this process, or what `case_to_audit` returns instead."""
    case = case_to_audit(request)
    if isinstance(case, ReadSummary):
        return case
    return audit(case, request.association, processes=1)
