"""Règles de décompte : the thresholds that all rules on overtime share."""

from __future__ import annotations

from dataclasses import dataclass

from constraints.counters.thresholds import (
    LEGAL_WEEK,
    LEGAL_YEAR,
    UNILATERAL_WEEK,
    Thresholds,
)
from scheduler.dated import Dated
from scheduler.finding import Effect, Severity
from scheduler.rule import PersonRule


@dataclass(frozen=True, kw_only=True)
class OvertimeRule(PersonRule):
    """
    A rule that needs to know from how much work hours are overtime.

    `week` is the legal week (L3121-27), `unilateral_week` that of a cycle which the employer set
    alone (D3121-25), `year` the most that a year may hold (L3121-41), which an agreement may
    lower (L3121-44).
    """

    severity = Severity.PAY_OR_COUNTER
    effect = Effect.COMPUTE

    week: Dated = LEGAL_WEEK
    unilateral_week: Dated = UNILATERAL_WEEK
    year: Dated = LEGAL_YEAR

    @property
    def thresholds(self) -> Thresholds:
        """What hours are counted by."""
        return Thresholds(week=self.week, unilateral_week=self.unilateral_week, year=self.year)
