"""Hold a market: who pays for which dispositifs, from when to when, and how much of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import count
from typing import NamedTuple

from scheduler.domain.time import next_month, years_after

DAY = timedelta(days=1)


class MarketPeriod(StrEnum):
    """What a market's volume is for: each month, each year of the market, or all of it."""

    MONTH = "mois"
    YEAR = "annee"
    WHOLE = "totale"


class Part(NamedTuple):
    """Days of a market, both included, at most a year, and the volume that is due in them."""

    first: date
    last: date
    volume: Fraction

    @property
    def days(self) -> int:
        """How many days it has."""
        return days_between(self.first, self.last)


@dataclass(frozen=True, kw_only=True)
class Market:
    """
    What a commanditaire pays for, from `first` to `last` included.

    Its volume is of `minutes` of posts held, or of `visits`, slots that somebody held: one of the
    two is there.
    """

    id: str
    payer: str
    dispositifs: tuple[str, ...]
    first: date
    last: date
    per: MarketPeriod
    name: str = ""
    minutes: int | None = None
    visits: int | None = None

    @property
    def label(self) -> str:
        """Name it for people: `Médiation urbaine (Ville de Port)`, `Ville de Port`."""
        return f"{self.name} ({self.payer})" if self.name else self.payer

    @property
    def volume(self) -> int:
        """The volume of a period, in minutes or in visits."""
        return self.visits or 0 if self.minutes is None else self.minutes

    @property
    def parts(self) -> Iterator[Part]:
        """
        Yield the civil months of the market, or its years, which begin as it does.

        A month or a year of which the market has a part only has that part of the volume, by days.
        A volume of the whole market is spread over its years by days too.
        """
        days_in_all = days_between(self.first, self.last)
        first = self.first
        for turn in count(1):
            if first > self.last:
                return
            begin, after = first, years_after(self.first, turn)
            if self.per is MarketPeriod.MONTH:
                begin, after = first.replace(day=1), next_month(first)
            last = min(after - DAY, self.last)
            over = days_in_all if self.per is MarketPeriod.WHOLE else (after - begin).days
            yield Part(first, last, Fraction(self.volume * days_between(first, last), over))
            first = after

    @property
    def total(self) -> Fraction:
        """The volume from the first to the last day."""
        return sum((part.volume for part in self.parts), Fraction(0))


def days_between(first: date, last: date) -> int:
    """Return the number of days from the first to the last, both included."""
    return (last - first).days + 1
