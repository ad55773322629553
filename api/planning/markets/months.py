"""Hold a month of a rota against the volume that its markets have for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from api.data.association import Association
from api.data.market import DAY, Market, MarketPeriod, Part, days_between
from api.french.plural import NO_BREAK, figure
from api.french.words import hours, of_month, short_date
from api.planning.markets.accounts import held_in
from calendars.school import FIRST_KNOWN
from calendars.templates.expansion import days_of
from calendars.templates.template import Template
from scheduler.domain.duty import Duty
from scheduler.domain.rota import Rota
from scheduler.domain.time import days_span, next_month

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
