"""What a public instance says: its shifts, its staff, what they asked for, and the cover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SATURDAY = 5
"""Day of the week, counted from Monday, which is day 0 of every instance."""


@dataclass(frozen=True, kw_only=True)
class Shift:
    """A shift: its length in minutes, and the shifts that may not follow it on the next day."""

    id: str
    minutes: int
    not_before: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Staff:
    """
    One person: what their roster is bounded to.

    `most_of`: the most shifts of each kind (a kind that is missing has no bound). Minutes are the
    whole horizon's, runs are days.
    """

    id: str
    most_of: Mapping[str, int]
    most_minutes: int
    least_minutes: int
    longest_run: int
    shortest_run: int
    shortest_rest: int
    most_weekends: int
    days_off: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Request:
    """Somebody's request to hold a shift on a day (`wants`), or not to, with its weight."""

    staff: str
    day: int
    shift: str
    weight: int
    wants: bool


@dataclass(frozen=True, kw_only=True)
class Cover:
    """How many people a shift needs on a day, and what one too few and one too many cost."""

    day: int
    shift: str
    required: int
    under: int
    over: int


@dataclass(frozen=True, kw_only=True)
class Instance:
    """An instance; `uncovered`: how many of its days and shifts have no line of cover."""

    days: int
    shifts: tuple[Shift, ...]
    staff: tuple[Staff, ...]
    requests: tuple[Request, ...] = field(default=())
    cover: tuple[Cover, ...] = field(default=())

    @property
    def uncovered(self) -> int:
        """How many pairs of a day and a shift no line of cover names."""
        return self.days * len(self.shifts) - len(self.cover)
