"""People: médiateurs, référents and responsables, their absences and wishes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.domain.course import Course
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.employment.exemptions import HolidayJob, LongLeave
from scheduler.domain.employment.protections import Protection
from scheduler.domain.time import Span, within, years_after
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from scheduler.domain.duty import Duty

ADULT_AGE = 18
WORKING_AGE = 16
"""Age before which one works only as an apprentice or in school holidays (L4153-1, L4153-3)."""
ABSENT_DAY_MOST = 12 * 60
"""Minutes that a day of absence is worth at most: no day of work is longer (L3121-19)."""

TEAM = ""
"""Stands where a person's id would: for what belongs to no single person."""


class StaffRole(StrEnum):
    """A person's role; each need of a slot accepts some roles."""

    MEDIATEUR = "mediateur"
    REFERENT = "referent"
    RESPONSABLE = "responsable"


@dataclass(frozen=True, kw_only=True)
class Mediator:
    """
    One person who may be planned.

    `dispositifs` and `sites` say where the person may be posted (no site: all of them). `socle`:
    day on which the formation socle is completed; `socle_followed`: whether anything is told of the
    socle where the person works; `socle_lack`: how many of its days have no date yet, of somebody
    enrolled in a session. `courses`: trainings for titles. `night_worker`: what RH declared from
    `night_worker_since` on (None: to be computed). `medical_visit`: the visit that comes before
    night work (R4624-18), where it was made. `long_leaves`: when leave may be longer than others'.
    `holiday_jobs`: what was asked of the inspecteur for work before sixteen. `delegation_minutes`:
    the monthly credit of an elected representative (R2314-1; None: unknown or none).
    `payroll_number`: who they are in the payroll program. `protections`: personal constraints,
    whose reasons only RH knows: they are not even in the text that shows the object. `name` is the
    name to show; if another person has the same name, a mark that distinguishes them follows it,
    and `shared_name` is the name without the mark (else empty).

    Raises
    ------
    InvalidProblemError
        Two contracts overlap.
    """

    id: str
    name: str
    role: StaffRole = StaffRole.MEDIATEUR
    birth: date | None = None
    agency: str = ""
    contracts: tuple[Contract, ...] = ()
    dispositifs: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    socle: date | None = None
    socle_followed: bool = False
    socle_lack: int = 0
    courses: tuple[Course, ...] = ()
    licence: bool = False
    phone: str = field(default="", repr=False)
    home: str = ""
    night_worker: bool | None = None
    night_worker_since: date | None = None
    medical_visit: date | None = None
    long_leaves: tuple[LongLeave, ...] = ()
    holiday_jobs: tuple[HolidayJob, ...] = ()
    delegation_minutes: int | None = None
    payroll_number: str = ""
    shared_name: str = ""
    protections: tuple[Protection, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        contracts = sorted(self.contracts, key=lambda c: c.start)
        for before, after in pairwise(contracts):
            if before.end is None or before.end >= after.start:
                raise InvalidProblemError(
                    f"{self.id} : deux contrats se chevauchent à partir du {after.start:%d/%m/%Y}"
                )

    @property
    def bare_name(self) -> str:
        """The name as people write it, without the mark that distinguishes namesakes."""
        return self.shared_name or self.name

    def contract_on(self, day: date) -> Contract | None:
        """Return the contract in force on `day`, if any, with the hours of that day."""
        contract = self.signed_on(day)
        return None if contract is None else contract.on(day)

    def signed_on(self, day: date) -> Contract | None:
        """Return the contract in force on `day`, if any, with its own hours and its amendments."""
        for contract in self.contracts:
            if contract.covers(day):
                return contract
        return None

    def in_days_on(self, day: date) -> bool:
        """Whether the contract in force on `day` counts days, not hours."""
        contract = self.contract_on(day)
        return contract is not None and contract.in_days

    def years_in_days(self, first: date, last: date) -> tuple[tuple[date, date], ...]:
        """Return the years of reference of forfaits in days in force between two days, in order."""
        years = set()
        for contract in self.contracts:
            if contract.forfait is None or not contract.touches(first, last):
                continue
            begins, ends = contract.forfait.year_of(max(first, contract.start))
            while begins <= min(last, contract.end or last):
                years.add((begins, ends))
                begins, ends = contract.forfait.year_of(ends + timedelta(days=1))
        return tuple(sorted(years))

    @cached_property
    def hourly(self) -> Mediator:
        """The same person, with only the contracts that count hours (see `Timeline.hourly`)."""
        contracts = tuple(c for c in self.contracts if not c.in_days)
        return self if contracts == self.contracts else replace(self, contracts=contracts)

    def employed_on(self, day: date) -> bool:
        """Whether the person is employed on `day`; without any known contract, always."""
        return not self.contracts or self.contract_on(day) is not None

    def left_on(self, day: date) -> bool:
        """Whether the person has left by `day`: a contract has ended and none is in force."""
        ended = any(contract.end is not None and contract.end < day for contract in self.contracts)
        return ended and self.contract_on(day) is None

    def off_night_on(self, day: date) -> bool:
        """Whether a personal constraint keeps the person off the night on `day`."""
        return any(protection.bars_night_on(day) for protection in self.protections)

    def pregnant_on(self, day: date, number: int) -> bool:
        """Whether `day` is at least that day of a pregnancy that was made known."""
        return any(protection.pregnant_on(day, number) for protection in self.protections)

    def arranged_on(self, day: date) -> bool:
        """Whether it was agreed in writing by `day` how a pregnancy reduces working time."""
        return any(
            p.arranged is not None and within(day, p.arranged, p.until) for p in self.protections
        )

    def longest_day_on(self, day: date) -> int | None:
        """Return the most minutes that a personal constraint allows on `day` (None: any)."""
        mine = (p.day_minutes for p in self.protections if p.holds_on(day))
        return min((most for most in mine if most is not None), default=None)

    def longest_week_on(self, day: date) -> int | None:
        """Return the most minutes of a week, as a personal constraint bounds them on `day`."""
        mine = (p.week_minutes for p in self.protections if p.holds_on(day))
        return min((most for most in mine if most is not None), default=None)

    def without_overtime_on(self, day: date) -> bool:
        """Whether a personal constraint rules out overtime on `day`."""
        return any(p.no_overtime and p.holds_on(day) for p in self.protections)

    def age_on(self, day: date) -> int | None:
        """Return the age in whole years on `day` (None: birth date unknown)."""
        if self.birth is None:
            return None
        had = (day.month, day.day) >= (self.birth.month, self.birth.day)
        return day.year - self.birth.year - (0 if had else 1)

    def minor_on(self, day: date) -> bool:
        """Whether the person is under eighteen on `day`; unknown age counts as adult."""
        return self._adult_since is not None and day < self._adult_since

    @cached_property
    def _adult_since(self) -> date | None:
        """First day of the age of eighteen (None: birth date unknown): an audit asks each day."""
        if self.birth is None:
            return None
        return years_after(self.birth, ADULT_AGE)

    def apprentice_on(self, day: date) -> bool:
        """Whether an apprenticeship is in force on `day`."""
        contract = self.contract_on(day)
        return contract is not None and contract.kind is ContractKind.APPRENTICESHIP

    def on_holiday_job(self, day: date) -> bool:
        """Whether a job in school holidays was asked for on `day`, a day before sixteen."""
        age = self.age_on(day)
        return (
            age is not None
            and age < WORKING_AGE
            and any(job.covers(day) for job in self.holiday_jobs)
            and not self.apprentice_on(day)
        )

    def may_leave_longer(self, first: date, last: date) -> bool:
        """Whether an exemption lets leave from one day to another be longer than usual."""
        return any(exemption.covers(first, last) for exemption in self.long_leaves)

    def has_socle_on(self, day: date) -> bool:
        """Whether the formation socle is done by `day`."""
        return self.socle is not None and self.socle <= day


class AbsenceKind(StrEnum):
    """Why someone is away: only RH reads it; others see « absent »."""

    LEAVE = "conge"
    SICK = "maladie"
    UNAVAILABLE = "indisponible"
    REST = "repos_compensateur"
    RECOVERY = "recuperation"
    WORK_ACCIDENT = "accident_travail"
    PARENTAL = "maternite_paternite"
    UNPAID = "sans_solde"
    OTHER = "autre"


SUSPENDING = frozenset(AbsenceKind) - {
    AbsenceKind.UNAVAILABLE,
    AbsenceKind.REST,
    AbsenceKind.RECOVERY,
}
"""
Absences in which no work is lawful: paid leave, and those that suspend the contract.

An absence of unknown kind is one of them, so that a finding never tells who is ill.
"""


@dataclass(frozen=True, kw_only=True)
class Absence:
    """
    A stretch of time in which a person can't be posted.

    `day_minutes`: planned minutes that each of its days stands for (None: the contract's minutes of
    the day).

    Raises
    ------
    InvalidProblemError
        A day is worth nothing, or more than a day of work may hold.
    """

    mediator: str
    span: Span
    kind: AbsenceKind = AbsenceKind.LEAVE
    day_minutes: int | None = None

    def __post_init__(self) -> None:
        if self.day_minutes is not None and not 0 < self.day_minutes <= ABSENT_DAY_MOST:
            raise InvalidProblemError(
                f"jour d’absence de {self.day_minutes} min (attendu : 1 à {ABSENT_DAY_MOST})"
            )


@dataclass(frozen=True, kw_only=True)
class Wish:
    """
    A wish to work (`wants`) or to be free in a span, of positive weight.

    `templates`: it is about slots of these templates alone, which begin in the span (none: about
    any slot).
    """

    mediator: str
    span: Span
    wants: bool = False
    weight: int = 1
    templates: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.weight < 1:
            raise InvalidProblemError(f"poids de souhait {self.weight} (attendu : 1 ou plus)")

    def bears_on(self, duty: Duty) -> bool:
        """Whether holding the duty grants the wish to work, or goes against the wish to be free."""
        if not duty.is_post or (self.templates and duty.template not in self.templates):
            return False
        if self.wants or self.templates:
            return self.span.first <= duty.span.first < self.span.last
        return duty.span.touches(self.span)


class PairKind(StrEnum):
    """Whether two people always work together (binôme fixe) or never do."""

    TOGETHER = "ensemble"
    APART = "separes"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two people who always, or never, share a slot, from `since` to `until` included."""

    first: str
    second: str
    kind: PairKind
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the pair is in force on `day`."""
        return within(day, self.since, self.until)
