"""Judge a version or a published month: its findings, who answers for them, what stops it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.judging.acknowledging import Answers, answers_for
from api.month.findings import findings_of
from api.month.frames import Frame
from scheduler.domain.rota import Rota
from scheduler.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.domain.problem import Assignment


@dataclass(frozen=True, kw_only=True)
class Judged:
    """
    A rota and what is found on it.

    `stopping`: findings that stop publication, and nobody lawfully answers for.
    """

    frame: Frame
    rota: Rota
    findings: tuple[Finding, ...]
    answers: Answers
    stopping: tuple[Finding, ...]


def judge(frame: Frame, assignments: Iterable[Assignment]) -> Judged:
    """Judge a version, or what is published (`frame.standing`)."""
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
