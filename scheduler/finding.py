"""Constats: what an audit says, with its measure, its limit and the shifts that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256

from scheduler.domain.time import Span


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
    `inherited`: nothing that this rota decides is part of the evidence.
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

    @property
    def code(self) -> str:
        """
        Return what names it, the same in every audit of the same facts.

        It holds no id of a duty: the same month read from another file gives the same codes. It
        holds what was measured: an acknowledgement doesn't cover something worse.
        """
        facts = (self.subject, self.on, self.span.first, self.span.last, self.measured, self.limit)
        digest = sha256("|".join(map(str, (self.rule, *facts, self.verdict))).encode())
        return f"{self.rule}-{digest.hexdigest()[:10]}"

    @property
    def blocks(self) -> bool:
        """Whether it stops publication."""
        return self.effect is Effect.BLOCK and self.verdict is Verdict.VIOLATION
