"""Define a finding: what an audit says, its measure, its limit and the shifts that prove it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from scheduler.domain.time import Span

if TYPE_CHECKING:
    from collections.abc import Iterable


Said = tuple[object, ...]


class Severity(StrEnum):
    """Strength of a rule, as catalogued; `house` is added for the organisation's own rules."""

    PUBLIC_ORDER = "public_order"
    NEGOTIABLE_DEFAULT = "negotiable_default"
    PAY_OR_COUNTER = "pay_or_counter"
    PROCEDURAL = "procedural"
    CONFIGURATION = "configuration"
    INTERPRETATION = "interpretation"
    HOUSE = "house"


class Effect(StrEnum):
    """What a finding of the rule does: only `block` stops a publication."""

    BLOCK = "block"
    WARN = "warn"
    COMPUTE = "compute"
    INFORM = "inform"


class Verdict(StrEnum):
    """What the law says of what was measured; unsettled law is never decided by us."""

    VIOLATION = "violation"
    TO_CONFIRM = "to_confirm"
    NOTE = "note"


@dataclass(frozen=True, order=True)
class Claim:
    """
    What a constraint demands: one rule, of one subject, over one span.

    Claims are what is gated, explained, waived, audited and shown.
    `subject` is a mediator's or a slot's id; `first` and `last` are UTC minutes.
    """

    rule: str
    subject: str
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class Finding:
    """
    One constat of an audit.

    `on` is the day the law dates it; `measured`, `limit` and `amount` (the excess or shortfall)
    are in `unit`; recomputing from the duties named in `evidence` alone gives `measured`.
    `inherited`: nothing that this rota decides is part of the evidence. `apart`: what tells it from
    other findings of the same facts in its audit (empty: it is alone).
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

    @property
    def code(self) -> str:
        """
        Return what names it, the same in every audit of the same facts.

        It holds no id of a duty: the same month read from another file gives the same codes. It
        holds what was measured: an acknowledgement doesn't cover something worse.
        """
        return f"{self.rule}-{_digest(*self.facts, *filter(None, (self.apart,)))}"

    @property
    def facts(self) -> Said:
        """What its code comes from."""
        first, last = self.span.first, self.span.last
        measures = (self.measured, self.limit, self.verdict)
        return (self.rule, self.subject, self.on, first, last, *measures)

    @property
    def words(self) -> Said:
        """What it says besides."""
        return (self.article, self.amount, self.unit, self.message)

    @property
    def blocks(self) -> bool:
        """Whether it stops publication."""
        return self.effect is Effect.BLOCK and self.verdict is Verdict.VIOLATION


def with_distinct_codes(findings: Iterable[Finding]) -> list[Finding]:
    """
    Return the findings of one audit, each with a code of its own: one answer covers one of them.

    Those of the same facts (two titles that a post asks for, two gaps of a day) are told apart by
    what they say, and by the ids of their duties where they say the same. Whoever is alone keeps
    the code of its facts; what is told twice has one code.
    """
    listed = list(findings)
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
