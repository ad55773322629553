"""Amendments that raise a part-timer's hours for a time: « compléments d'heures » (L3123-22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.domain.time import check_order


class AmendmentGround(StrEnum):
    """Why the hours are raised: the cases in which a fixed-term contract is lawful."""

    REPLACEMENT = "remplacement"
    INCREASE = "accroissement"
    SEASON = "saison"
    CUSTOM = "usage"


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """
    A part-time contract's hours a week, raised from `start` to `end` included.

    `replaced`: the id of the absent person whom a replacement names (empty: another ground).

    Raises
    ------
    InvalidProblemError
        It ends before it begins.
    """

    start: date
    end: date
    weekly_minutes: int
    ground: AmendmentGround
    replaced: str = ""

    def __post_init__(self) -> None:
        check_order("avenant fini", self.start, self.end)

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.end - self.start).days + 1

    @property
    def replaces(self) -> bool:
        """Whether it is to replace somebody, which no yearly limit counts."""
        return self.ground is AmendmentGround.REPLACEMENT

    def covers(self, day: date) -> bool:
        """Whether it is in force on `day`."""
        return self.start <= day <= self.end

    def touches(self, first: date, last: date) -> bool:
        """Whether it is in force on a day of a period, its first and last included."""
        return self.start <= last and first <= self.end
