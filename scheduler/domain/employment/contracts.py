"""Contracts: what each asks of a person's hours, from when to when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.domain.employment.amendments import Amendment
from scheduler.domain.employment.fixed_terms import EmployeeEnding, Predecessor, TermReason
from scheduler.domain.employment.forfait import Forfait
from scheduler.domain.time import check_order
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Callable

WEEKDAYS = frozenset(range(5))
"""Monday to Friday: the days of a contract that fixes none."""


class ContractKind(StrEnum):
    """Kind of contract."""

    CDI = "CDI"
    CDD = "CDD"
    APPRENTICESHIP = "apprentissage"
    TEMP = "interim"


class HoursBasis(StrEnum):
    """
    Period over which the contract counts hours; the employer's scheme sets a cycle's length.

    `DAYS`: it counts no hours, but days of a year (`Contract.forfait`).
    """

    WEEK = "semaine"
    MONTH = "mois"
    CYCLE = "cycle"
    YEAR = "annee"
    DAYS = "jours"


class ShortHours(StrEnum):
    """Why a part-time contract may stay under the legal minimum (L3123-7)."""

    REQUEST = "demande"
    STUDENT = "etudiant"
    REPLACEMENT = "remplacement"
    INSERTION = "insertion"
    RETIREMENT = "retraite_progressive"


@dataclass(frozen=True, kw_only=True)
class Contract:
    """
    One contract, from `start` to `end` included (None: open).

    `weekly_minutes` is the contract's (average) week. `days` are the contract's weekdays (0 is
    Monday) where a part-time contract fixes them. `annual_minutes`: for an annual scheme.
    `short_hours`: the recorded exception to the part-time minimum. `group`: place in the
    agreement's classification, on which its own minimum depends. `adult_relay`: a contract
    adulte-relais (L5134-100), which asks where the person lives (`priority_area`, None: unknown).
    `amendments` raise its hours for a time, in order of time: see `on`.
    Of a fixed term: its `reason`, the `post` that it holds, whom it `replaces`, whether it `renews`
    the one before it, how the employee ended it, and who held the post `before` (None: nobody).
    `forfait`: the days of a year that it counts in place of hours; `weekly_minutes` is then only
    the share of a full-time week by which the person counts among others.
    """

    kind: ContractKind
    start: date
    end: date | None = None
    weekly_minutes: int = 35 * 60
    basis: HoursBasis = HoursBasis.WEEK
    days: frozenset[int] | None = None
    annual_minutes: int | None = None
    short_hours: ShortHours | None = None
    group: str = ""
    adult_relay: bool = False
    priority_area: bool | None = None
    amendments: tuple[Amendment, ...] = ()
    reason: TermReason | None = None
    post: str = ""
    replaces: str = ""
    renews: bool = False
    ending: EmployeeEnding | None = None
    before: Predecessor | None = None
    forfait: Forfait | None = None

    def __post_init__(self) -> None:
        check_order("contrat fini", self.start, self.end)
        if not 0 < self.weekly_minutes <= 48 * 60:
            raise InvalidProblemError(
                f"durée de contrat de {self.weekly_minutes} min par semaine (attendu : 1 à 2880)"
            )
        if self.in_days is not (self.forfait is not None):
            raise InvalidProblemError("un forfait si la base est en jours, et sinon aucun")

    @property
    def in_days(self) -> bool:
        """Whether the contract counts days of a year, not hours (L3121-58)."""
        return self.basis is HoursBasis.DAYS

    @property
    def part_time(self) -> bool:
        """
        Whether the contract is under the legal 35 hours a week (L3123-1).

        A forfait of few days is no part time (Cass. soc. 27 March 2019, 16-23.800).
        """
        return not self.in_days and self.weekly_minutes < 35 * 60

    def covers(self, day: date) -> bool:
        """Whether the contract is in force on `day`."""
        return self.start <= day and (self.end is None or day <= self.end)

    def touches(self, first: date, last: date) -> bool:
        """Whether the contract is in force on a day of a period, its first and last included."""
        return self.start <= last and (self.end is None or first <= self.end)

    def on(self, day: date) -> Contract:
        """Return the contract as it holds on `day`: with the hours of that day's amendment."""
        for amendment, amended in self._amended:
            if amendment.covers(day):
                return amended
        return self

    @cached_property
    def _amended(self) -> tuple[tuple[Amendment, Contract], ...]:
        return tuple(
            (a, replace(self, weekly_minutes=a.weekly_minutes, amendments=()))
            for a in self.amendments
        )

    def allowing(self, most: Callable[[date], int]) -> Contract:
        """
        Return the contract without the amendments that no agreement allows.

        `most`: how many the branch allows in the year of a day (L3123-22).
        """
        if not self.amendments:
            return self
        return replace(self, amendments=tuple(a for a in self.amendments if most(a.start) > 0))

    def mean_week(self, first: date, last: date) -> Fraction:
        """
        Return the minutes a week that the contract asks for from one day to another, included.

        Where an amendment covers a part, each weekday of the contract (Monday to Friday, if it
        fixes none) counts as much as another; no text says how to share such a week.
        """
        if not self.amendments:
            return Fraction(self.weekly_minutes)
        every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        days = [d for d in every if d.weekday() in (self.days or WEEKDAYS)] or every
        return Fraction(sum(self.on(day).weekly_minutes for day in days), len(days))
