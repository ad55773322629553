"""Repos : what a person has earned and taken of compensatory rest, a line of the counters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Rest:
    """
    Compensatory rest at the end of the horizon, in minutes.

    `carried`: balance told, at the end of `since`. `compulsory`: earned beyond the quota since
    then (L3121-38); `compulsory_least`: the same at the rate of employers of twenty at most, equal
    where the headcount is known. `night`: earned by night work (L3122-8) at the agreement's rate
    (None: its amount is to be set by agreement). `taken`: days of compensatory rest. `opened`: the
    day on which the compulsory rest reached seven hours, `deadline`: the last day to take it
    (D3121-18). `equivalent`: earned in place of paying overtime (L3121-28), `recovered`: of it.
    """

    since: date | None = None
    carried: int = 0
    compulsory: int = 0
    compulsory_least: int = 0
    night: int | None = 0
    taken: int = 0
    opened: date | None = None
    deadline: date | None = None
    equivalent: int = 0
    recovered: int = 0

    @property
    def balance(self) -> int:
        """Compulsory and night rest still to be taken."""
        return self.carried + self.compulsory + (self.night or 0) - self.taken
