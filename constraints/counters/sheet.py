"""
Define the sheet: what is counted and due for one person, line by line, to the minute.

All quantities are whole elapsed minutes; rates are in per mille of the hour's pay (250 is 25 %).
Lines cover the timeline's horizon: its days, the whole civil weeks, months, windows of twelve
weeks, years and reference periods that it touches, history included, up to the horizon's end.
A break of unknown place is taken in the middle of its duty and counted once, so that days add up
to weeks and months. `constraints.counters.count.counters` fills the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from fractions import Fraction

from constraints.night.rules import NightStatus
from scheduler.domain.employment.employer import Route
from scheduler.domain.people import Mediator
from scheduler.domain.time import Span

NO_STATUS = NightStatus(holds=False)


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """
    Minutes in a stretch of time, by kind.

    `field`, `training`, `travel`, `intervention`, `delegation` (of a representative's credit) and
    `council` (meetings with the employer) are effective work, each minute in one of them. `night`
    (the rule's window), `sunday`, `holiday` (11 days, 1 May included), `may_first` and `solidarity`
    (unpaid, L3133-8) are parts of it and may overlap. `paid_breaks` and `standby` are no work.
    """

    field: int = 0
    training: int = 0
    travel: int = 0
    intervention: int = 0
    delegation: int = 0
    council: int = 0
    night: int = 0
    sunday: int = 0
    holiday: int = 0
    may_first: int = 0
    solidarity: int = 0
    paid_breaks: int = 0
    standby: int = 0

    @property
    def work(self) -> int:
        """Effective work (L3121-1)."""
        mandate = self.delegation + self.council
        return self.field + self.training + self.travel + self.intervention + mandate

    @property
    def paid(self) -> int:
        """Work and paid breaks, less the journée de solidarité; premiums are apart."""
        return self.work + self.paid_breaks - self.solidarity

    def __add__(self, other: Minutes) -> Minutes:
        return Minutes(
            **{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(Minutes)}
        )


@dataclass(frozen=True, kw_only=True)
class PremiumMinutes:
    """Minutes due at one premium; `rate` in per mille."""

    rate: int
    minutes: int


Tiers = tuple[PremiumMinutes, ...]
"""Minutes by premium, lowest first; no tier without a minute."""


@dataclass(frozen=True, kw_only=True)
class DayLine:
    """
    One civil day of the horizon.

    `overtime`: minutes of the day that lie beyond the weekly trigger (35 hours, or the weekly
    limit of a scheme): the last ones of a civil week, in the order in which they are worked.
    `by_leave`: those beyond it because paid leave of the week counts too. `relief`: working time
    that an agreement takes off and has paid; it is no work.
    """

    day: date
    minutes: Minutes
    overtime: int = 0
    by_leave: int = 0
    relief: Fraction = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class WeekLine:
    """
    One whole civil week (L3121-35), named by its Monday.

    `declared`: work known only as a total, without day or kind; it isn't in `minutes`. `described`:
    whether the week is wholly known. `trigger`: minutes from which work is overtime in the week
    (None: the week has none, as for part-timers, minors, or an annual scheme without weekly limit).
    `overtime`: due for the work done. `leave`: what paid leave of the week is worth
    (`leave_declared`: RH entered it), `by_leave`: due in addition, because leave counts towards the
    trigger (Cass. soc. 10 Sept. 2025, n° 23-14.455). `with_absences`: due in all if sickness and
    public holidays off count too, which isn't settled. `equivalent_rest`: overtime and its premium,
    given back as rest. `night_worker`: the status at the week's end, its reason and first week.
    """

    monday: date
    minutes: Minutes
    declared: int = 0
    described: bool = True
    trigger: int | None = None
    overtime: Tiers = ()
    leave: int = 0
    leave_declared: bool = False
    by_leave: Tiers = ()
    with_absences: Tiers = ()
    equivalent_rest: int = 0
    night_worker: NightStatus = NO_STATUS

    @property
    def work(self) -> int:
        """All work of the week, declared included."""
        return self.minutes.work + self.declared

    @property
    def due(self) -> Tiers:
        """All overtime due: for work done, and because paid leave counts too."""
        return added(self.overtime, self.by_leave)


@dataclass(frozen=True, kw_only=True)
class MonthLine:
    """
    A civil month, or other days in a row, by its first day: the sum of those inside the horizon.

    `overtime`: of the weeks and reference periods that end in it, whole: a week's is paid where its
    Sunday falls. `by_leave`: what paid leave of those weeks adds. `complementary`: likewise.
    `complement`: worked within an amendment that raises a part-timer's hours. `relief`: as a day's.
    """

    first: date
    minutes: Minutes
    overtime: Tiers = ()
    by_leave: Tiers = ()
    complementary: Tiers = ()
    complement: Tiers = ()
    relief: int = 0


@dataclass(frozen=True, kw_only=True)
class WindowLine:
    """
    Twelve consecutive civil weeks, by the Monday of the last one.

    `described`: how many are wholly known; `work`, `night`: their minutes. Others are unknown.
    """

    last_monday: date
    work: int
    night: int
    described: int

    @property
    def average(self) -> int | None:
        """Mean minutes a week described, rounded up so that any excess shows (None: none is)."""
        return -(-self.work // self.described) if self.described else None


@dataclass(frozen=True, kw_only=True)
class YearLine:
    """
    One civil year, from 1 January (or its first known day) to the end of the horizon.

    `since`: first day that the minutes cover. `overtime`: charged to the yearly quota (L3121-30),
    balance carried over included; `quota` in minutes (None: none applies to the person).
    """

    year: int
    since: date
    minutes: Minutes
    overtime: int = 0
    quota: int | None = None

    @property
    def beyond(self) -> int:
        """Overtime beyond the quota, which opens compulsory rest."""
        return 0 if self.quota is None else max(0, self.overtime - self.quota)


@dataclass(frozen=True, kw_only=True)
class ComplementaryLine:
    """
    Complementary hours of a part-timer over the contract's week, month or period.

    `contract`: minutes that the contract asks for over it. `first` and `last`: the days counted.
    `complement`: minutes that an amendment adds to them (L3123-22); `within`: those worked of them,
    and `tiers` what is worked beyond. `shared`: whether the amendment covers only a part of the
    days. `unfounded`: whether one was left out because no agreement allows it.
    `settled`: False where an agreement must say how they are counted (annual schemes).
    """

    first: date
    last: date
    contract: int
    work: int
    tiers: Tiers = ()
    settled: bool = True
    complement: int = 0
    within: Tiers = ()
    shared: bool = False
    unfounded: bool = False


@dataclass(frozen=True, kw_only=True)
class PeriodLine:
    """
    One reference period of an annual or cycle contract (L3121-41), up to the horizon's end.

    `route` is None where no scheme was recorded: the civil year is used, to be confirmed. `first`
    and `last`: the whole period; `begins` and `ends`: the part under contract, `over` once it is
    gone. `threshold`: minutes of work beyond which the period's work is overtime (complementary for
    part-timers), in proportion where `partial`. `done`: work so far, with the opening balance,
    without the solidarity day. `credited`: absences that the person need not make up for. `due`:
    minutes that the days so far ask for, in proportion. `weekly`: overtime already counted week by
    week. `excess`: beyond the threshold, `weekly` deducted. `tiers`: what is due at the period's
    end, empty before it: overtime, or complementary hours where `part_time`.
    """

    route: Route | None
    first: date
    last: date
    begins: date
    ends: date
    threshold: int
    done: int
    due: int
    credited: int = 0
    weekly: int = 0
    excess: int = 0
    partial: bool = False
    over: bool = False
    part_time: bool = False
    tiers: Tiers = ()

    @property
    def balance(self) -> int:
        """Minutes done or credited, minus those due by the horizon's end."""
        return self.done + self.credited - self.due


@dataclass(frozen=True, kw_only=True)
class Rest:
    """
    Compensatory rest at the end of the horizon, in minutes.

    `carried`: balance that RH entered, as of the end of `since`. `compulsory`: earned beyond the
    quota since then (L3121-38); `compulsory_least`: the same at the rate of employers of twenty at
    most, equal where the headcount is known. `night`: earned by night work (L3122-8) at the
    agreement's rate (None: its amount is to be set by agreement). `taken`: days of compensatory
    rest. `opened`: the day on which the compulsory rest reached seven hours, `deadline`: the last
    day to take it (D3121-18). `equivalent`: earned in place of paying overtime (L3121-28),
    `recovered`: of it.
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


@dataclass(frozen=True, kw_only=True)
class OwedRestLine:
    """
    A rest owed for a daily rest that a derogation cut short (D3131-2), or a long night (R3122-3).

    `on`: the day of the resumption after the short rest of `rest` minutes. `minutes`: what it
    lacked of the Code's, owed by a rest of `limit` minutes that begins by the end of `due`.
    `ground`: the agreement or the derogation recorded. `agreed`: whether an agreement sets the
    delay. `returned`: the day on which that rest began, in time or late (None: it is still owed).

    `worked`: of a night, the minutes worked in the working day that begins `on` (0: a daily rest
    was cut short); `minutes` are then those beyond the Code's, and `rest` is zero.
    """

    on: date
    rest: int
    minutes: int
    limit: int
    due: date
    ground: str
    agreed: bool = False
    worked: int = 0
    returned: date | None = None

    @property
    def article(self) -> str:
        """Return the article that makes it due."""
        return "R3122-3" if self.worked else "D3131-2"

    @property
    def late(self) -> bool:
        """Whether it was returned after its last day."""
        return self.returned is not None and self.returned > self.due


@dataclass(frozen=True, kw_only=True)
class ForfaitLine:
    """
    The days worked under a forfait in days, of a civil month, by its first day.

    `first` and `last`: the year of reference that ends or goes on in the month. `month`: days
    worked in it that are the year's; `done`: since the year began, up to the month's last day
    inside the horizon, the opening balance included; `since`: the first day of which they are
    known. `number`: days of the year; `settled`: False where the agreement has to say it, for who
    comes or leaves in the year or has no full leave.
    """

    of: date
    first: date
    last: date
    month: int
    done: int
    since: date
    number: int
    settled: bool = True

    @property
    def left(self) -> int:
        """Days still to be worked, at most; negative beyond the number."""
        return self.number - self.done


@dataclass(frozen=True, kw_only=True)
class Counters:
    """
    One person's counters over a horizon.

    `total` is the sum of `days`. `weeks`, `months`, `windows`, `years`, `periods` and
    `complementary` come in order of time, and so does `owed`, the rests owed for daily rests cut
    short. `forfait`: of those who count days, whose hours are in no other line. `remarks`: in
    French, what RH must confirm.
    """

    mediator: Mediator
    horizon: Span
    total: Minutes
    days: tuple[DayLine, ...]
    weeks: tuple[WeekLine, ...]
    months: tuple[MonthLine, ...]
    windows: tuple[WindowLine, ...]
    years: tuple[YearLine, ...]
    periods: tuple[PeriodLine, ...] = ()
    complementary: tuple[ComplementaryLine, ...] = ()
    rest: Rest = field(default_factory=Rest)
    owed: tuple[OwedRestLine, ...] = ()
    forfait: tuple[ForfaitLine, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def night_worker(self) -> NightStatus:
        """The night worker status at the end of the horizon's last week."""
        return self.weeks[-1].night_worker

    @property
    def owed_minutes(self) -> int:
        """What is still owed, at the end of the horizon, of daily rests cut short."""
        return sum(line.minutes for line in self.owed if line.returned is None)

    @property
    def overtime(self) -> Tiers:
        """Overtime of weeks and periods that end in the horizon, including that due to leave."""
        return added(
            *(tiers for month in self.months for tiers in (month.overtime, month.by_leave))
        )


def added(*tiers: Tiers) -> Tiers:
    """Merge tiers: add up the minutes of each rate, lowest rate first."""
    table: dict[int, int] = {}
    for premium in (premium for many in tiers for premium in many):
        table[premium.rate] = table.get(premium.rate, 0) + premium.minutes
    return tuple(
        PremiumMinutes(rate=rate, minutes=minutes) for rate, minutes in sorted(table.items())
    )
