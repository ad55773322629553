"""Group findings by rule, so that a document shows a rule found 57 times in one line."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from api.judging.report.report import Part, part_of
from scheduler.finding import Finding, Severity, Verdict


@dataclass(frozen=True, kw_only=True)
class Group:
    """The findings of one rule in one part of a report; `people`: how many people they concern."""

    part: Part
    rule: str
    findings: tuple[Finding, ...]
    people: int

    @property
    def doubts(self) -> int:
        """Return how many of the findings are to be confirmed."""
        return sum(finding.verdict is Verdict.TO_CONFIRM for finding in self.findings)

    @property
    def severity(self) -> Severity:
        """Return the gravest severity of the findings."""
        return min((finding.severity for finding in self.findings), key=list(Severity).index)


def grouped(findings: Iterable[Finding], people: Collection[str]) -> list[Group]:
    """Group findings by part and rule, the most frequent first; `people`: ids of persons."""
    table: dict[tuple[Part, str], list[Finding]] = {}
    for finding in findings:
        table.setdefault((part_of(finding), finding.rule), []).append(finding)
    groups = [
        Group(
            part=part,
            rule=rule,
            findings=tuple(mine),
            people=len({finding.subject for finding in mine} & set(people)),
        )
        for (part, rule), mine in table.items()
    ]
    return sorted(groups, key=lambda g: (list(Part).index(g.part), -len(g.findings), g.rule))
