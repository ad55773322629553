"""Files made elsewhere, judged without a screen: the same case and report as `rota audit`'s."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from api.data.association import Association
from api.judging.acknowledging import Answers, answers_for
from api.judging.foreign.case import Scope, case_of_files, read_of
from api.judging.foreign.sources import Guides, read_all
from api.judging.judging import judge, judge_team
from api.judging.report.report import Report, report
from api.judging.rules_in_force import only, profile_under, without_house

if TYPE_CHECKING:
    from api.judging.case import Case, Read
    from scheduler.finding import Finding
    from scheduler.rule import Profile


@dataclass(frozen=True, kw_only=True)
class Uploaded:
    """
    Files, and how to judge them; lists that are empty leave nothing out.

    `agreement`: the branch agreement to judge by, in place of the association's (empty: those).
    `house`: also by the organisation's own rules. `go_on`: in spite of rows that were refused.
    """

    files: tuple[Path, ...]
    guides: Guides = field(default_factory=Guides)
    association: Association | None = None
    first: date | None = None
    last: date | None = None
    people: tuple[str, ...] = ()
    dispositifs: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    agreement: str = ""
    house: bool = False
    go_on: bool = False


def judged(request: Uploaded) -> Report | Read:
    """
    Return the report of files; of files that tell no shift, or with refused rows, what was read.

    Raises
    ------
    BadFilesError
        The legend, the correspondence or the answers on names can't be read.
    InvalidProblemError
        The days, a person, a dispositif, a rule or an agreement asked for aren't there.
    """
    profile = _profile(request)
    read = list(read_all(request.files, request.guides))
    if not any(reading.days for _, reading in read):
        return read_of(read)
    case = case_of_files(
        read,
        profile,
        Scope(
            first=request.first,
            last=request.last,
            people=request.people,
            dispositifs=request.dispositifs,
            names=request.guides.answers,
        ),
        request.association,
    )
    if case.read.refused and not request.go_on:
        return case.read
    return _report(request, case)


def _report(request: Uploaded, case: Case) -> Report:
    findings: list[Finding] = []
    for person in judge(case.facts, case.profile, case.mediators, processes=1):
        findings += person.findings
    if not request.people:
        findings += judge_team(case.facts, case.profile)
    filtered = bool(request.people or request.rules)
    answers = Answers()
    if request.association is not None:
        recorded = answers_for(request.association, findings, case.facts.problem.horizon)
        # Of what was filtered out nothing is known: no acknowledgement is said to be moot.
        answers = Answers(
            acked=recorded.acked, refused=recorded.refused, moot=() if filtered else recorded.moot
        )
    return report(case, findings, answers, filtered=filtered)


def _profile(request: Uploaded) -> Profile:
    profile = profile_under(request.agreement, request.association)
    if not request.house:
        profile = without_house(profile)
    return only(profile, request.rules) if request.rules else profile
