"""Define a clause: a rule that an agreement adds to the Code's, in force while it is applied."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal, TypeVar

from constraints.agreements.periods import CODE_SINCE, Period
from scheduler.dated import Dated, Level, Since, Source
from scheduler.finding import Severity
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from datetime import date

Kind = TypeVar("Kind", bound="Clause")


@dataclass(frozen=True, kw_only=True)
class Clause(PersonRule):
    """
    A rule that an agreement adds; it applies only on the days of `periods`.

    The branch sets its values, and a company agreement may replace them (L2253-3). Other rules
    check the Code's limits, which apply whatever is set here.
    """

    severity: ClassVar[Severity] = Severity.NEGOTIABLE_DEFAULT

    periods: tuple[Period, ...] = (Period(),)

    def in_force(self, day: date) -> bool:
        """Whether the agreement is applied on `day`."""
        return any(period.holds_on(day) for period in self.periods)


def during(clause: Kind, periods: tuple[Period, ...]) -> Kind:
    """Return a copy of the clause that applies only in these periods."""
    return replace(clause, periods=periods)


def agreed(
    unit: str,
    value: int,
    source: Source,
    *,
    floor: int | None = None,
    ceiling: int | None = None,
    locked: Literal["", "higher", "lower"] = "",
    name: str = "",
) -> Dated:
    """Build a value that a branch agreement sets, its French name, and a company's bounds."""
    entry = Since(CODE_SINCE, value, source, Level.BRANCH)
    return Dated(unit, (entry,), floor, ceiling, locked, name=name)
