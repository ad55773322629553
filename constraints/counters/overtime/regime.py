"""Find the period over which a person's hours are counted: a week or longer (L3121-41)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from scheduler.domain.employment.contracts import Contract, HoursBasis
from scheduler.domain.employment.employer import Scheme
from scheduler.domain.time import SUNDAY

if TYPE_CHECKING:
    from scheduler.domain.timeline import Timeline

YEAR_MONTHS, YEAR_WEEKS = 12, 52
LONG_BASES = frozenset({HoursBasis.CYCLE, HoursBasis.YEAR})


@dataclass(frozen=True, kw_only=True)
class Regime:
    """How hours are counted on a day: the contract, and the arrangement if there is one."""

    contract: Contract
    scheme: Scheme | None = None

    @property
    def modulated(self) -> bool:
        """
        Whether hours are counted over more than a week.

        True for an annual contract, even if no arrangement was recorded. A cycle of unknown length
        is counted by the week, which is the law's default (L3121-29).
        """
        basis = self.contract.basis
        return basis is HoursBasis.YEAR or (basis is HoursBasis.CYCLE and self.scheme is not None)


def regime_on(timeline: Timeline, day: date) -> Regime | None:
    """Return how hours are counted on a day (None: no contract is in force)."""
    contract = timeline.mediator.contract_on(day)
    if contract is None:
        return None
    if contract.basis not in LONG_BASES:
        return Regime(contract=contract)
    agency = timeline.mediator.agency
    schemes = [s for s in timeline.employer.schemes if s.holds_on(day, agency)]
    best = max(
        schemes,
        key=lambda s: (is_long(s) is (contract.basis is HoursBasis.YEAR), bool(s.agency), s.start),
        default=None,
    )
    return Regime(contract=contract, scheme=best)


def regime_in(timeline: Timeline, monday: date) -> Regime | None:
    """Return how a civil week is counted, according to its last day under contract."""
    for back in range(SUNDAY, -1, -1):
        regime = regime_on(timeline, monday + timedelta(days=back))
        if regime is not None:
            return regime
    return None


def by_the_week(timeline: Timeline, monday: date) -> bool:
    """Whether a civil week is counted by itself, so that its paid leave counts as work."""
    regime = regime_in(timeline, monday)
    return regime is not None and not regime.modulated


def is_long(scheme: Scheme) -> bool:
    """Whether an arrangement is for annual contracts (False: for cycles)."""
    return scheme.months >= YEAR_MONTHS or scheme.weeks >= YEAR_WEEKS
