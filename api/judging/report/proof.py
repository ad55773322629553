"""Prove a finding: list its shifts, each with the minutes that add up to the measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from constraints.night.rules import NightRule
from scheduler.domain.duty import Duty
from scheduler.evidence import Measure
from scheduler.finding import Finding
from scheduler.rule import Rule


class ProofColumn(StrEnum):
    """The French title of the last column of a proof's table, which says what its minutes count."""

    WORK = "travail compté"
    NIGHT = "travail de nuit compté"
    REST = "repos avant ce service"
    SPAN = "de la première prise de poste"
    NOTHING = ""


@dataclass(frozen=True, kw_only=True)
class ProofLine:
    """A shift of a proof; `counted`: the minutes that count in the measure (None: none do)."""

    duty: Duty
    counted: int | None = None


@dataclass(frozen=True, kw_only=True)
class Proof:
    """
    The shifts that prove a finding.

    `total`: the sum of the lines if it is the finding's measure; None if the measure is of another
    kind, which the finding's sentence then names.
    """

    how: ProofColumn
    lines: tuple[ProofLine, ...]
    total: int | None = None


def proof_of(finding: Finding, duties: Sequence[Duty], rule: Rule) -> Proof:
    """
    Return a finding's shifts, each with the minutes that count.

    `duties`: those that the finding names, in order. Where no way of counting gives the measure
    exactly, none is shown: a table that doesn't add up proves nothing.
    """
    if finding.unit == "minutes":
        for how, counted in _ways(finding, duties, rule):
            total = _total(how, counted, best=rule.proof is Measure.BEST_REST)
            if total == finding.measured:
                lines = tuple(
                    ProofLine(duty=d, counted=c) for d, c in zip(duties, counted, strict=True)
                )
                return Proof(how=how, lines=lines, total=total)
    return Proof(how=ProofColumn.NOTHING, lines=tuple(ProofLine(duty=d) for d in duties))


def _ways(
    finding: Finding, duties: Sequence[Duty], rule: Rule
) -> Iterator[tuple[ProofColumn, tuple[int | None, ...]]]:
    """Yield the ways of counting that suit the rule, the likeliest first."""
    if rule.proof in {Measure.REST, Measure.BEST_REST}:
        yield ProofColumn.REST, (None, *(b.span.first - a.span.last for a, b in pairwise(duties)))
        return
    if rule.proof is Measure.SPAN and duties:
        begin = min(d.span.first for d in duties)
        yield ProofColumn.SPAN, tuple(d.span.last - begin for d in duties)
        return
    yield ProofColumn.WORK, tuple(d.work_in(finding.span) for d in duties)
    yield ProofColumn.WORK, tuple(d.work for d in duties)
    if isinstance(rule, NightRule):
        yield ProofColumn.NIGHT, tuple(rule.night(d) for d in duties)


def _total(how: ProofColumn, counted: Sequence[int | None], *, best: bool) -> int | None:
    """Return what a column comes to: a sum, the shortest rest, or the best one of a week."""
    values = [minutes for minutes in counted if minutes is not None]
    if not values:
        return None
    if how is ProofColumn.REST:
        return max(values) if best else min(values)
    return max(values) if how is ProofColumn.SPAN else sum(values)
