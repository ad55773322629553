"""What the law lets a single person do that others may not: leave beyond the usual length."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.domain.time import within
from scheduler.errors import InvalidProblemError


class LongLeaveGround(StrEnum):
    """Why a person may take more leave at once than others (L3141-17); only RH reads it."""

    DISTANCE = "contraintes_geographiques"
    CHILD = "enfant_handicape"
    ADULT = "adulte_handicape"
    ELDERLY = "personne_agee"


@dataclass(frozen=True, kw_only=True)
class LongLeave:
    """
    A person's exemption from the longest leave, from `since` to `until` included (None: no end).

    Raises
    ------
    InvalidProblemError
        It ends before it begins.
    """

    ground: LongLeaveGround
    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise InvalidProblemError(
                f"dérogation finie le {self.until:%d/%m/%Y} avant son début {self.since:%d/%m/%Y}"
            )

    def covers(self, first: date, last: date) -> bool:
        """Whether it is in force from one day to another, both included."""
        return within(first, self.since, self.until) and within(last, self.since, self.until)
