"""Choose among ways to search by what each has gained for its time, and still try them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

Way = TypeVar("Way")

FADES = 0.9
"""What is left of a way's gains and time each time it is tried again: the near past counts most."""

LEAST = 0.04
"""Share of the tries that any way keeps, however little it has gained."""


@dataclass(kw_only=True)
class Record:
    """Faded gains of a way, and the faded time that they took; each begins with one small gain."""

    gain: float = 1e-3
    time: float = 1e-2

    def note(self, gain: float, time: float) -> None:
        """Note a try."""
        self.gain = FADES * self.gain + gain
        self.time = FADES * self.time + time

    @property
    def rate(self) -> float:
        """Gain for a unit of time."""
        return self.gain / self.time


def choose(records: Mapping[Way, Record], random: Random) -> Way:
    """Draw a way, with a chance in proportion to its rate."""
    ways = list(records)
    rates = [records[way].rate for way in ways]
    floor = LEAST * sum(rates) + 1e-12
    return random.choices(ways, [max(rate, floor) for rate in rates])[0]
