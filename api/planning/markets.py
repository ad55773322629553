"""Hold a month of a rota against the volume that its markets have for it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from api.data.association import Association
from api.data.market import DAY, Market, MarketPeriod, Part, days_between
from api.french.plural import NO_BREAK, figure
from api.french.words import hours, of_month, short_date
from calendars.school import FIRST_KNOWN
from calendars.templates.expansion import days_of
from calendars.templates.template import Template
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.rota import Rota
from scheduler.domain.time import civil_months, days_span, minute_at, next_month


@dataclass(frozen=True, kw_only=True)
class MarketAccount:
    """
    A market with what of it was held, in minutes or in visits as its volume is.

    `done`: by the shifts that have ended; `planned`: by the others. Both by month, as its first
    day, every month of the market being there.
    """

    market: Market
    done: Mapping[date, int]
    planned: Mapping[date, int]

    @property
    def total_done(self) -> int:
        """What was done since the first day."""
        return sum(self.done.values())

    @property
    def total_planned(self) -> int:
        """What is planned until the last day."""
        return sum(self.planned.values())

    @property
    def left(self) -> Fraction:
        """What is neither done nor planned of the volume (below zero: too much is)."""
        return self.market.total - self.total_done - self.total_planned


def accounts_of(
    markets: Iterable[Market], duties: Iterable[Duty], now: datetime
) -> tuple[MarketAccount, ...]:
    """
    Count the duties, one for each person who holds a post, of each market.

    Hours are those that count towards contracts: elapsed minutes without unpaid breaks. A shift is
    of the day on which it begins; on-call isn't work, and counts for none.
    """
    wanted = tuple(markets)
    ended, later = _Counted(wanted), _Counted(wanted)
    minute = minute_at(now)
    for duty in duties:
        (ended if duty.span.last <= minute else later).add(duty)
    return tuple(
        MarketAccount(market=market, done=ended.months(market), planned=later.months(market))
        for market in wanted
    )


def held_in(market: Market, duties: Iterable[Duty]) -> int:
    """Return the minutes, or the visits, of a market in duties (see `accounts_of`)."""
    counted = _Counted((market,))
    for duty in duties:
        counted.add(duty)
    return sum(counted.months(market).values())


class _Counted:
    """What is held of markets, by market and month: minutes, and slots by id."""

    def __init__(self, markets: tuple[Market, ...]) -> None:
        self.of_dispositif: dict[str, list[Market]] = defaultdict(list)
        for market in markets:
            for dispositif in market.dispositifs:
                self.of_dispositif[dispositif].append(market)
        self.minutes: dict[tuple[str, date], int] = defaultdict(int)
        self.slots: dict[tuple[str, date], set[str]] = defaultdict(set)

    def add(self, duty: Duty) -> None:
        if duty.kind is not DutyKind.WORK:
            return
        day = duty.span.day
        for market in self.of_dispositif.get(duty.dispositif, ()):
            if market.first <= day <= market.last:
                key = market.id, day.replace(day=1)
                self.minutes[key] += duty.paid
                self.slots[key].add(duty.id)

    def months(self, market: Market) -> Mapping[date, int]:
        in_hours = market.minutes is not None
        months = (month for month, _ in civil_months(days_span(market.first, market.last)))
        keys = ((month.replace(day=1), (market.id, month.replace(day=1))) for month in months)
        return {
            month: self.minutes.get(key, 0) if in_hours else len(self.slots.get(key, ()))
            for month, key in keys
        }


FAR = Fraction(1, 5)
"""How far a month may be from its volume before it is said: 20 %, which is said."""


@dataclass(frozen=True, kw_only=True)
class MarketMonth:
    """What a rota holds of a market in a month, and what the market has for it."""

    market: Market
    month: date
    worked: int
    due: Fraction

    @property
    def far(self) -> bool:
        """Whether it is 20 % over or under, or farther."""
        return bool(self.due) and abs(self.worked - self.due) >= self.due * FAR

    @property
    def message(self) -> str:
        """Say how far it is, in French."""
        return (
            f"Marché {self.market.label} : {amount(self.market, self.worked)} au planning "
            f"{of_month(self.month)}, pour {amount(self.market, self.due)} au marché{self._cut}, "
            f"soit {self.distance}."
        )

    @property
    def distance(self) -> str:
        """Write how far it is from what is due, which there is: `21 % de moins`."""
        percent = round(abs(self.worked - self.due) / self.due * 100)
        return f"{percent}{NO_BREAK}% {'de plus' if self.worked > self.due else 'de moins'}"

    @property
    def _cut(self) -> str:
        """Say where the market begins or ends in the month."""
        last = next_month(self.month) - DAY
        if self.month <= self.market.last < last:
            return f" qui finit le {short_date(self.market.last)}"
        if self.month < self.market.first <= last:
            return f" qui commence le {short_date(self.market.first)}"
        return ""


def amount(market: Market, value: Fraction | int) -> str:
    """Write minutes of a market as hours, or its visits: `480 h 00`, `52 passages`."""
    rounded = round(value)
    if market.minutes is not None:
        return hours(rounded)
    return f"{figure(rounded)}{NO_BREAK}{'passages' if abs(rounded) > 1 else 'passage'}"


class Shares:
    """The volume of a market for each month of it, by the templates of an association."""

    def __init__(self, market: Market, association: Association) -> None:
        self.market, self.association = market, association
        self.templates = [
            each for each in association.templates if each.dispositif in market.dispositifs
        ]
        self._open: dict[Part, frozenset[date]] = {}

    def due(self, month: date) -> Fraction:
        """
        Return what the market has for a month (its first day), in minutes or in visits.

        A month that the market begins or ends has its part of the monthly volume, by days. A volume
        of a year is spread over the days of it on which templates ask for somebody: schools close
        in August. Where none does in the whole year, it is spread over all its days.
        """
        end = next_month(month) - DAY
        parts = (p for p in self.market.parts if p.first <= end and month <= p.last)
        shares = (p.volume * self._weight(p, max(p.first, month), min(p.last, end)) for p in parts)
        return sum(shares, Fraction(0))

    def _weight(self, part: Part, first: date, last: date) -> Fraction:
        """Return the share of a part's volume that falls between two days of it."""
        days = frozenset[date]()
        if self.market.per is not MarketPeriod.MONTH:
            if part not in self._open:
                self._open[part] = self._due(self.templates, part.first, part.last)
            days = self._open[part]
        if days:
            return Fraction(sum(first <= day <= last for day in days), len(days))
        return Fraction(days_between(first, last), part.days)

    def awaits(self, dispositifs: frozenset[str], month: date) -> bool:
        """Whether some of these dispositifs have slots in a month, which nobody has planned yet."""
        theirs = [each for each in self.templates if each.dispositif in dispositifs]
        return bool(theirs) and bool(self._due(theirs, month, next_month(month) - DAY))

    def _due(self, templates: Sequence[Template], first: date, last: date) -> frozenset[date]:
        """Return the days on which some of these templates is due."""
        first, association = max(first, FIRST_KNOWN), self.association
        if last < first:
            return frozenset()
        years = range(first.year, last.year + 1)
        return days_of(
            templates,
            association.exceptions,
            days_span(first, last),
            holidays=association.holidays(years),
            local=association.local_holidays(years),
            school=association.school,
            seasons=association.seasons,
        )


