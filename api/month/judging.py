"""Judge a version or a published month: find what it breaks and what stops its publication."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.judging.acknowledging import Answers, answers_for
from api.month.findings import findings_of
from api.month.frames import Frame
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.finding import Finding
from scheduler.rule import Rule


@dataclass(frozen=True, kw_only=True)
class Judged:
    """
    A rota and its findings.

    `stopping`: findings that stop publication because nobody lawfully acknowledges them.
    """

    frame: Frame
    rota: Rota
    findings: tuple[Finding, ...]
    answers: Answers
    stopping: tuple[Finding, ...]

    @property
    def rule_of(self) -> Mapping[str, Rule]:
        """The rules that it was judged by, by id."""
        return self.frame.profile.rule_of


def judge(frame: Frame, assignments: Iterable[Assignment]) -> Judged:
    """Judge the assignments of a version, or the published ones (`frame.published`)."""
    version = frozenset(assignments)
    findings = findings_of(frame, version)
    answers = answers_for(frame.association, findings, frame.problem.horizon)
    return Judged(
        frame=frame,
        rota=frame.rota(version),
        findings=tuple(findings),
        answers=answers,
        stopping=answers.stopping(findings),
    )
