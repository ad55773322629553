"""Count what was done, is planned and is left of markets, from the shifts that people hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from api.data.market import Market
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.time import civil_months, days_span, minute_at


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