def months_of(
    association: Association, rota: Rota, months: Iterable[date], own: frozenset[str] | None
) -> Iterator[MarketMonth]:
    """
    Yield each month of a rota against each market that pays for something the rota decides.

    `own`: the dispositifs that it decides (None: all). Of a market's other dispositifs, what is
    published counts. A month in which none of its posts is wanted nor held isn't compared, nor
    one of which another dispositif of the market is still to be planned.
    """
    paying = [
        Shares(market, association)
        for market in association.markets
        if own is None or not own.isdisjoint(market.dispositifs)
    ]
    for month in months if paying else ():
        duties = tuple(_duties(association, rota, month, own))
        wanted = {slot.dispositif for slot in rota.problem.slots if _in(slot.duty, month)}
        there = {duty.dispositif for duty in duties}
        for shares in paying:
            market = shares.market
            if own is not None and shares.awaits(
                frozenset(market.dispositifs) - own - there, month
            ):
                continue
            worked = held_in(market, duties)
            if worked or not wanted.isdisjoint(market.dispositifs):
                yield MarketMonth(market=market, month=month, worked=worked, due=shares.due(month))


def notes_on(
    association: Association, rota: Rota, months: Iterable[date], own: frozenset[str] | None
) -> tuple[str, ...]:
    """Say in French which months of a rota are 20 % over or under a market (see `months_of`)."""
    return tuple(each.message for each in months_of(association, rota, months, own) if each.far)


def _duties(
    association: Association, rota: Rota, month: date, own: frozenset[str] | None
) -> Iterator[Duty]:
    """Yield the duties of a month: those of the rota, and what else is published and stays."""
    slots = rota.problem.slot_of
    for assignment in rota.whole:
        duty = slots[assignment.slot].duty
        if _in(duty, month):
            yield duty
    published = association.history.get(f"{month:%Y-%m}", ())
    others = [row.worked for row in published if row.worked.duty.id not in slots]
    fixed = {(w.mediator, w.duty.id) for w in rota.problem.history} if others else set()
    for worked in others:
        elsewhere = own is not None and worked.duty.dispositif not in own
        if elsewhere or (worked.mediator, worked.duty.id) in fixed:
            yield worked.duty


def _in(duty: Duty, month: date) -> bool:
    return duty.span.day.replace(day=1) == month
