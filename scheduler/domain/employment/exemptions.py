"""What the law lets a single person do that others may not: longer leave, a job at fourteen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.domain.time import check_order, within
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
        check_order("dérogation finie", self.since, self.until)

    def covers(self, first: date, last: date) -> bool:
        """Whether it is in force from one day to another, both included."""
        return within(first, self.since, self.until) and within(last, self.since, self.until)


class InspectorAnswer(StrEnum):
    """What the inspecteur du travail answered."""

    GRANTED = "accord"
    REFUSED = "refus"


@dataclass(frozen=True, kw_only=True)
class HolidayJob:
    """
    What was asked of the inspecteur for who is under sixteen: to work in school holidays.

    It was requested on that day for the days from `since` to `until`, both included, and `answered`
    with `answer` (None: not answered). A refusal of what silence had allowed takes it back
    (D4153-7).
    `breaks`: first and last days of the school holidays that these days touch.

    Raises
    ------
    InvalidProblemError
        It ends before it begins, has a part of an answer, or was answered before it was asked.
    """

    requested: date
    since: date
    until: date
    answer: InspectorAnswer | None = None
    answered: date | None = None
    breaks: tuple[tuple[date, date], ...] = ()

    def __post_init__(self) -> None:
        check_order("emploi fini", self.since, self.until)
        if (self.answer is None) is not (self.answered is None):
            raise InvalidProblemError("une réponse et son jour, ou aucun des deux")
        if self.answered is not None and self.answered < self.requested:
            raise InvalidProblemError(
                f"réponse du {self.answered:%d/%m/%Y} avant la demande du {self.requested:%d/%m/%Y}"
            )

    def covers(self, day: date) -> bool:
        """Whether it was asked for that day."""
        return self.since <= day <= self.until

    def break_on(self, day: date) -> tuple[date, date] | None:
        """Return the first and last days of the school holidays that a day lies in, if any."""
        return next(((a, b) for a, b in self.breaks if a <= day <= b), None)
