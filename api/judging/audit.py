"""Audit a whole case: judge each person, then the team, and report who acknowledged what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from api.data.association import Association
from api.judging.acknowledging import Answers, answers_for
from api.judging.case import Case
from api.judging.judging import judge, judge_team
from api.judging.report.report import Report, report
from scheduler.finding import Finding


def findings_on(
    case: Case, *, processes: int | None = None, advance: Callable[[], object] = lambda: None
) -> list[Finding]:
    """
    Return the findings on each person of a case, then on the team if nobody is left out.

    `processes`: see `judge`. `advance` is called once a person is judged.
    """
    findings: list[Finding] = []
    for person in judge(case.facts, case.profile, case.mediators, processes=processes):
        findings += person.findings
        advance()
    if case.everybody:
        findings += judge_team(case.facts, case.profile)
    return findings


def audit(
    case: Case,
    association: Association | None = None,
    *,
    since: date | None = None,
    markets: tuple[str, ...] = (),
    processes: int | None = None,
    advance: Callable[[], object] = lambda: None,
) -> Report:
    """
    Return the report of a case (see `report` and `findings_on`).

    `association`: whose acknowledgements answer for findings (None: nobody's). `markets`: what is
    said of its markets.
    """
    findings = findings_on(case, processes=processes, advance=advance)
    answers = Answers()
    if association is not None:
        answers = answers_for(association, findings, case.facts.problem.horizon)
        if since or not (case.everybody and case.every_rule):
            # Nothing is known of what was left out: no acknowledgement is said to be moot.
            answers = replace(answers, moot=())
    return report(case, findings, answers, since=since, markets=markets)
