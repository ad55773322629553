"""Define a finding: what an audit says, its measure, its limit and the shifts that prove it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from scheduler.domain.time import Span

if TYPE_CHECKING:
    from collections.abc import Iterable


Said = tuple[object, ...]


class Severity(StrEnum):
    """How serious a rule is, as in the catalogue; `house` marks the organisation's own rules."""

    PUBLIC_ORDER = "public_order"
    NEGOTIABLE_DEFAULT = "negotiable_default"
    PAY_OR_COUNTER = "pay_or_counter"
    PROCEDURAL = "procedural"
    CONFIGURATION = "configuration"
    INTERPRETATION = "interpretation"
    HOUSE = "house"


class Effect(StrEnum):
    """What a finding of the rule leads to; only `block` stops a publication."""

    BLOCK = "block"
    WARN = "warn"
    COMPUTE = "compute"
    INFORM = "inform"


class Verdict(StrEnum):
    """What the law says about the measure; where it is unsettled, the product doesn't decide."""

    VIOLATION = "violation"
    TO_CONFIRM = "to_confirm"
    NOTE = "note"


@dataclass(frozen=True, order=True)
class Claim:
    """
    What a constraint demands: one rule, for one subject, over one span.

    Constraints are switched on, explained, waived, audited and shown by claim.
    `subject` is a mediator's or a slot's id; `first` and `last` are UTC minutes.
    """

    rule: str
    subject: str
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class Finding:
    """
    One result of an audit.

    `on` is the day the law dates it; `measured`, `limit` and `amount` (the excess or shortfall) are
    in `unit`; recomputing from the duties named in `evidence` alone gives `measured`. `inherited`:
    this rota decides none of the duties in the evidence. `apart`: what distinguishes it from other
    findings of the same facts in its audit (empty: there are none).
    """

    rule: str
    subject: str
    on: date
    span: Span
    measured: int
    limit: int
    amount: int
    unit: str
    message: str
    article: str
    severity: Severity
    effect: Effect
    verdict: Verdict = Verdict.VIOLATION
    evidence: tuple[str, ...] = ()
    inherited: bool = False
    apart: str = ""

    @cached_property
    def code(self) -> str:
        """
        Return the finding's code, the same in every audit of the same facts.

        The code doesn't depend on ids of duties, so the same month read from another file gives the
        same codes. It depends on the measure, so that an acknowledgement doesn't cover a worse
        finding.
        """
        return f"{self.rule}-{_digest(*self.facts, *filter(None, (self.apart,)))}"

    @property
    def facts(self) -> Said:
        """Facts from which the code is computed."""
        first, last = self.span.first, self.span.last
        measures = (self.measured, self.limit, self.verdict)
        return (self.rule, self.subject, self.on, first, last, *measures)

    @property
    def words(self) -> Said:
        """Other content of the finding, which isn't part of the facts."""
        return (self.article, self.amount, self.unit, self.message)

    @property
    def blocks(self) -> bool:
        """Whether the finding stops publication."""
        return self.effect is Effect.BLOCK and self.verdict is Verdict.VIOLATION


def with_distinct_codes(findings: Iterable[Finding]) -> list[Finding]:
    """
    Return the findings of one audit, with distinct codes, so that one answer covers only one.

    Findings with the same facts (two titles that a post asks for, two gaps of a day) are
    distinguished by their words, and by the ids of their duties if the words are the same too. A
    finding alone with its facts keeps their code; a finding listed twice has one code.
    """
    listed = list(findings)
    if len(listed) <= 1:
        return listed
    alike: dict[Said, set[tuple[Said, Said]]] = defaultdict(set)
    for finding in listed:
        alike[*finding.facts, finding.apart].add((finding.words, finding.evidence))
    return [_among(finding, alike[*finding.facts, finding.apart]) for finding in listed]


def _among(finding: Finding, alike: set[tuple[Said, Said]]) -> Finding:
    if len(alike) == 1:
        return finding
    same = sum(words == finding.words for words, _ in alike)
    return replace(
        finding,
        apart=_digest(finding.apart, *finding.words, *(finding.evidence if same > 1 else ())),
    )


def _digest(*facts: object) -> str:
    return sha256("|".join(map(str, facts)).encode()).hexdigest()[:10]
